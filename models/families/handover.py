"""What a colleague is handed with a family."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class HandoverFamily:
    """All a colleague needs before the first call to a family. Notes are not part of it: only the lines for all."""

    family_id: int
    name: str
    reference: str
    contact: tuple[str, ...]  # how, where and when it suits them
    safety_note: str
    people: tuple[str, ...]
    support: tuple[str, ...]
    contacts: tuple[tuple[datetime, str, str], ...]  # when, kind as a code, line
    actions: tuple[str, ...]
    next_due: tuple[tuple[date, str], ...]
    handover_note: str
