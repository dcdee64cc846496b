"""Action plans made from a web: who does what, by when, and what good will look like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import enum_type, now
from models.wellbeing.web import Indicator


class PlanStatus(StrEnum):
    """Where a plan stands."""

    OPEN = "open"
    CLOSED = "closed"


class ActionStatus(StrEnum):
    """Where one action stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class PlanActionBase(SQLModel):
    """What was agreed about an action: who does what, by when, and what good will look like."""

    indicator: str = Field(default="", max_length=20)  # an Indicator, or empty
    what: str = Field(max_length=300)
    who: str = Field(max_length=120)
    due_on: date | None = None
    good_looks_like: str = Field(default="", max_length=500)  # in the family's words
    service_id: int | None = None  # of the directory


class PlanCreate(SQLModel):
    """A new plan and its first actions."""

    pupil_id: int
    reading_id: int | None = None
    review_on: date | None = None
    actions: tuple[PlanActionBase, ...] = ()


class Plan(SQLModel, table=True):
    """The plan of one child and family. There is one open plan at a time."""

    __tablename__ = "plan"
    __table_args__ = (
        Index(
            "one_open_plan",
            "pupil_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )
    SENSITIVE: ClassVar = {"closing_note"}
    ORDINARY: ClassVar = {
        "id",
        "pupil_id",
        "reading_id",
        "started_on",
        "review_on",
        "status",
        "made_at",
        "made_by",
        "closed_at",
        "closed_by",
        "draft_key",
    }

    id: int | None = Field(default=None, primary_key=True)
    pupil_id: int = Field(foreign_key="pupil.id", index=True)
    reading_id: int | None = Field(default=None, foreign_key="web_reading.id", index=True)
    started_on: date
    review_on: date | None = None
    status: PlanStatus = Field(default=PlanStatus.OPEN, sa_type=enum_type(PlanStatus))
    closing_note: str = Field(default="", max_length=500)
    made_at: datetime = Field(default_factory=now)
    made_by: str = Field(max_length=80)
    closed_at: datetime | None = None
    closed_by: str = Field(default="", max_length=80)
    draft_key: str | None = Field(default=None, max_length=40, unique=True)


class PlanAction(PlanActionBase, table=True):
    """An action as stored, with how it ended and its place in the plan."""

    __tablename__ = "plan_action"
    SENSITIVE: ClassVar = {"what", "who", "good_looks_like", "drop_reason"}
    ORDINARY: ClassVar = {
        "id",
        "plan_id",
        "service_id",
        "indicator",
        "due_on",
        "status",
        "done_at",
        "done_by",
        "position",
        "draft_key",
        "version",
    }

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    service_id: int | None = Field(default=None, foreign_key="service.id", index=True)
    status: ActionStatus = Field(default=ActionStatus.OPEN, sa_type=enum_type(ActionStatus))
    drop_reason: str = Field(default="", max_length=300)
    done_at: datetime | None = None  # or dropped
    done_by: str = Field(default="", max_length=80)
    position: int = 0
    draft_key: str | None = Field(default=None, max_length=40, unique=True)
    version: int = 1


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as pages show it, with the name of its service."""

    id: int
    indicator: str
    what: str
    who: str
    due_on: date | None
    good_looks_like: str
    service_id: int | None
    service: str  # of the directory, through which it is done
    status: ActionStatus
    drop_reason: str
    done_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class FamilySummary:
    """One child's plan in plain words, naming nobody but those who agreed to do something."""

    name: str
    made_on: date
    matters_to_me: str
    agreed: tuple[ActionRow, ...]  # open and done; what was dropped is left out
    going: tuple[str, ...]
    next_step: str


def lowest_indicators(scores: Mapping[Indicator, int], *, at_most: int = 3) -> tuple[Indicator, ...]:
    """The indicators scored lowest, to begin a plan from; those as low as the last one are not cut off.

    What was not scored or not talked about is no low score, and is never proposed.
    """
    ranked = sorted(scores, key=lambda indicator: (scores[indicator], list(Indicator).index(indicator)))
    if not ranked:
        return ()
    limit = scores[ranked[min(at_most, len(ranked)) - 1]]
    chosen = [indicator for indicator in ranked if scores[indicator] <= limit]
    return tuple(chosen if len(chosen) < len(Indicator) else ranked[:at_most])


def action_problems(action: PlanActionBase) -> dict[str, str]:
    """What keeps an action from being agreed, by field."""
    problems = {}
    if not action.what.strip():
        problems["what"] = "Please say what will be done."
    if not action.who.strip():
        problems["who"] = "Please say who will do this. It may be more than one person."
    return problems


PLAIN_NAMES: dict[Indicator, str] = {
    Indicator.SAFE: "Feeling safe",
    Indicator.HEALTHY: "Feeling well",
    Indicator.ACHIEVING: "Learning and doing things to be proud of",
    Indicator.NURTURED: "Being cared for",
    Indicator.ACTIVE: "Playing and joining in",
    Indicator.RESPECTED: "Being listened to",
    Indicator.RESPONSIBLE: "Helping and making good choices",
    Indicator.INCLUDED: "Belonging and having friends",
}


def how_it_goes(changes: Mapping[Indicator, int]) -> tuple[str, ...]:
    """How things went, in words a family would use; only what was talked about both times, and no numbers."""
    return tuple(f"{PLAIN_NAMES[indicator]}: {_direction(points)}" for indicator, points in changes.items())


def _direction(points: int) -> str:
    if points > 0:
        return "better than when we started"
    return "about the same as when we started" if points == 0 else "harder just now"
