"""Fields of people who give time."""

from collections.abc import Callable, Mapping
from typing import Any

from components.kit.fields import Fields, has_problems
from models.awards.volunteers import (
    VOLUNTEER_NAMES,
    ContributionCreate,
    DestinationCreate,
    Given,
    GivenKind,
    VolunteerChange,
    VolunteerCheckCreate,
    VolunteerCreate,
    VolunteerKind,
)
from models.clock import today

KINDS = {kind.value: name for kind, name in VOLUNTEER_NAMES.items()}
CHANGE_NAMES = {"name": "Name", "kind": "How they give", "phone": "Phone", "has_stopped": "Has stopped"}
GIVEN_NAMES = {
    "kind": "Which",
    "checked_on": "Checked on",
    "due_on": "Next due on",
    "given_on": "Day",
    "hours": "Hours",
    "what": "What they did",
    "began_on": "From which day",
    "note": "Which one",
}
_DAY, _KIND = "Please choose the day.", "Please tap one."


def new_volunteer_form(form: Fields, *, people: Mapping[str, str]) -> VolunteerCreate | None:
    """Somebody new, once the form is sent and complete. People we know are keyed such as `adult:3`."""
    known = form.select("known", "Is it somebody we know?", people, placeholder="Type a name, or leave it")
    name = form.text_input("name", "Name, if it is nobody we know", max_chars=120).strip()
    kind = form.choice("kind", "How do they give?", KINDS)
    phone = form.text_input("phone", "Phone", max_chars=30)
    if not form.submit("Add them", icon=":material/add:"):
        return None
    problems = {"name": None if known or name else "Please give the name.", "kind": None if kind else _KIND}
    if has_problems(form, problems) or kind is None:
        return None
    who, _, number = (known or "").partition(":")
    return VolunteerCreate(
        name=name or people[known or ""],
        kind=VolunteerKind(kind),
        phone=phone.strip(),
        adult_id=int(number) if who == "adult" else None,
        pupil_id=int(number) if who == "pupil" else None,
    )


def change_answers(volunteer: VolunteerChange) -> dict[str, Any]:
    """Somebody as the form holds them."""
    return volunteer.model_dump(mode="json", exclude={"is_active"}) | {"has_stopped": not volunteer.is_active}


def volunteer_change_form(form: Fields) -> VolunteerChange | None:
    """Them as they are now, once the form is sent."""
    name = form.text_input("name", "Name", max_chars=120).strip()
    kind = form.choice("kind", "How do they give?", KINDS)
    phone = form.text_input("phone", "Phone", max_chars=30)
    has_stopped = form.tick("has_stopped", "They have stopped giving time")
    if not form.submit("Save"):
        return None
    if has_problems(form, {"name": None if name else "Please give the name."}) or kind is None:
        return None
    return VolunteerChange(name=name, kind=VolunteerKind(kind), phone=phone.strip(), is_active=not has_stopped)


def given_answers(given: Given) -> dict[str, Any]:
    """What was recorded about them, as its form holds it."""
    answers = given.model_dump(mode="json", exclude={"volunteer_id"})
    return answers | ({"hours": given.minutes / 60} if isinstance(given, ContributionCreate) else {})


def _check_form(form: Fields, volunteer_id: int, kinds: Mapping[str, str]) -> VolunteerCheckCreate | None:
    kind = form.choice("kind", "Which check?", kinds)
    checked_on = form.date("checked_on", "Checked on", default=today(), max_value=today())
    due_on = form.date("due_on", "Next due on, if it is")
    if not form.submit("Record the check"):
        return None
    problems = {"kind": None if kind else _KIND, "checked_on": None if checked_on else _DAY}
    if has_problems(form, problems) or kind is None or checked_on is None:
        return None
    return VolunteerCheckCreate(volunteer_id=volunteer_id, kind=kind, checked_on=checked_on, due_on=due_on)


def _hours_form(form: Fields, volunteer_id: int, _kinds: Mapping[str, str]) -> ContributionCreate | None:
    given_on = form.date("given_on", "Day", default=today(), max_value=today())
    hours = form.number("hours", "Hours", min_value=0.0, max_value=24.0, step=0.25)
    what = form.text_input("what", "What they did", max_chars=200)
    if not form.submit("Add the hours"):
        return None
    problems = {"given_on": None if given_on else _DAY, "hours": None if hours else "Please say how long."}
    if has_problems(form, problems) or given_on is None or not hours:
        return None
    return ContributionCreate(
        volunteer_id=volunteer_id, given_on=given_on, minutes=max(1, round(hours * 60)), what=what.strip()
    )


def _next_form(form: Fields, volunteer_id: int, kinds: Mapping[str, str]) -> DestinationCreate | None:
    kind = form.choice("kind", "What did they go on to?", kinds)
    began_on = form.date("began_on", "From which day", default=today())
    note = form.text_input("note", "Which one", max_chars=200)
    if not form.submit("Record it"):
        return None
    problems = {"kind": None if kind else _KIND, "began_on": None if began_on else _DAY}
    if has_problems(form, problems) or kind is None or began_on is None:
        return None
    return DestinationCreate(volunteer_id=volunteer_id, kind=kind, began_on=began_on, note=note.strip())


GIVEN_FORMS: dict[GivenKind, Callable[[Fields, int, Mapping[str, str]], Given | None]] = {
    GivenKind.CHECK: _check_form,
    GivenKind.HOURS: _hours_form,
    GivenKind.NEXT: _next_form,
}
