"""Staff training: one's own, and for the lead how many hours each worker had."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from data.core.db import reading
from data.core.queries.records import list_records
from models.attendance.openings import school_year
from models.families.family import Worker
from models.kinds import Record
from models.permissions import Actor, Permission, check
from models.team.training import TRAININGS


@dataclass(frozen=True, slots=True)
class WorkerTraining:
    """What one worker learned in a school year."""

    worker: str
    times: int
    hours: float


def own_training(*, actor: Actor) -> tuple[Record, ...]:
    """One's own training, newest first; nobody's where the account is linked to no worker."""
    check(actor, TRAININGS.read)
    return list_records(kind=TRAININGS, actor=actor, owner_id=actor.worker_id) if actor.worker_id else ()


def training_of_team(*, actor: Actor, year: int) -> tuple[WorkerTraining, ...]:
    """Every worker by name with the training of a school year, by the year it began; none is said as none."""
    check(actor, Permission.CASELOAD_READ_ALL)
    found = list_records(kind=TRAININGS, actor=actor, most=None)
    with reading() as session:
        workers = session.exec(select(Worker).order_by(col(Worker.name), col(Worker.id))).all()
    of_year = [one for one in found if school_year(one.values["held_on"]) == year]
    return tuple(_of_worker(row.name, [one for one in of_year if one.owner_id == row.id]) for row in workers)


def _of_worker(name: str, records: Sequence[Record]) -> WorkerTraining:
    return WorkerTraining(name, len(records), sum(one.values["minutes"] for one in records) / 60)
