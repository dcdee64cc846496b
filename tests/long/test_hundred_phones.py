"""One hundred phones answering at once while three workers take registers: nothing lost, nothing doubled.

The phones are tabs over Streamlit's WebSocket protocol, at one server; the workers use the actions, from a process of
their own, at the same database: SQLite, and PostgreSQL.
"""

import asyncio
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.proto.Delta_pb2 import Delta

from components.access.state import device_cookie_name
from data.core.audit import check_chain
from data.core.db import reading
from data.programmes.actions.registers import mark
from models.audit import AuditAction, AuditEvent
from models.drafts import Draft
from models.evaluations.questionnaires import Answer, AnswerSheet
from models.permissions import Actor, Role
from models.programmes.programme import RegisterMark
from tests.benchmarks.client import Run, Tab
from tests.benchmarks.servers import ROOT, server
from tests.factories import make_actor
from tests.loops import run_apart
from tests.rows.answer_links import make_link
from tests.rows.evaluations import PARENT, make_participant
from tests.rows.programmes import join, make_programme, make_session

pytestmark = pytest.mark.long
PHONES = int(os.environ.get("PHONES", "100"))
WORKERS, ON_REGISTER, ROUNDS = 3, 8, 5
AT_ONCE = 40  # connections that are being opened; the phones then answer together


class Phone(Tab):
    """A phone: it also presses buttons."""

    def _notice_box(self, delta: Delta) -> None:
        super()._notice_box(delta)
        if button := delta.new_element.button.id:
            self._widgets[button] = delta.fragment_id

    async def press(self, key: str) -> Run:
        button = next(drawn for drawn in self._widgets if drawn.endswith(key))
        message = self._message()
        message.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
        return await self._run(message)


def _said(place: int) -> dict[str, int]:
    """What one phone answers: its own pattern, so that answers given to the wrong sheet would show."""
    return {code: (place + 1) * (step + 1) % 5 + 1 for step, code in enumerate(PARENT)}


async def _answer(port: int, place: int, token: str, doors: asyncio.Semaphore) -> bool:
    cookie = f"{device_cookie_name()}=phone-{place}"
    async with Phone(port, page="answer", query=f"k={token}", cookie=cookie) as phone:
        async with doors:
            await phone.rerun()
        for code, value in _said(place).items():
            await phone.change(f".{code}", str(value))
        await phone.press(".submit")
        return "Thank you" in str((await phone.press(".submit")).deltas)  # tapped once more, as after a lost answer


async def _everyone(port: int, tokens: list[str]) -> list[bool]:
    doors = asyncio.Semaphore(AT_ONCE)
    return await asyncio.gather(*(_answer(port, place, token, doors) for place, token in enumerate(tokens)))


def _take_registers(worker: Actor, session_id: int, people: list[int]) -> None:
    for turn in range(ROUNDS):
        for person in people:
            mark(session_id=session_id, marks={person: (person + turn) % 2 == 0}, by=worker)


def _rows(table: type) -> list:
    with reading() as session:
        return list(session.exec(select(table)))


def test_nothing_is_lost_and_nothing_doubled(database: str, tmp_path: Path) -> None:
    programme_id = make_programme(places=PHONES)
    people = [make_participant(programme_id, name=f"Phone {place}") for place in range(PHONES // 2)]
    group = make_link(programme_id, token="for the group").token
    own = [make_link(programme_id, token=f"own-{one}", participant_id=one).token for one in people]
    tokens = [*own, *[group] * (PHONES - len(own))]
    registers = [_register(place) for place in range(WORKERS)]
    with server(ROOT, log=tmp_path / "log") as port, ThreadPoolExecutor(WORKERS) as pool:
        taken = [pool.submit(_take_registers, *register) for register in registers]
        assert run_apart(_everyone(port, tokens)) == [True] * PHONES
        for done in taken:
            done.result()
    _check_answers(people)
    marks = {(one.session_id, one.participant_id): one.is_present for one in _rows(RegisterMark)}
    assert marks == {
        (session_id, one): (one + ROUNDS - 1) % 2 == 0 for _, session_id, register in registers for one in register
    }
    with reading() as session:
        assert check_chain(session).problems == ()


def _register(place: int) -> tuple[Actor, int, list[int]]:
    programme_id = make_programme(name=f"Club {place}")
    register = [join(programme_id, name=f"Child {number}") for number in range(ON_REGISTER)]
    return make_actor(role=Role.WORKER, username=f"worker-{place}"), make_session(programme_id), register


def _check_answers(people: list[int]) -> None:
    sheets = {sheet.id: sheet for sheet in _rows(AnswerSheet)}
    assert len(sheets) == PHONES
    own = [sheet.participant_id for sheet in sheets.values() if sheet.participant_id]
    assert sorted(own) == people
    found: dict[int, list[int]] = {id_: [] for id_ in sheets}
    for answer in sorted(_rows(Answer), key=lambda one: one.question_id):
        found[answer.sheet_id].append(answer.value)
    said = Counter(tuple(_said(place).values()) for place in range(PHONES))
    assert Counter(map(tuple, found.values())) == said
    assert all(
        found[id_] == list(_said(people.index(sheet.participant_id)).values())
        for id_, sheet in sheets.items()
        if sheet.participant_id
    )
    assert len([draft for draft in _rows(Draft) if draft.submitted_at]) == PHONES
    events = [event for event in _rows(AuditEvent) if event.action == AuditAction.ANSWERS_RECORDED]
    assert len(events) == PHONES
