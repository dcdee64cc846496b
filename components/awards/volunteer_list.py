"""Volunteers and young mentors: whose checks press first, then everybody."""

from collections.abc import Sequence

import streamlit as st

from components.kit.drafts import draft_form
from components.kit.editing import drawer, sending
from components.kit.opening import choose_one, open_button
from components.kit.record_form import RecordForm
from components.kit.tables import DAY, show_table
from data.awards.actions.volunteers import add_volunteer
from data.awards.queries.people import people_to_award
from data.awards.queries.volunteers import VolunteerRow
from models.awards.award import AwardFor
from models.awards.volunteers import VOLUNTEERS, CheckState
from models.clock import day_text
from models.permissions import Actor

_ICONS = {
    CheckState.OVERDUE: ":material/error:",
    CheckState.MISSING: ":material/help:",
    CheckState.SOON: ":material/schedule:",
}


def pressing_checks(rows: Sequence[VolunteerRow]) -> None:
    """A link to everybody with a check that is overdue, missing, or due in the next 60 days; worst first."""
    st.subheader("Checks to see to")
    order = list(_ICONS)
    pressing = [row for row in rows if row.state in order]
    if not pressing:
        st.caption("Every check is up to date for the next 60 days.")
    for row in sorted(pressing, key=lambda one: (order.index(one.state), str(one.due_on))):
        words = f"{row.name}: {_words(row)}"
        open_button(
            words, row.volunteer_id, icon=_ICONS[row.state], key=f"volunteers.open.{row.volunteer_id}", name="volunteer"
        )


def _words(row: VolunteerRow) -> str:
    if row.due_on is None or row.state is CheckState.MISSING:
        return "no check recorded yet"
    return f"{'overdue since' if row.state is CheckState.OVERDUE else 'due on'} {day_text(row.due_on)}"


def everybody(rows: Sequence[VolunteerRow]) -> VolunteerRow | None:
    """Everybody as a table, and the one to open."""
    st.subheader("Everybody")
    if not rows:
        st.info("Nobody yet. Add the first volunteer or mentor below.", icon=":material/volunteer_activism:")
        return None
    has_stopped = st.checkbox("Also those who have stopped", key="volunteers.stopped")
    shown = [row for row in rows if has_stopped or not row.record.values["has_stopped"]]
    lines = [
        {
            "Name": row.name,
            "Gives as": row.record.words("kind"),
            "Hours": row.hours,
            "Next check": row.due_on,
            "Phone": row.record.values["phone"],
        }
        for row in shown
    ]
    alt = f"{len(shown)} volunteers and mentors, {sum(row.hours for row in shown):g} hours given"
    st.caption(alt)
    show_table(lines, alt=alt, key="volunteers.rows", placeholder="–", columns={"Next check": DAY})
    by_id = {row.volunteer_id: row for row in shown}
    return choose_one("Open somebody", by_id, lambda row: row.name, key="volunteers.chosen", placeholder="Type a name")


def add_somebody(actor: Actor, *, times: int) -> None:
    """A new volunteer or mentor, in a few fields."""
    with drawer("Add a volunteer or mentor", "volunteer", actor=actor, icon=":material/add:", times=times) as part:
        if not part.open:
            return
        people = {one.key: one.name for one in people_to_award(actor=actor) if one.kind is not AwardFor.FAMILY}
        form = draft_form("volunteer", actor=actor)
        known = form.select("known", "Is it somebody we know?", people, placeholder="Type a name, or leave it")
        fields = RecordForm(form, VOLUNTEERS, actor=actor)
        fields.values["has_stopped"] = False  # nobody is added who has stopped
        fields.draw()
        if known and not fields.values["name"]:
            fields.values["name"] = people[known]
        if values := fields.send("Add them", icon=":material/add:"):
            who, _, number = (known or "").partition(":")
            person = {f"{who}_id": int(number)} if known else {}
            with sending(form, f"{values['name']} is added. Record their checks next."):
                add_volunteer(draft_key=form.draft.key, values=values, by=actor, **person)
