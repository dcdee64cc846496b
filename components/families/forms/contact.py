"""Logging a contact in a few taps, and mending one afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from components.kit.fields import Fields, has_problems
from components.kit.text import as_text
from models.clock import HERE, today
from models.columns import now
from models.families.contacts import ContactChange, ContactCreate
from models.families.week import TIMES, instant

MINUTES = {str(minutes): f"{minutes} min" for minutes in (5, 10, 15, 30, 45, 60)}
ANSWERED = {"yes": "They answered", "no": "Tried, no answer"}
CONTACT_NAMES = {
    "kind": "Kind",
    "on_day": "Day",
    "at_time": "Time",
    "who": "With whom",
    "answered": "Did anybody answer?",
    "minutes": "Minutes",
    "line": "In one line",
    "note": "Note",
}
_WHOM = "Nobody tapped means the family together."
_LINE_HELP = "What the team may read at a glance."


@dataclass(frozen=True, slots=True)
class PeopleOf:
    """A family to choose from, and its people by a key such as `adult:3`."""

    family_id: int
    name: str
    people: Mapping[str, str]


def contact_form(
    form: Fields, *, kinds: Mapping[str, str], families: Sequence[PeopleOf], preset: int | None
) -> tuple[ContactCreate, ...] | None:
    """One contact for each family chosen, once the form is sent and complete."""
    kind = form.choice("kind", "What kind?", kinds)
    chosen = _families(form, families, preset)
    people = {family.family_id: _people(form, family) for family in chosen}
    answered = form.choice("answered", "Did anybody answer?", ANSWERED, default="yes")
    minutes = form.choice("minutes", "Minutes", MINUTES)
    line = form.text_input("line", "In one line", max_chars=200, help=_LINE_HELP)
    with st.expander("More: a note, restricted, other minutes, another time", key=form.key("more")):
        typed, note, is_restricted = _more(form)
        happened_at = _when(form)
    if not form.submit("Save the contact", icon=":material/check:", width="stretch"):
        return None
    problems = {
        "kind": None if kind else "Please tap the kind of contact.",
        "families": None if chosen else "Please choose at least one family.",
        "restricted": "Write the restricted note first, or untick this." if is_restricted and not note else None,
        "at_time": "Please choose a time as well as a day, or neither." if happened_at is None else None,
    }
    if has_problems(form, problems) or kind is None or happened_at is None:
        return None
    return tuple(
        ContactCreate(
            family_id=family.family_id,
            kind=kind,
            happened_at=happened_at,
            minutes=int(typed if typed is not None else minutes or 0) or None,
            line=line.strip(),
            note=note.strip(),
            is_answered=answered != "no",
            is_restricted=is_restricted,
            pupil_ids=_ids(people[family.family_id], "pupil"),
            adult_ids=_ids(people[family.family_id], "adult"),
        )
        for family in chosen
    )


def _families(form: Fields, families: Sequence[PeopleOf], preset: int | None) -> list[PeopleOf]:
    """The family the page was opened for, and any others chosen."""
    others = {str(f.family_id): as_text(f.name) for f in families if f.family_id != preset}
    if preset is None:
        chosen = form.choices("families", "Which family? Tap several if they were together.", others)
    else:
        with st.expander("Other families at the same time", key=form.key("others")):
            chosen = form.choices("families", "Also these families", others) if others else []
    return [family for family in families if family.family_id == preset or str(family.family_id) in chosen]


def _people(form: Fields, family: PeopleOf) -> list[str]:
    options = {key: as_text(name) for key, name in family.people.items()}
    label = f"Who of {as_text(family.name)}? {_WHOM}"
    return form.choices(f"who.{family.family_id}", label, options) if options else []


def _ids(keys: Sequence[str], kind: str) -> frozenset[int]:
    return frozenset(int(number) for part, _, number in (key.partition(":") for key in keys) if part == kind)


def _more(form: Fields) -> tuple[float | None, str, bool]:
    typed = form.number("minutes_typed", "Other minutes", min_value=0, max_value=600, step=1)
    note = form.text_area("note", "Note", max_chars=20_000, height=140)
    is_restricted = form.tick(
        "restricted", "Restricted note: others see that there is one and whom to ask; each reading is written down"
    )
    return typed, note, is_restricted


def _when(form: Fields) -> datetime | None:
    """Now, unless a day and time were chosen; None when only one of the two was."""
    day = form.date("on_day", "Day, if not today", max_value=today())
    at = form.select("at_time", "Time, if not now", TIMES, placeholder="Now")
    if day is None and at is None:
        return now()
    return instant(day or today(), at) if at else None


def contact_answers(contact: ContactChange, with_whom: Iterable[str]) -> dict[str, object]:
    """A contact as the form that puts it right holds it."""
    there = contact.happened_at.astimezone(HERE)
    return contact.model_dump(include={"kind", "minutes", "line", "note"}) | {
        "on_day": there.date().isoformat(),
        "at_time": f"{there:%H:%M}",
        "who": list(with_whom),
        "answered": "yes" if contact.is_answered else "no",
    }


def contact_change_form(
    form: Fields, *, stored: ContactChange, kinds: Mapping[str, str], people: Mapping[str, str], is_note_shown: bool
) -> ContactChange | None:
    """A contact put right; what is kept already stands in the fields."""
    kind = form.choice("kind", "What kind?", kinds)
    day = form.date("on_day", "Day", max_value=today())
    was = f"{stored.happened_at.astimezone(HERE):%H:%M}"
    at = form.select("at_time", "Time", {was: was} | TIMES)
    who = form.choices("who", f"Who was there? {_WHOM}", {key: as_text(name) for key, name in people.items()})
    answered = form.choice("answered", "Did anybody answer?", ANSWERED)
    minutes = form.number("minutes", "Minutes", min_value=0, max_value=600, step=1)
    line = form.text_input("line", "In one line", max_chars=200, help=_LINE_HELP)
    note = form.text_area("note", "Note", max_chars=20_000, height=140) if is_note_shown else None
    if not form.submit("Save the change", icon=":material/check:"):
        return None
    problems = {
        "kind": None if kind else "Please tap the kind of contact.",
        "on_day": None if day else "Please choose the day.",
        "at_time": None if at else "Please choose the time.",
    }
    if has_problems(form, problems) or kind is None or day is None or at is None:
        return None
    happened_at = instant(day, at)
    if happened_at == stored.happened_at.replace(second=0, microsecond=0):  # the form knows no seconds
        happened_at = stored.happened_at
    return ContactChange(
        kind=kind,
        happened_at=happened_at,
        pupil_ids=_ids(who, "pupil"),
        adult_ids=_ids(who, "adult"),
        minutes=int(minutes) if minutes else None,
        line=line.strip(),
        note=None if note is None else note.strip(),
        is_answered=answered != "no",
    )
