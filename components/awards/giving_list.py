"""Volunteers and young mentors: whose checks press first, then everybody."""

from collections.abc import Sequence

import streamlit as st

from components.awards.forms.giver import new_giver_form
from components.kit.drafts import draft_form
from components.kit.editing import drawer, sending
from components.kit.opening import choose_one, open_button
from components.kit.tables import DAY, show_table
from data.awards.actions.giving import add_giver
from data.awards.queries.giving import GiverRow
from data.awards.queries.people import people_to_award
from models.awards.award import AwardFor
from models.awards.giving import GIVER_NAMES, CheckState
from models.clock import day_text
from models.permissions import Actor

_ICONS = {
    CheckState.OVERDUE: ":material/error:",
    CheckState.MISSING: ":material/help:",
    CheckState.SOON: ":material/schedule:",
}


def pressing_checks(rows: Sequence[GiverRow]) -> None:
    """Overdue, missing, and due in the next 60 days: each a way in."""
    st.subheader("Checks to see to")
    order = list(_ICONS)
    pressing = [row for row in rows if row.state in order]
    if not pressing:
        st.caption("Every check is up to date for the next 60 days.")
    for row in sorted(pressing, key=lambda one: (order.index(one.state), str(one.due_on))):
        words = f"{row.content.name}: {_words(row)}"
        open_button(words, row.giver_id, icon=_ICONS[row.state], key=f"giving.open.{row.giver_id}")


def _words(row: GiverRow) -> str:
    if row.due_on is None or row.state is CheckState.MISSING:
        return "no check recorded yet"
    return f"{'overdue since' if row.state is CheckState.OVERDUE else 'due on'} {day_text(row.due_on)}"


def everybody(rows: Sequence[GiverRow]) -> GiverRow | None:
    """Everybody as a table, and the one to open."""
    st.subheader("Everybody")
    if not rows:
        st.info("Nobody yet. Add the first volunteer or mentor below.", icon=":material/volunteer_activism:")
        return None
    has_stopped = st.checkbox("Also those who have stopped", key="giving.stopped")
    shown = [row for row in rows if row.content.is_active or has_stopped]
    lines = [
        {
            "Name": row.content.name,
            "Gives as": GIVER_NAMES[row.content.kind],
            "Hours": row.hours,
            "Next check": row.due_on,
            "Phone": row.content.phone,
        }
        for row in shown
    ]
    alt = f"{len(shown)} volunteers and mentors, {sum(row.hours for row in shown):g} hours given"
    st.caption(alt)
    show_table(lines, alt=alt, key="giving.rows", placeholder="–", columns={"Next check": DAY})
    by_id = {row.giver_id: row for row in shown}
    return choose_one(
        "Open somebody", by_id, lambda row: row.content.name, key="giving.chosen", placeholder="Type a name"
    )


def add_somebody(actor: Actor, *, times: int) -> None:
    """A new volunteer or mentor, in a few fields."""
    with drawer("Add a volunteer or mentor", "giver", actor=actor, icon=":material/add:", times=times) as part:
        if not part.open:
            return
        people = {one.key: one.name for one in people_to_award(actor=actor) if one.kind is not AwardFor.FAMILY}
        form = draft_form("giver", actor=actor)
        if giver := new_giver_form(form, people=people):
            with sending(form, f"{giver.name} is added. Record their checks next."):
                add_giver(draft_key=form.draft.key, giver=giver, by=actor)
