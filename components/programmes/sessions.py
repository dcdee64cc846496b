"""The sessions of a programme: the list, more of them by rule, and one of them changed."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from components.kit.drafts import draft_form
from components.kit.editing import change_form, drawer, sending
from components.kit.layout import saved
from components.kit.links import to_page
from components.kit.tables import MOMENT, show_table
from components.kit.text import as_text
from components.programmes.forms.programme import SESSION_NAMES, rule_fields, session_answers, session_form
from data.programmes.actions.sessions import add_sessions, change_session
from data.programmes.queries.programmes import ProgrammeRecord
from data.programmes.queries.sessions import SessionRow, session_record, sessions_between
from models.clock import HERE, local_text
from models.columns import now
from models.families.week import week_of
from models.permissions import Actor, Permission

SHOWN = 3  # links to registers at once


def show_sessions(rows: Sequence[SessionRow], programme: ProgrammeRecord, actor: Actor) -> None:
    """Registers within a tap, and every session as a table."""
    st.subheader(f"Sessions ({sum(not row.is_cancelled for row in rows)})")
    if not rows:
        st.info("No sessions yet.", icon=":material/event:")
        return
    if actor.can(Permission.PROGRAMME_WRITE):
        _registers(rows, actor)
    table = [
        {"When": row.starts_at, "Where": row.venue, "State": _state(row)}
        | ({"Here": row.here, "Meals": row.meals} if programme.has_counts else {})
        for row in rows
    ]
    show_table(
        table,
        alt=f"{len(rows)} sessions: when, where and how many came",
        key="programme.sessions",
        columns={"When": MOMENT},
        placeholder="–",
    )


def _state(row: SessionRow) -> str:
    if row.is_cancelled:
        return "Cancelled"
    if row.here is not None:
        return "Register taken"
    return "To come" if row.starts_at > now() else "Was on"


def _registers(rows: Sequence[SessionRow], actor: Actor) -> None:
    """The registers nearest to now, and behind a click all the others."""
    nearest = sorted(rows, key=lambda row: abs(row.starts_at - now()))[:SHOWN]
    for row in rows:
        if row in nearest:
            _register_link(row, actor)
    if len(rows) > SHOWN:
        with st.expander("Registers of all sessions", icon=":material/how_to_reg:", key="programme.registers"):
            for row in rows:
                _register_link(row, actor)


def _register_link(row: SessionRow, actor: Actor) -> None:
    words = f"Register, {local_text(row.starts_at)}: {_state(row).lower()}"
    to_page(f"register?session={row.session_id}", words, actor=actor)


def sessions_of_week(actor: Actor, *, on: date) -> None:
    """One's own sessions of the week, each with its register; nothing when there are none."""
    if actor.worker_id is None:
        return
    monday, sunday = week_of(on)
    rows = sessions_between(actor=actor, first_on=monday, last_on=sunday, worker_id=actor.worker_id)
    if rows:
        st.subheader("Sessions of this week")
    for row in rows:
        _session_of_week(row, actor, is_alone=sum(one.programme == row.programme for one in rows) == 1, on=on)


def _session_of_week(row: SessionRow, actor: Actor, *, is_alone: bool, on: date) -> None:
    """A phone cuts a long link off: the place is in the link only where it tells two apart, and always below it."""
    there, place = row.starts_at.astimezone(HERE), row.school or row.venue
    words = f"{'Today' if there.date() == on else f'{there:%a}'} {there:%H:%M}, {row.programme}"
    below = ", ".join(filter(None, (place, "" if row.here is None else f"{row.here} here")))
    with st.container(gap=None):
        query = f"register?session={row.session_id}"
        to_page(query, words if is_alone or not place else f"{words}, {place}", actor=actor)
        st.caption(as_text(below))


def add_more(programme: ProgrammeRecord, actor: Actor, *, sessions: int) -> None:
    """Sessions by rule, for the whole programme or some of its days."""
    subject, icon = f"programme:{programme.programme_id}", ":material/add:"
    with drawer("Add sessions", "sessions", subject=subject, actor=actor, icon=icon, times=sessions) as part:
        if not part.open:
            return
        content = programme.content
        form = draft_form("sessions", actor=actor, subject=subject)
        first_on = form.date("from", "From", default=content.first_on)
        last_on = form.date("until", "Until", default=content.last_on)
        rule, problems = rule_fields(form, is_asked=True)
        if not form.submit("Add the sessions", icon=":material/check:"):
            return
        problems["from"] = None if first_on and last_on else "Please choose both days."
        if form.has_problems(problems) or rule is None or first_on is None or last_on is None:
            return
        with saved("The sessions are added. Holidays are left out."):
            add_sessions(
                draft_key=form.draft.key,
                programme_id=programme.programme_id,
                rule=rule,
                first_on=first_on,
                last_on=last_on,
                by=actor,
            )


def change_one_session(session_id: int, actor: Actor) -> None:
    """Move a session, cancel it, or leave a note; its register stays."""
    record = session_record(actor=actor, session_id=session_id)
    subject, label = f"session:{session_id}", "Move, cancel or note something"
    with drawer(
        label, "session_change", subject=subject, actor=actor, icon=":material/edit_calendar:", times=record.version
    ) as part:
        if not part.open:
            return
        stored = session_answers(record.content)
        form, version = change_form(
            "session_change", actor=actor, subject=subject, stored=stored, version=record.version, names=SESSION_NAMES
        )
        if change := session_form(form, at=str(stored["at"])):
            with sending(form, "The session is changed. Its register is as it was.", stored=stored):
                change_session(
                    draft_key=form.draft.key, session_id=session_id, version=version, change=change, by=actor
                )
