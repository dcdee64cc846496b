"""Award schemes and their levels: to edit, and to offer."""

from dataclasses import dataclass

from data.core.queries.records import by_owner, list_records
from models.awards.award import AWARD_LEVELS, AWARD_SCHEMES, AwardScheme
from models.kinds import Record
from models.permissions import Actor


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One scheme with its levels, the easiest first."""

    record: Record
    levels: tuple[Record, ...]

    @property
    def scheme(self) -> AwardScheme:
        """A scheme made from the record, for the rules in `models`."""
        return AwardScheme(**self.record.values)


def list_schemes(*, actor: Actor) -> tuple[SchemeRow, ...]:
    """Every scheme by name, the retired ones last."""
    levels = by_owner(kind=AWARD_LEVELS, actor=actor)
    schemes = list_records(kind=AWARD_SCHEMES, actor=actor, most=None)
    return tuple(SchemeRow(one, tuple(levels.get(one.record_id, ()))) for one in schemes)
