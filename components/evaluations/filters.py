"""What results are narrowed to, kept in the page's address. The address grants nothing: the query checks again."""

from typing import Any

import streamlit as st

from components.kit.address import asked_id
from components.kit.text import told_apart
from data.evaluations.queries.choices import ResultChoices
from data.evaluations.scope import AnswerFilters

_BOUND = {"bind": "query-params"}
_PROGRAMME = "results.programme"


def result_filters(choices: ResultChoices) -> AnswerFilters:
    """One programme or all, one school or all, one cohort or all."""
    _take_from_address(choices)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        programme = _any("Programme", choices.programmes, _PROGRAMME, 300)
        school = _any("School", choices.schools, "results.school", 260) if choices.schools else None
        cohorts = {name: name for name in choices.cohorts}
        cohort = _any("Programmes that began in", cohorts, "results.cohort", 240)
    first_on, last_on = choices.cohorts[cohort] if cohort else (None, None)
    return AnswerFilters(programme_id=programme, school_id=school, first_on=first_on, last_on=last_on)


def _take_from_address(choices: ResultChoices) -> None:
    """A programme's own page links here by its number, which becomes the choice."""
    wanted = asked_id("programme")
    if wanted is None:
        return
    del st.query_params["programme"]
    if wanted in choices.programmes:
        st.session_state[_PROGRAMME] = wanted
    else:
        st.info("That programme has no answers yet. These are the results of the others.", icon=":material/bar_chart:")


def _any(label: str, options: dict[Any, str], key: str, width: int) -> Any:  # noqa: ANN401 - a key of the options
    return st.selectbox(
        label,
        list(options),
        index=None,
        placeholder="All",
        format_func=told_apart(options).__getitem__,
        key=key,
        width=width,
        **_BOUND,
    )
