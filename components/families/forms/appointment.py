"""Putting something in one's week."""

from collections.abc import Mapping

from components.kit.fields import Fields, has_problems
from models.clock import today
from models.families.meetings import APPOINTMENT_NAMES, AppointmentCreate, AppointmentKind
from models.families.week import TIMES, instant

KINDS = {kind.value: name for kind, name in APPOINTMENT_NAMES.items()}
LENGTHS = {"15": "15 min", "30": "30 min", "60": "1 hour", "90": "1½ hours", "120": "2 hours", "180": "3 hours"}


def appointment_form(form: Fields, *, families: Mapping[str, str]) -> AppointmentCreate | None:
    """What is planned, once the form is sent and complete."""
    kind = form.choice("kind", "What is it?", KINDS)
    day = form.date("day", "Day", default=today())
    at = form.select("at", "From", TIMES, placeholder="Choose a time")
    minutes = form.choice("minutes", "How long?", LENGTHS, default="60")
    family = form.select("family", "With which family, if any", families, placeholder="No family")
    place = form.text_input("place", "Where", max_chars=120, help="Shown in the private calendar link, if you use one.")
    title = form.text_input("title", "What about", max_chars=120, help="Never shown in the calendar link.")
    if not form.submit("Put it in my week", icon=":material/check:"):
        return None
    problems = {
        "kind": None if kind else "Please tap what it is.",
        "day": None if day else "Please choose the day.",
        "at": None if at else "Please choose when it begins.",
    }
    if has_problems(form, problems) or kind is None or day is None or at is None:
        return None
    return AppointmentCreate(
        family_id=int(family) if family else None,
        kind=AppointmentKind(kind),
        title=title.strip(),
        starts_at=instant(day, at),
        minutes=int(minutes or 60),
        place=place.strip(),
    )
