"""The programmes: on now, coming and past, by school and cluster, with the filters in the address."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from components.kit.links import to_page
from components.kit.opening import open_row
from components.kit.tables import DAY, MOMENT
from components.kit.text import counted
from components.programmes.programme_page import PROGRAMME_PAGE, show_funnel
from data.core.queries.choices import labels
from data.programmes.queries.programmes import ProgrammeRow
from data.programmes.queries.reach import ReachRow, never_reached
from models.choices import ChoiceList
from models.clock import day_text
from models.permissions import Actor, Permission
from models.programmes.programme import ReachStage

_BOUND = {"bind": "query-params"}
_MOST_LINKS = 20
_TIMES = ("On now", "Coming", "Past")


def filtered(rows: Sequence[ProgrammeRow], *, today: date) -> list[ProgrammeRow]:
    """Draw the filters and return the programmes they leave."""
    time = st.radio("When?", _TIMES, horizontal=True, key="programmes.when", label_visibility="collapsed", **_BOUND)
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
    """The table; a tap on a row opens the programme. Then how far the families of all have come, and who waits."""
    if not rows:
        st.info("No programme here. Choose another time, school or cluster.", icon=":material/filter_alt:")
        return
    kinds = labels(actor=actor, list_name=ChoiceList.PROGRAMME_KIND)
    words = counted(len(rows), "programme", "programmes")
    st.caption(f"{words}. Tap a programme to open its page.")
    found = st.dataframe(
        [_line(row, kinds.get(row.kind, row.kind)) for row in rows],
        alt=f"{words}: name, kind, school or cluster, dates and next session",
        hide_index=True,
        placeholder="–",
        key="programmes.table",
        on_select="rerun",
        selection_mode="single-cell",
        column_config={"From": DAY, "Until": DAY, "Next session": MOMENT},
    )
    open_row(
        found.selection.cells,
        rows,
        lambda row: (row.programme_id, ", ".join(filter(None, (row.name, row.school)))),
        label="Or open a programme by name",
        page=PROGRAMME_PAGE,
        key="programmes.open",
    )
    with_counts = [row.programme_id for row in rows if row.taking_part is not None]
    if with_counts:
        st.subheader("How far families have come")
        show_funnel(with_counts, actor, key="programmes.funnel")
    if actor.can(Permission.PROGRAMME_WRITE):
        _never_reached({row.programme_id: row.name for row in rows}, actor)


def _never_reached(programmes: Mapping[int, str], actor: Actor) -> None:
    """The list to act on: each name opens the programme's families, where the next step is one tap.

    Folded up at first: the page may be on a shared screen.
    """
    waiting = never_reached(actor=actor, programme_ids=list(programmes))
    label = f"Invited and not reached yet ({len(waiting)})"
    with st.expander(label, icon=":material/phone_missed:", key="programmes.waiting", on_change="rerun") as part:
        if part.open:
            _links(waiting, programmes, actor)


def _links(waiting: Sequence[ReachRow], programmes: Mapping[int, str], actor: Actor) -> None:
    if not waiting:
        st.success("Everybody invited has been called.", icon=":material/check_circle:")
    for row in waiting[:_MOST_LINKS]:
        words = f"{row.family}: {programmes[row.programme_id]}"
        if on := row.steps.get(ReachStage.INVITED):
            words += f", invited on {day_text(on)}"
        to_page(f"reach?programme={row.programme_id}", words, actor=actor)
    if len(waiting) > _MOST_LINKS:
        st.caption(f"The {_MOST_LINKS} who have waited longest. Choose a school or cluster to see the others.")


def _line(row: ProgrammeRow, kind: str) -> dict[str, object]:
    name = f"{row.name} (called off)" if row.is_cancelled else row.name
    return {
        "Programme": name,
        "Next session": row.next_at,
        "For": row.school or row.cluster or "The whole team",
        "Kind": kind,
        "Taking part": row.taking_part,
        "Places": row.places,
        "Sessions": row.sessions,
        "From": row.first_on,
        "Until": row.last_on,
        "Worker": row.worker,
    }
