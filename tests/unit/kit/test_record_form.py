"""The form of a record: what stands in it before anybody touched it."""

from datetime import date

from components.kit.record_form import RecordForm
from models.clock import today
from models.families.meetings import MEETINGS
from models.permissions import SYSTEM


class _Untouched:
    """A form that nobody filled in: every field holds what it started from."""

    def date(self, name: str, label: str, *, default: date | None = None, **options: object) -> date | None:
        return default


def test_a_new_record_starts_today_and_an_old_one_with_what_it_holds() -> None:
    new, old = (RecordForm(_Untouched(), MEETINGS, actor=SYSTEM, there=there) for there in (None, {"held_on": None}))
    for fields in (new, old):
        fields.draw("held_on")
    assert (new.values, old.values) == ({"held_on": today()}, {"held_on": None})
