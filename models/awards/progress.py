"""How far somebody has come towards a level of an award."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.awards.award import AwardLevel

MINUTES_OF_HOUR = 60


@dataclass(frozen=True, slots=True)
class Work:
    """One stretch of work: a session with its minutes, or what was added by hand."""

    done_on: date
    minutes: int = 0
    activities: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """How many hours, days or activities are done, of those a level asks for."""

    name: str  # hours, days or activities
    done: int
    needed: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come with everything the level asks for; a level may ask for nothing that is counted."""

    parts: tuple[Part, ...]

    @property
    def is_ready(self) -> bool:
        """Whether all the level counts is done; never where it counts nothing."""
        return bool(self.parts) and all(part.done >= part.needed for part in self.parts)

    @property
    def is_nearly_there(self) -> bool:
        """Whether at least three quarters of each part are done, but not all of every part."""
        return bool(self.parts) and not self.is_ready and all(4 * part.done >= 3 * part.needed for part in self.parts)

    @property
    def words(self) -> str:
        """What is done of what is needed, such as `12 of 15 hours`."""
        return ", ".join(f"{part.done} of {part.needed} {part.name}" for part in self.parts) or "Nothing to count"


def progress_of(level: AwardLevel, work: Iterable[Work]) -> Progress:
    """Progress from work: whole hours, rounded down once in all; days on which anything was done; activities."""
    done = list(work)
    counted = {
        "hours": (sum(one.minutes for one in done) // MINUTES_OF_HOUR, level.hours),
        "days": (len({one.done_on for one in done}), level.days),
        "activities": (sum(one.activities for one in done), level.activities),
    }
    return Progress(tuple(Part(name, there, needed) for name, (there, needed) in counted.items() if needed))
