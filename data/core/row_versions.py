"""Two people changing one thing: the second is told, and nothing of the first is written over."""

from collections.abc import Mapping
from typing import Any, Protocol, cast

from sqlmodel import SQLModel

from models.errors import Conflict


class Versioned(Protocol):
    """Any row with a `version`, which goes up by one with each change."""

    version: int


def take_version(row: Versioned, *, seen: int) -> None:
    """Count a change of a locked row, unless it changed since the person saw it."""
    if row.version != seen:
        raise Conflict(
            "Somebody else changed this while you had it open. What they saved is shown on this page, and what you "
            "entered is still in the form. Look at both, and send yours again if it should stand."
        )
    row.version += 1


def apply_change(row: SQLModel, values: Mapping[str, Any], *, seen: int, counted_by: Versioned | None = None) -> str:
    """Write these values on a locked row and return the names of those that differ, for the log.

    A change is counted by the row, or by `counted_by`, the record it is a part of. No difference counts nothing.
    """
    changed = [
        name.removeprefix("is_").replace("_", " ") for name, value in values.items() if getattr(row, name) != value
    ]
    if changed:
        take_version(counted_by or cast(Versioned, row), seen=seen)
        row.sqlmodel_update(dict(values))
    return ", ".join(changed)
