"""Families, the workers who support them, and when."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import enum_type


class SupportStatus(StrEnum):
    """Where a period of support stands."""

    WAITING = "waiting"
    ACTIVE = "active"
    CLOSED = "closed"


class Worker(SQLModel, table=True):
    """A member of the team, by the name the team uses. An account may be linked to one."""

    __tablename__ = "worker"
    PERSONAL: ClassVar = {"name"}
    ORDINARY: ClassVar = {"id", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80, unique=True)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class Family(SQLModel, table=True):
    """One family, by the team's own reference."""

    __tablename__ = "family"
    PERSONAL: ClassVar = {"reference"}
    ORDINARY: ClassVar = {"id", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class FamilyChild(SQLModel, table=True):
    """A child of a family."""

    __tablename__ = "family_child"
    ORDINARY: ClassVar = {"id", "family_id", "pupil_id", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    family_id: int = Field(foreign_key="family.id", index=True)
    pupil_id: int = Field(foreign_key="pupil.id", index=True, unique=True)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class SupportPeriod(SQLModel, table=True):
    """One worker's support of one child, within the family, from a date."""

    __tablename__ = "support_period"
    __table_args__ = (UniqueConstraint("pupil_id", "started_on"),)
    SENSITIVE: ClassVar = {"started_on", "ended_on", "status"}
    ORDINARY: ClassVar = {"id", "pupil_id", "family_id", "worker_id", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    pupil_id: int = Field(foreign_key="pupil.id", index=True)
    family_id: int = Field(foreign_key="family.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    started_on: date
    ended_on: date | None = None
    status: SupportStatus = Field(sa_type=enum_type(SupportStatus))
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


def is_supported_during(started_on: date, ended_on: date | None, first_on: date, last_on: date) -> bool:
    """Whether support from `started_on` to `ended_on` (open when None) touches the days given, both inclusive."""
    return started_on <= last_on and (ended_on is None or ended_on >= first_on)
