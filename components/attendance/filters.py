"""The attendance filters, kept in the page's address so that a view can be bookmarked and sent.

The address grants nothing: every choice is checked against what the person may choose, and the queries check again.
"""

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from components.attendance.figure_words import GROUP_NAMES
from components.kit.opening import any_of
from data.attendance.queries.attendance import FigureChoices
from data.core.scope import FiguresScope
from models.attendance.figures import GroupBy, PupilFilters
from models.attendance.openings import school_year_name
from models.attendance.schools import Sector

MOST_LINES = 6  # besides the line of all schools; more cannot be told apart


class View(StrEnum):
    """The views of the attendance page."""

    TIME = "Over time"
    COMPARE = "Compare schools"
    GROUP = "By group"
    ABSENT = "Often absent"
    REASONS = "Reasons"
    PUBLISHED = "Published figures"


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """What the page is asked to show; part of the cache key."""

    view: View = View.TIME
    by: GroupBy = GroupBy.QUINTILE
    year: int = 0
    school_ids: tuple[int, ...] = ()
    filters: PupilFilters = PupilFilters()


_BY_YEAR = (View.COMPARE, View.GROUP, View.ABSENT)
_GROUPS = tuple(by for by in GROUP_NAMES if by is not GroupBy.SCHOOL)


def school_names(choices: FigureChoices) -> dict[int, str]:
    """A name for each school that no other shares: an all-through school has one row per sector."""
    names = [school.name for school in choices.schools]
    return {
        school.id: school.name
        if names.count(school.name) == 1
        else f"{school.name} ({school.sector}, {school.seed_code})"
        for school in choices.schools
    }


def attendance_filters(choices: FigureChoices, names: dict[int, str], scope: FiguresScope) -> FigureRequest:
    """Draw the filters of the chosen view and return what they ask for."""
    # Not a segmented control: its chosen part has too little contrast in the dark theme.
    view = st.radio(
        "View", list(View), horizontal=True, key="attendance.view", label_visibility="collapsed", bind="query-params"
    )
    view = View(view or View.TIME)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = _group(view)
        year = _year(choices) if view in _BY_YEAR else choices.years[0]
        school_ids = _schools(names, scope, view)
        filters = PupilFilters() if scope.is_suppressed or view is View.PUBLISHED else _more(choices, scope)
    return FigureRequest(view, by, year, school_ids, filters)


def _group(view: View) -> GroupBy:
    if view not in (View.GROUP, View.ABSENT):
        return GroupBy.SCHOOL
    options = _GROUPS if view is View.GROUP else tuple(GROUP_NAMES)
    return st.selectbox(
        "Group",
        options,
        format_func=GROUP_NAMES.__getitem__,
        key=f"attendance.{'by' if view is View.GROUP else 'of'}",
        index=options.index(GroupBy.QUINTILE) if view is View.GROUP else 0,
        width=260,
        bind="query-params",
    )


def _year(choices: FigureChoices) -> int:
    return st.selectbox(
        "School year",
        choices.years,
        format_func=school_year_name,
        key="attendance.year",
        width=140,
        bind="query-params",
    )


def _schools(names: dict[int, str], scope: FiguresScope, view: View) -> tuple[int, ...]:
    if len(names) < 2 or view is View.COMPARE or (scope.is_suppressed and view not in (View.TIME, View.PUBLISHED)):
        return ()
    own = list(names)[:MOST_LINES] if scope.school_ids is not None else []
    chosen = st.multiselect(
        "Schools",
        list(names),
        default=own,
        format_func=names.__getitem__,
        key="attendance.schools",
        max_selections=MOST_LINES,
        select_all=False,
        placeholder="All schools",
        width=380,
        bind="query-params",
    )
    return tuple(chosen)


def _more(choices: FigureChoices, scope: FiguresScope) -> PupilFilters:
    with st.popover("More filters", icon=":material/tune:"):
        stage = any_of("Stage", choices.stages, key="attendance.stage") or ""
        if scope.school_ids is not None:
            return PupilFilters(stage=stage)
        sectors = sorted({str(school.sector) for school in choices.schools})
        sector = any_of("Sector", sectors, key="attendance.sector") or ""
        clusters = sorted({school.cluster for school in choices.schools if school.cluster})
        cluster = any_of("Cluster", clusters, key="attendance.cluster") if clusters else None
        return PupilFilters(sector=sector if sector in set(Sector) else "", cluster=cluster or "", stage=stage)
