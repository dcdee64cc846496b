"""One volunteer or mentor: checks, hours, what they went on to."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from components.awards.forms.volunteer import (
    CHANGE_NAMES,
    GIVEN_FORMS,
    GIVEN_NAMES,
    KINDS,
    change_answers,
    given_answers,
    volunteer_change_form,
)
from components.kit.editing import change_form, sending, take_back
from components.kit.links import to_page
from components.kit.opening import choose_one
from components.kit.text import as_text
from data.access.queries.choices import labels, offered
from data.awards.actions.volunteers import change_volunteer, record_given, take_given_back
from data.awards.queries.volunteers import GivenRow, VolunteerRow
from models.awards.volunteers import GIVEN_CHOICES, VOLUNTEER_NAMES, ContributionCreate, Given, GivenKind
from models.choices import ChoiceList
from models.clock import day_text
from models.permissions import Actor


def one_volunteer(row: VolunteerRow, actor: Actor) -> None:
    """What is known, and the forms to add to it."""
    content = row.content
    st.header(as_text(content.name))
    stopped = "" if content.is_active else " Has stopped."
    st.text(f"{VOLUNTEER_NAMES[content.kind]}.{stopped}" + (f" Phone {content.phone}." if content.phone else ""))
    st.text(
        f"{row.hours:g} hours given: {row.register_minutes / 60:g} at sessions, {row.minutes / 60:g} added by hand."
    )
    if row.family_id:
        to_page(f"family?id={row.family_id}", "Their family", actor=actor)
    _checks(row, labels(actor=actor, list_name=ChoiceList.CHECK_KIND))
    _went_on(row, labels(actor=actor, list_name=ChoiceList.MOVED_ON_TO))
    chosen = st.radio(
        "What to add or change?", list(_FORMS), index=None, horizontal=True, key=f"volunteers.do.{row.volunteer_id}"
    )
    if chosen:
        _FORMS[chosen](row, actor)


def _checks(row: VolunteerRow, names: Mapping[str, str]) -> None:
    st.subheader("Checks")
    lines = [
        f"{names.get(one.kind, one.kind)}: checked on {day_text(one.checked_on)}"
        + (f", due again on {day_text(one.due_on)}" if one.due_on else "")
        for one in row.checks
    ]
    st.text("\n".join(lines) or "No check recorded yet.")


def _went_on(row: VolunteerRow, names: Mapping[str, str]) -> None:
    if row.went_on_to:
        st.subheader("Went on to")
        lines = [
            f"{day_text(one.began_on)}: {names.get(one.kind, one.kind)}{', ' if one.note else ''}{one.note}"
            for one in row.went_on_to
        ]
        st.text("\n".join(lines))


def _given(kind: GivenKind, row: VolunteerRow, actor: Actor, record: GivenRow | None = None) -> None:
    """The form of one thing recorded about them: a new one, or one to put right."""
    list_name = GIVEN_CHOICES[kind]
    words = labels if record else offered
    kinds = words(actor=actor, list_name=list_name) if list_name else {}
    stored = given_answers(record.content) if record else {}
    subject = f"{kind}:{record.record_id}" if record else f"volunteer:{row.volunteer_id}"
    form, version = change_form(
        kind, actor=actor, subject=subject, stored=stored, version=row.version, names=GIVEN_NAMES, labels=kinds
    )
    if given := GIVEN_FORMS[kind](form, row.volunteer_id, kinds):
        with sending(form, "It is put right." if record else _RECORDED[kind], stored=stored):
            record_given(
                draft_key=form.draft.key,
                given=given,
                record_id=record.record_id if record else None,
                version=version,
                by=actor,
            )


def _put_right(row: VolunteerRow, actor: Actor) -> None:
    """One of the records: its form filled in, and the way to take it back."""
    lists = (ChoiceList.CHECK_KIND, ChoiceList.MOVED_ON_TO)
    kinds = {code: name for one in lists for code, name in labels(actor=actor, list_name=one).items()}
    records = {(one.content.KIND, one.record_id): one for one in row.given}
    chosen = choose_one(
        "Which one?",
        records,
        lambda one: _words(one.content, kinds),
        key=f"volunteers.right.{row.volunteer_id}.{row.version}",
    )
    if chosen is None:
        return
    kind, record_id = chosen.content.KIND, chosen.record_id
    _given(kind, row, actor, chosen)
    take_back(
        "It should not be here",
        "volunteer_back",
        actor=actor,
        subject=f"{kind}:{record_id}",
        version=row.version,
        notice="It is taken back.",
        send=partial(take_given_back, volunteer_id=row.volunteer_id, kind=kind, record_id=record_id),
    )


def _words(given: Given, kinds: Mapping[str, str]) -> str:
    """In one line, the day last: a phone cuts it off, and the rest tells more."""
    if isinstance(given, ContributionCreate):
        what = ", ".join(filter(None, (f"{given.minutes / 60:g} h", given.what)))
    else:
        what = kinds.get(given.kind, given.kind)
    return f"{what}, {day_text(given.day)}"


def _change(row: VolunteerRow, actor: Actor) -> None:
    stored = change_answers(row.content)
    form, version = change_form(
        "volunteer_change",
        actor=actor,
        subject=f"volunteer:{row.volunteer_id}",
        stored=stored,
        version=row.version,
        names=CHANGE_NAMES,
        labels=KINDS,
    )
    if change := volunteer_change_form(form):
        with sending(form, f"{change.name} is up to date.", stored=stored):
            change_volunteer(
                draft_key=form.draft.key, volunteer_id=row.volunteer_id, version=version, change=change, by=actor
            )


_RECORDED = {
    GivenKind.CHECK: "The check is recorded.",
    GivenKind.HOURS: "The hours are added.",
    GivenKind.NEXT: "It is recorded.",
}
_FORMS: dict[str, Callable[[VolunteerRow, Actor], None]] = {
    "A check": partial(_given, GivenKind.CHECK),
    "Hours": partial(_given, GivenKind.HOURS),
    "What they went on to": partial(_given, GivenKind.NEXT),
    "Their details": _change,
    "Put something right": _put_right,
}
