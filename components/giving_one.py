"""One volunteer or mentor: checks, hours, what they went on to."""

from collections.abc import Callable, Mapping

import streamlit as st

from components.drafts import DraftForm, draft_form
from components.editing import change_form, sending
from components.forms.giver import (
    CHANGE_NAMES,
    KINDS,
    change_answers,
    check_form,
    giver_change_form,
    hours_form,
    next_form,
)
from components.layout import saved
from components.links import to_page
from components.text import as_text
from data.actions.giving import add_hours, change_giver, record_check, record_next
from data.queries.choices import labels, offered
from data.queries.giving import GiverRow
from models.choices import ChoiceList
from models.clock import day_text
from models.giving import GIVER_NAMES
from models.permissions import Actor


def one_giver(row: GiverRow, actor: Actor) -> None:
    """What is known, and the forms to add to it."""
    content = row.content
    st.header(as_text(content.name))
    stopped = "" if content.is_active else " Has stopped."
    st.text(f"{GIVER_NAMES[content.kind]}.{stopped}" + (f" Phone {content.phone}." if content.phone else ""))
    st.text(
        f"{row.hours:g} hours given: {row.register_minutes / 60:g} at sessions, {row.minutes / 60:g} added by hand."
    )
    if row.family_id:
        to_page(f"family?id={row.family_id}", "Their family", actor=actor)
    _checks(row, labels(actor=actor, list_name=ChoiceList.CHECK_KIND))
    _went_on(row, labels(actor=actor, list_name=ChoiceList.MOVED_ON_TO))
    chosen = st.radio(
        "What to add or change?", list(_FORMS), index=None, horizontal=True, key=f"giving.do.{row.giver_id}"
    )
    if chosen:
        _FORMS[chosen](row, actor)


def _checks(row: GiverRow, names: Mapping[str, str]) -> None:
    st.subheader("Checks")
    lines = [
        f"{names.get(one.kind, one.kind)}: checked on {day_text(one.checked_on)}"
        + (f", due again on {day_text(one.due_on)}" if one.due_on else "")
        for one in row.checks
    ]
    st.text("\n".join(lines) or "No check recorded yet.")


def _went_on(row: GiverRow, names: Mapping[str, str]) -> None:
    if row.went_on_to:
        st.subheader("Went on to")
        lines = [
            f"{day_text(one.began_on)}: {names.get(one.kind, one.kind)}{', ' if one.note else ''}{one.note}"
            for one in row.went_on_to
        ]
        st.text("\n".join(lines))


def _form(name: str, row: GiverRow, actor: Actor) -> DraftForm:
    return draft_form(name, actor=actor, subject=f"giver:{row.giver_id}")


def _record_check(row: GiverRow, actor: Actor) -> None:
    form = _form("giver_check", row, actor)
    kinds = offered(actor=actor, list_name=ChoiceList.CHECK_KIND)
    if made := check_form(form, row.giver_id, kinds=kinds):
        with saved("The check is recorded."):
            record_check(draft_key=form.draft.key, made=made, by=actor)


def _add_hours(row: GiverRow, actor: Actor) -> None:
    form = _form("giver_hours", row, actor)
    if hours := hours_form(form, row.giver_id):
        with saved("The hours are added."):
            add_hours(draft_key=form.draft.key, hours=hours, by=actor)


def _record_next(row: GiverRow, actor: Actor) -> None:
    form = _form("giver_next", row, actor)
    kinds = offered(actor=actor, list_name=ChoiceList.MOVED_ON_TO)
    if went_on := next_form(form, row.giver_id, kinds=kinds):
        with saved("It is recorded."):
            record_next(draft_key=form.draft.key, went_on=went_on, by=actor)


def _change(row: GiverRow, actor: Actor) -> None:
    kept = change_answers(row.content)
    form, version = change_form(
        "giver_change", actor=actor, subject=f"giver:{row.giver_id}", kept=kept, version=row.version,
        names=CHANGE_NAMES, labels=KINDS,
    )  # fmt: skip
    if change := giver_change_form(form):
        with sending(form, f"{change.name} is up to date.", kept=kept):
            change_giver(draft_key=form.draft.key, giver_id=row.giver_id, version=version, change=change, by=actor)


_FORMS: dict[str, Callable[[GiverRow, Actor], None]] = {
    "A check": _record_check,
    "Hours": _add_hours,
    "What they went on to": _record_next,
    "Their details": _change,
}
