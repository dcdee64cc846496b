"""Fields of awards and of award schemes."""

from collections.abc import Mapping
from typing import Any

from components.kit.fields import Fields, has_problems
from models.awards.award import (
    AWARDED_TO_NAMES,
    AwardChange,
    AwardFor,
    AwardLevelCreate,
    AwardSchemeChange,
    AwardWorkCreate,
)
from models.clock import today

AWARDED_TO = {one.value: words for one, words in AWARDED_TO_NAMES.items()}
SCHEME_NAMES = {
    "name": "Name",
    "provider": "Provider",
    "awarded_to": "Who may earn it",
    "min_age": "Least age",
    "valid_from": "Open from",
    "valid_to": "Open until",
    "expires_after_months": "Lapses after (months)",
    "note": "What to know",
    "source": "Source",
    "is_retired": "Retired",
}
LEVEL_NAMES = {
    "name": "Name",
    "hours": "Hours",
    "days": "Days",
    "activities": "Activities",
    "scqf_level": "SCQF level",
    "scqf_points": "SCQF points",
}
CHANGE_NAMES = {"started_on": "First day", "programme": "Programme", "evidence": "Evidence"}


def scheme_answers(scheme: AwardSchemeChange) -> dict[str, Any]:
    """A scheme as its form holds it."""
    stored = scheme.model_dump(mode="json", exclude={"is_offered"})
    return stored | {"is_retired": not scheme.is_offered}


def scheme_form(form: Fields) -> AwardSchemeChange | None:
    """The scheme, once the form is sent and complete."""
    name = form.text_input("name", "Name", max_chars=120)
    provider = form.text_input("provider", "Provider", max_chars=120)
    awarded_to = form.choice("awarded_to", "Who may earn it?", AWARDED_TO)
    min_age = form.number("min_age", "Least age on the day they start", min_value=0, max_value=120, step=1)
    days = {name_: form.date(name_, SCHEME_NAMES[name_]) for name_ in ("valid_from", "valid_to")}
    months = form.number(
        "expires_after_months", "Months until it lapses, if it does", min_value=1, max_value=240, step=1
    )
    note = form.text_area("note", "What to know about it", max_chars=500)
    source = form.text_input("source", "Where these rules are written", max_chars=300)
    is_retired = form.tick("is_retired", "Retired: readable on old records, and not offered any more")
    if not form.submit("Save the scheme"):
        return None
    problems = {
        "name": None if name.strip() else "Please give it a name.",
        "awarded_to": None if awarded_to else "Please tap who may earn it.",
    }
    if has_problems(form, problems) or awarded_to is None:
        return None
    return AwardSchemeChange(
        name=name.strip(),
        provider=provider.strip(),
        awarded_to=AwardFor(awarded_to),
        min_age=_whole(min_age),
        expires_after_months=_whole(months),
        note=note.strip(),
        source=source.strip(),
        is_offered=not is_retired,
        **days,
    )


def level_form(form: Fields) -> AwardLevelCreate | None:
    """The level, once the form is sent and has a name. An empty number: the scheme asks for none of that."""
    name = form.text_input("name", "Name of the level", max_chars=80)
    most = {"hours": 2_000, "days": 365, "activities": 100, "scqf_level": 12, "scqf_points": 240}
    numbers = {
        field: _whole(form.number(field, LEVEL_NAMES[field], min_value=1, max_value=limit, step=1))
        for field, limit in most.items()
    }
    if not form.submit("Save the level") or has_problems(form, {"name": None if name.strip() else "Please name it."}):
        return None
    return AwardLevelCreate(name=name.strip(), **numbers)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def work_form(form: Fields) -> AwardWorkCreate | None:
    """What is added by hand, once the form is sent."""
    done_on = form.date("done_on", "Day", default=today(), max_value=today())
    hours = form.number("hours", "Hours", min_value=0.0, max_value=24.0, step=0.25)
    activities = form.number("activities", "Activities", min_value=0, max_value=50, step=1)
    what = form.text_input("what", "What was done", max_chars=300)
    if not form.submit("Add it", icon=":material/add:"):
        return None
    if has_problems(form, {"done_on": None if done_on else "Please choose the day."}) or done_on is None:
        return None
    return AwardWorkCreate(
        done_on=done_on, minutes=round((hours or 0) * 60), activities=_whole(activities) or 0, what=what.strip()
    )


def change_answers(award: AwardChange) -> dict[str, Any]:
    """What may change about an award, as its form holds it."""
    programme = str(award.programme_id) if award.programme_id else None
    return {"started_on": award.started_on.isoformat(), "programme": programme, "evidence": award.evidence}


def award_change_form(form: Fields, *, programmes: Mapping[str, str]) -> AwardChange | None:
    """The award as it should be, once the form is sent."""
    evidence = form.text_area("evidence", "What shows it was done", max_chars=2_000)
    started_on = form.date("started_on", "First day", max_value=today())
    programme = form.select("programme", "Whose registers count, if any", programmes, placeholder="No programme")
    if not form.submit("Save"):
        return None
    if has_problems(form, {"started_on": None if started_on else "Please choose the day."}) or started_on is None:
        return None
    return AwardChange(
        started_on=started_on, programme_id=int(programme) if programme else None, evidence=evidence.strip()
    )
