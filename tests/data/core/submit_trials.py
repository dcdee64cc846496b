"""One form, sent two or five times within 400 milliseconds from two sessions, and again when no answer came."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from threading import Barrier
from time import sleep

from sqlmodel import col, func, select

from data.core.db import reading
from data.wellbeing.actions.webs import record_web
from models.audit import AuditAction, AuditEvent
from models.permissions import Actor
from models.wellbeing.web import WebReading
from tests.rows.webs import TAKEN_ON, draft_of, make_worker_with_child, web_entry

LONGEST_GAP = 0.4  # seconds between the first tap and the last


def send_often(trials: int) -> tuple[int, int]:
    """So many forms, each sent over and over; how many webs there are then, and how many events."""
    worker, pupil_id = make_worker_with_child()
    random = Random(trials)
    with ThreadPoolExecutor(5) as pool:
        for place in range(trials):
            gaps = [0.0 if place % 4 == 0 else random.uniform(0, LONGEST_GAP) for _ in range(random.choice((2, 5)))]
            entry = web_entry(taken_on=TAKEN_ON - timedelta(days=place))
            send = partial(record_web, pupil_id=pupil_id, entry=entry, draft_key=draft_of(pupil_id, worker))
            later = partial(_send_later, send, worker, Barrier(len(gaps)))
            made = set(pool.map(later, range(len(gaps)), gaps))
            made.add(send(by=worker))  # no answer came, so once more
            assert len(made) == 1, "Every sending is told of the same record."
    return _counted()


def _send_later(send: Callable[..., int], worker: Actor, together: Barrier, place: int, gap: float) -> int:
    together.wait()
    sleep(gap)
    return send(by=replace(worker, session_id=place % 2))


def _counted() -> tuple[int, int]:
    recorded = col(AuditEvent.action) == AuditAction.WEB_RECORDED
    with reading() as session:
        webs = session.exec(select(func.count()).select_from(WebReading)).one()
        return webs, session.exec(select(func.count()).select_from(AuditEvent).where(recorded)).one()
