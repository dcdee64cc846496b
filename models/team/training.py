"""Staff training: what a worker took part in, when, for how long, and what for."""

from datetime import date

from models.clock import today
from models.families.family import Worker
from models.fields import Privacy, choice, day, number, owner, text
from models.kinds import Kind, PageOf, VersionedRecord, dated
from models.permissions import Permission

PURPOSES = {
    "children": "Work with children",
    "families": "Work with families",
    "safety": "Keeping children and ourselves safe",
    "qualification": "A qualification",
    "other": "Something else",
}


class Training(VersionedRecord, table=True):
    """One course, workshop or day of learning of one worker."""

    __tablename__ = "training"

    worker_id: int = owner("worker.id")
    what: str = text("What was it?", 160, needed="Please say what it was.", short="Training", privacy=Privacy.ORDINARY)
    held_on: date = day("Day", needed="Please choose the day.", starts=today, not_after=today)
    minutes: int = number("Hours", least=0.25, most=200, unit=60, step=0.25, needed="Please say how many hours.")
    given_by: str = text("Who gave it?", 120, short="Given by", privacy=Privacy.ORDINARY)
    purpose: str = choice("What was it for?", PURPOSES, short="What for")


TRAININGS = Kind(
    table=Training,
    title="Course",
    of=Worker,
    read=Permission.TRAINING_READ,
    write=Permission.TRAINING_WRITE,
    said=("recorded training", "put training right", "took back training"),
    detail=lambda row: f"{row.minutes / 60:g} hours on {row.held_on.isoformat()}",
    heading=dated("what", "held_on"),
    may_undo=True,
    order=("-held_on", "-id"),
    listed=("held_on", "what", "minutes", "given_by", "purpose"),
    page=PageOf("team/training.py", "training", "school", "Training", "What you learned, and how many hours it took."),
)
