"""Figures kept between runs: the only cache of them, keyed by scope, version of the data and what was asked."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.attendance.base import AttendanceView
from components.attendance.benchmark_view import build_benchmarks
from components.attendance.filters import FigureRequest, View, school_names
from components.attendance.views import build
from data.attendance.queries.attendance import FigureChoices, figure_choices
from data.core.scope import figures_scope
from models.permissions import Actor

# The person is part of the key as their scope, never left out of it, so that two people share an entry only when
# they may see exactly the same figures. The version changes with every import and undo.
_BY_SCOPE: dict[str | type[Any], Callable[[Any], Any]] = {Actor: figures_scope}  # Any: Streamlit asks for exactly this


@st.cache_resource(max_entries=200, ttl="12h", hash_funcs=_BY_SCOPE, show_spinner=False)
def choices_of(actor: Actor, version: int) -> tuple[FigureChoices, dict[int, str]]:  # noqa: ARG001 - part of the key
    """What the person may choose from, and the name of each school."""
    choices = figure_choices(actor=actor)
    return choices, school_names(choices)


@st.cache_resource(max_entries=500, ttl="12h", hash_funcs=_BY_SCOPE, show_spinner=False)
def view_of(actor: Actor, version: int, request: FigureRequest) -> AttendanceView:
    """One finished view, figure and table included: never changed, so that it can be shared as it is."""
    choices, names = choices_of(actor, version)
    if request.view is View.PUBLISHED:
        wanted = request.school_ids or tuple(names)
        chosen = frozenset(school.seed_code for school in choices.schools if school.id in wanted)
        return build_benchmarks(actor, chosen)
    return build(actor, request, names)
