"""What results are narrowed to, kept in the page's address. The address grants nothing: the query checks again."""

from typing import Any

import streamlit as st

from components.text import told_apart
from data.answer_scope import Filters
from data.queries.evaluation_choices import ResultChoices

_BOUND = {"bind": "query-params"}


def result_filters(choices: ResultChoices) -> Filters:
    """One programme or all, one school or all, one cohort or all."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        programme = _any("Programme", choices.programmes, "results.programme", 300)
        school = _any("School", choices.schools, "results.school", 260) if choices.schools else None
        cohorts = {name: name for name in choices.cohorts}
        cohort = _any("Programmes that began in", cohorts, "results.cohort", 240)
    first_on, last_on = choices.cohorts[cohort] if cohort else (None, None)
    return Filters(programme_id=programme, school_id=school, first_on=first_on, last_on=last_on)


def _any(label: str, options: dict[Any, str], key: str, width: int) -> Any:  # noqa: ANN401 - a key of the options
    return st.selectbox(
        label, list(options), index=None, placeholder="All", format_func=told_apart(options).__getitem__, key=key,
        width=width, **_BOUND,
    )  # fmt: skip
