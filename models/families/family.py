"""Families, the people in them, the workers who support them, and when."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.columns import enum_type, now

# Columns added to tables that already hold rows, and that imports fill without naming.
EMPTY = {"server_default": ""}
ONE = {"server_default": "1"}

SUPPORT_TERM_DAYS = 91  # one school term is the natural unit of support; the review date can be moved


class SupportStatus(StrEnum):
    """Where a period of support stands."""

    WAITING = "waiting"
    ACTIVE = "active"
    STEPPED_DOWN = "stepped_down"  # lighter touch before closing
    CLOSED = "closed"


SUPPORT_TRANSITIONS: dict[SupportStatus, frozenset[SupportStatus]] = {
    SupportStatus.WAITING: frozenset({SupportStatus.ACTIVE, SupportStatus.CLOSED}),
    SupportStatus.ACTIVE: frozenset({SupportStatus.STEPPED_DOWN, SupportStatus.CLOSED}),
    SupportStatus.STEPPED_DOWN: frozenset({SupportStatus.ACTIVE, SupportStatus.CLOSED}),
    SupportStatus.CLOSED: frozenset(),
}


SUPPORT_WORDS: dict[SupportStatus, str] = {
    SupportStatus.WAITING: "Waiting to begin",
    SupportStatus.ACTIVE: "Supported now",
    SupportStatus.STEPPED_DOWN: "Stepped down, lighter touch",
    SupportStatus.CLOSED: "Support has ended",
}


class Worker(SQLModel, table=True):
    """A member of the team, by the name the team uses. An account may be linked to one."""

    __tablename__ = "worker"
    PERSONAL: ClassVar = {"name"}
    ORDINARY: ClassVar = {"id", "room_for", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80, unique=True)
    room_for: int = Field(default=15, sa_column_kwargs={"server_default": "15"})  # families at a time
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class FamilyBase(SQLModel):
    """The details of a family that anyone supporting it may change, such as what to know before a visit."""

    name: str = Field(default="", max_length=80, sa_column_kwargs=EMPTY)
    preferred_contact: str = Field(default="", max_length=120, sa_column_kwargs=EMPTY)
    suits_where: str = Field(default="", max_length=120, sa_column_kwargs=EMPTY)
    suits_when: str = Field(default="", max_length=120, sa_column_kwargs=EMPTY)
    safety_note: str = Field(default="", max_length=500, sa_column_kwargs=EMPTY)
    # How much of a worker's room it takes, where the team uses weights.
    weight: int = Field(default=1, ge=1, le=3, sa_column_kwargs=ONE)


class FamilyChange(FamilyBase):
    """A change of a family's details. Here a name is required; a family from a tracker may have only a reference."""

    name: str = Field(max_length=80, min_length=1)


class Family(FamilyBase, table=True):
    """One family, by the team's own reference."""

    __tablename__ = "family"
    PERSONAL: ClassVar = {"reference", "name", "preferred_contact", "suits_where", "suits_when"}
    SENSITIVE: ClassVar = {"safety_note"}
    ORDINARY: ClassVar = {"id", "weight", "import_id", "version"}

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)
    version: int = Field(default=1, sa_column_kwargs=ONE)


class FamilyChild(SQLModel, table=True):
    """The link from a family to a pupil, who belongs to one family at most."""

    __tablename__ = "family_child"
    ORDINARY: ClassVar = {"id", "family_id", "pupil_id", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    family_id: int = Field(foreign_key="family.id", index=True)
    pupil_id: int = Field(foreign_key="pupil.id", index=True, unique=True)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class Leaving(StrEnum):
    """Why somebody is taken out of a family, on screen and in the log. Chosen, never typed: the log cannot forget."""

    WRONG_FAMILY = "They were added to the wrong family"
    TWICE = "They are here twice"
    NO_LONGER = "They do not belong to the family any more"


class FamilyCreate(FamilyChange):
    """A new family: children of the pupil list, and the first adult if one is known."""

    pupil_ids: frozenset[int] = Field(min_length=1)
    adult: dict[str, Any] | None = None  # the values of an adult


class SupportPeriod(SQLModel, table=True):
    """One worker's support of one child, within the family, from a date."""

    __tablename__ = "support_period"
    __table_args__ = (UniqueConstraint("pupil_id", "started_on"),)
    SENSITIVE: ClassVar = {"started_on", "ended_on", "status", "closing_note"}
    ORDINARY: ClassVar = {"id", "pupil_id", "family_id", "worker_id", "review_on", "next_step", "import_id", "version"}

    id: int | None = Field(default=None, primary_key=True)
    pupil_id: int = Field(foreign_key="pupil.id", index=True)
    family_id: int = Field(foreign_key="family.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    started_on: date
    ended_on: date | None = None
    review_on: date | None = None  # None: a term after the start
    status: SupportStatus = Field(sa_type=enum_type(SupportStatus))
    next_step: str = Field(default="", max_length=40, sa_column_kwargs=EMPTY)  # a code of ChoiceList.NEXT_STEP
    closing_note: str = Field(default="", max_length=500, sa_column_kwargs=EMPTY)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)
    version: int = Field(default=1, sa_column_kwargs=ONE)


class OpenActions(StrEnum):
    """What becomes of the open actions of a plan when support ends."""

    STAY = "stay"
    DROP = "drop"


class SupportClosing(SQLModel):
    """The end of a period of support, and what the person ending it had seen."""

    period_id: int
    version: int
    ended_on: date
    next_step: str = Field(default="", max_length=40)
    closing_note: str = Field(default="", max_length=500)
    open_actions: OpenActions | None = None  # to be said when the plan has any


class SupportExtension(SQLModel, table=True):
    """A later review date, and why: support is extended only when needed, to build independence."""

    __tablename__ = "support_extension"
    SENSITIVE: ClassVar = {"reason"}
    ORDINARY: ClassVar = {"id", "period_id", "until_on", "extended_at", "extended_by", "draft_key"}

    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="support_period.id", index=True)
    until_on: date
    reason: str = Field(max_length=300)
    extended_at: datetime = Field(default_factory=now)
    extended_by: str = Field(max_length=80)
    draft_key: str | None = Field(default=None, max_length=40, unique=True)


class TransferStatus(StrEnum):
    """Where an offer to take over a family stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


TRANSFER_TRANSITIONS: dict[TransferStatus, frozenset[TransferStatus]] = {
    TransferStatus.OFFERED: frozenset({TransferStatus.ACCEPTED, TransferStatus.DECLINED, TransferStatus.WITHDRAWN}),
    TransferStatus.ACCEPTED: frozenset(),
    TransferStatus.DECLINED: frozenset({TransferStatus.WITHDRAWN}),  # whoever offered it keeps the family
    TransferStatus.WITHDRAWN: frozenset(),
}


class CaseloadOffer(SQLModel):
    """Families a worker would hand over, in order, each with the colleague who would take it."""

    from_worker_id: int
    families: tuple[tuple[int, int], ...]  # family and new worker
    reason: str = Field(max_length=300)
    handover_note: str = Field(default="", max_length=2_000)


class Transfer(SQLModel, table=True):
    """A family offered by one worker to another. A leaver's caseload is one batch, in the order of hand-over."""

    __tablename__ = "transfer"
    __table_args__ = (
        UniqueConstraint("batch", "family_id"),
        Index(
            "one_open_offer",
            "family_id",
            "from_worker_id",
            unique=True,
            sqlite_where=sql("status = 'offered'"),
            postgresql_where=sql("status = 'offered'"),
        ),
    )
    SENSITIVE: ClassVar = {"reason", "handover_note", "decline_reason"}
    ORDINARY: ClassVar = {
        "id", "family_id", "from_worker_id", "to_worker_id", "status", "batch", "position", "offered_at",
        "offered_by", "answered_at", "answered_by", "version",
    }  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    family_id: int = Field(foreign_key="family.id", index=True)
    from_worker_id: int = Field(foreign_key="worker.id", index=True)
    to_worker_id: int = Field(foreign_key="worker.id", index=True)
    reason: str = Field(max_length=300)
    handover_note: str = Field(default="", max_length=2_000)
    status: TransferStatus = Field(default=TransferStatus.OFFERED, sa_type=enum_type(TransferStatus))
    decline_reason: str = Field(default="", max_length=300)  # told to whoever offered
    batch: str = Field(max_length=32)  # the key of the draft that made the offers
    position: int = 0
    offered_at: datetime = Field(default_factory=now)
    offered_by: str = Field(max_length=80)
    answered_at: datetime | None = None
    answered_by: str = Field(default="", max_length=80)
    version: int = 1


def family_name(name: str, surnames: Iterable[str | None], reference: str) -> str:
    """What to call a family: by the name it goes by, by its children's, or by its reference."""
    known = list(dict.fromkeys(surname for surname in surnames if surname))
    return name or (f"{' and '.join(known)} family" if known else f"Family {reference}")


def next_reference(references: Iterable[str]) -> str:
    """The reference of a new family: one after the highest of the same form, F121 after F120."""
    numbers = [int(reference[1:]) for reference in references if re.fullmatch(r"F[0-9]{1,8}", reference)]
    return f"F{max(numbers, default=0) + 1:03d}"


def is_supported_during(started_on: date, ended_on: date | None, first_on: date, last_on: date) -> bool:
    """Whether support from `started_on` to `ended_on` (open when None) touches the days given, both inclusive."""
    return started_on <= last_on and (ended_on is None or ended_on >= first_on)
