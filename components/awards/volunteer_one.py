"""One volunteer or mentor: checks, hours, what they went on to."""

from dataclasses import replace

import streamlit as st

from components.kit.links import to_page
from components.kit.opening import choose_one
from components.kit.records import change_fields, new_record, put_right
from components.kit.text import as_text
from data.awards.queries.volunteers import VolunteerRow
from models.awards.volunteers import CONTRIBUTIONS, DESTINATIONS, VOLUNTEER_CHECKS
from models.kinds import Kind, Record
from models.permissions import Actor

# What to add: the kind of record, the button that sends it, and what is said once it is stored.
_FORMS: dict[str, tuple[Kind, str, str]] = {
    "A check": (VOLUNTEER_CHECKS, "Record the check", "The check is recorded."),
    "Hours": (CONTRIBUTIONS, "Add the hours", "The hours are added."),
    "What they went on to": (DESTINATIONS, "Record it", "It is recorded."),
}
_DETAILS, _PUT_RIGHT = "Their details", "Put something right"


def one_volunteer(row: VolunteerRow, actor: Actor) -> None:
    """What is known, and the forms to add to it."""
    record = row.record
    st.header(as_text(row.name))
    stopped = " Has stopped." if record.values["has_stopped"] else ""
    phone = f" Phone {record.values['phone']}." if record.values["phone"] else ""
    st.text(f"{record.words('kind')}.{stopped}{phone}")
    st.text(
        f"{row.hours:g} hours given: {row.register_minutes / 60:g} at sessions, {row.minutes / 60:g} added by hand."
    )
    if row.family_id:
        to_page(f"family?id={row.family_id}", "Their family", actor=actor)
    _checks(row)
    _went_on(row)
    ways = [*_FORMS, _DETAILS, _PUT_RIGHT]
    chosen = st.radio(
        "What to add or change?", ways, index=None, horizontal=True, key=f"volunteers.do.{row.volunteer_id}"
    )
    if chosen == _DETAILS:
        change_fields(record, actor=actor, label="Save")
    elif chosen == _PUT_RIGHT:
        _put_right(row, actor)
    elif chosen:
        _add(row, chosen, actor)


def _checks(row: VolunteerRow) -> None:
    st.subheader("Checks")
    lines = [
        f"{one.words('kind')}: checked on {one.words('checked_on')}"
        + (f", due again on {one.words('due_on')}" if one.values["due_on"] else "")
        for one in row.checks
    ]
    st.text("\n".join(lines) or "No check recorded yet.")


def _went_on(row: VolunteerRow) -> None:
    if row.went_on_to:
        st.subheader("Went on to")
        parts = [(one.words("began_on"), one.words("kind"), one.values["note"]) for one in row.went_on_to]
        st.text("\n".join(f"{on}: {', '.join(filter(None, words))}" for on, *words in parts))


def _add(row: VolunteerRow, what: str, actor: Actor) -> None:
    kind, label, notice = _FORMS[what]
    subject = f"volunteer:{row.volunteer_id}"
    new_record(kind, actor=actor, label=label, owner_id=row.volunteer_id, subject=subject, notice=notice)


def _put_right(row: VolunteerRow, actor: Actor) -> None:
    """A choice of check, hours or destination, and the form to change or undo it."""
    every = [*row.all_checks, *row.contributions, *row.went_on_to]
    records: dict[tuple[str, int], Record] = {(one.kind.name, one.record_id): one for one in every}
    key = f"volunteers.right.{row.volunteer_id}.{row.record.version}"
    chosen = choose_one("Which one?", records, lambda one: one.heading, key=key)
    if chosen:
        put_right(replace(chosen, version=row.record.version), actor=actor)
