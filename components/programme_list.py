"""The programmes: on now, coming and past, by school and cluster, with the filters in the address."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from components.programme_page import PROGRAMME_PAGE, show_funnel
from components.tables import DAY, MOMENT
from data.queries.choices import labels
from data.queries.programmes import ProgrammeRow
from models.choices import ChoiceList
from models.permissions import Actor

_BOUND = {"bind": "query-params"}
_TIMES = ("On now", "Coming", "Past")


def filtered(rows: Sequence[ProgrammeRow], *, today: date) -> list[ProgrammeRow]:
    """Draw the filters and return the programmes they leave."""
    time = st.radio(
        "When?", _TIMES, horizontal=True, key="programmes.when", label_visibility="collapsed", **_BOUND
    )  # fmt: skip
    schools = sorted({row.school for row in rows if row.school})
    clusters = sorted({row.cluster for row in rows if row.cluster})
    with st.container(horizontal=True):
        school = _any("School", schools, "programmes.school")
        cluster = _any("Cluster", clusters, "programmes.cluster")
    return [
        row
        for row in rows
        if _time(row, today) == (time or _TIMES[0])
        and (not school or row.school == school)
        and (not cluster or row.cluster == cluster)
    ]


def _any(label: str, options: Sequence[str], key: str) -> str | None:
    if len(options) < 1:
        return None
    return st.selectbox(label, options, index=None, placeholder="All", key=key, width=320, **_BOUND)


def _time(row: ProgrammeRow, today: date) -> str:
    if row.last_on < today:
        return "Past"
    return "Coming" if row.first_on > today else "On now"


def show_programmes(rows: Sequence[ProgrammeRow], actor: Actor) -> None:
    """The table; a tap on a row opens the programme. Then how far the families of all of them have come."""
    if not rows:
        st.info("No programme here. Choose another time, school or cluster.", icon=":material/filter_alt:")
        return
    kinds = labels(actor=actor, list_name=ChoiceList.PROGRAMME_KIND)
    words = f"{len(rows):,} {'programme' if len(rows) == 1 else 'programmes'}"
    st.caption(f"{words}. Tap a programme to open its page.")
    found = st.dataframe(
        [_line(row, kinds.get(row.kind, row.kind)) for row in rows],
        alt=f"{words}: name, kind, school or cluster, dates and next session", hide_index=True, placeholder="–",
        key="programmes.table", on_select="rerun", selection_mode="single-cell",
        column_config={"From": DAY, "Until": DAY, "Next session": MOMENT},
    )  # fmt: skip
    if chosen := found.selection.cells:
        st.switch_page(PROGRAMME_PAGE, query_params={"id": str(rows[chosen[0][0]].programme_id)})
    counted = [row.programme_id for row in rows if row.taking_part is not None]
    if counted:
        st.subheader("How far families have come")
        show_funnel(counted, actor, key="programmes.funnel")


def _line(row: ProgrammeRow, kind: str) -> dict[str, object]:
    name = f"{row.name} (called off)" if row.is_cancelled else row.name
    return {
        "Programme": name, "Next session": row.next_at, "For": row.school or row.cluster or "The whole team",
        "Kind": kind, "Taking part": row.taking_part, "Places": row.places, "Sessions": row.sessions,
        "From": row.first_on, "Until": row.last_on, "Worker": row.worker,
    }  # fmt: skip
