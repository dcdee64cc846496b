"""A worker with one family, for tests of work with families."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from data.core.actions.drafts import save_answers, start_draft
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus
from models.families.people import Adult
from models.permissions import Actor, Role
from models.text import search_key
from tests.factories import make_actor, make_pupil, make_worker, save

STARTED_ON = date(2026, 9, 7)


@dataclass(frozen=True, slots=True)
class Home:
    """One family, its child and adult, and the worker who supports it."""

    family_id: int
    pupil_id: int
    adult_id: int
    worker: Actor


def make_family(*, pupil_ids: tuple[int, ...] = (), worker_id: int | None = None, **fields: Any) -> int:
    """A family of these children, supported by the worker from STARTED_ON."""
    status = fields.pop("status", SupportStatus.ACTIVE)
    dates = {"started_on": fields.pop("started_on", STARTED_ON), "review_on": fields.pop("review_on", None)}
    family_id = save(Family(**{"reference": "F001", "name": "Madeup family", **fields})).id
    for pupil_id in pupil_ids:
        save(FamilyChild(family_id=family_id, pupil_id=pupil_id))
        if worker_id:
            save(SupportPeriod(pupil_id=pupil_id, family_id=family_id, worker_id=worker_id, status=status, **dates))
    return family_id


def make_adult(family_id: int, *, forename: str = "Donna", surname: str = "Madeup", **fields: Any) -> int:
    known = {"forename": forename, "surname": surname, "search_key": search_key(forename, surname)}
    return save(Adult(family_id=family_id, recorded_by="worker", **known, **fields)).id


def make_home(*, username: str = "worker", number: str = "012345674", reference: str = "F001", **fields: Any) -> Home:
    """A family at home: a child, an adult and a worker of their own."""
    worker_id = make_worker(name=f"HLW of {username}")
    worker = make_actor(role=Role.WORKER, username=username, worker_id=worker_id)
    pupil_id = make_pupil(candidate_number=number, forename="Ava")
    family_id = make_family(pupil_ids=(pupil_id,), worker_id=worker_id, reference=reference, **fields)
    return Home(family_id, pupil_id, make_adult(family_id), worker)


def draft_key(form: str, by: Actor, *, subject: str = "", **answers: Any) -> str:
    """The key of an open draft of this person."""
    key = start_draft(form=form, subject=subject, by=by).key
    if answers:
        save_answers(key=key, answers=answers, by=by)
    return key
