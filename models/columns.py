"""How a column is declared, so that SQLite and PostgreSQL hold the same thing."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum as SAEnum
from sqlmodel import Field, SQLModel


def enum_type(values: type[StrEnum], *, is_checked: bool = True) -> Any:  # noqa: ANN401 - SQLModel's own annotation
    """Store an enum as text by its value, the same on both databases, with a check constraint unless it will grow."""
    return SAEnum(
        values,
        native_enum=False,
        create_constraint=is_checked,
        length=32,
        values_callable=lambda members: [member.value for member in members],
        name=f"valid_{values.__name__.lower()}",
    )


def now() -> datetime:
    """This instant, in UTC. Every stored instant comes from here."""
    return datetime.now(UTC)


class Recorded(SQLModel):
    """Who wrote a record down, and when."""

    recorded_at: datetime = Field(default_factory=now)
    recorded_by: str = Field(max_length=80)


class RecordedOnce(Recorded):
    """A record sent from a draft, so that it is written once."""

    draft_key: str | None = Field(default=None, max_length=40, unique=True)
