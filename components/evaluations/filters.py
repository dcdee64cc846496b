"""What results are narrowed to, kept in the page's address. The address grants nothing: the query checks again."""

import streamlit as st

from components.kit.opening import any_of, choose_one
from data.evaluations.queries.choices import ResultChoices
from data.evaluations.scope import AnswerFilters


def result_filters(choices: ResultChoices, wanted: int | None) -> AnswerFilters:
    """One programme or all, one school or all, one cohort or all; a programme's own page links here by its number."""
    if wanted and wanted not in choices.programmes:
        st.info("That programme has no answers yet. These are the results of the others.", icon=":material/bar_chart:")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        programme = _one_of("Programme", choices.programmes, "programme", 300)
        school = _one_of("School", choices.schools, "school", 260) if choices.schools else None
        cohort = any_of("Programmes that began in", list(choices.cohorts), key="results.cohort", width=240)
    first_on, last_on = choices.cohorts[cohort] if cohort else (None, None)
    return AnswerFilters(programme_id=programme, school_id=school, first_on=first_on, last_on=last_on)


def _one_of(label: str, names: dict[int, str], bound: str, width: int) -> int | None:
    ids = {id_: id_ for id_ in names}
    key = f"results.{bound}"
    return choose_one(label, ids, names.__getitem__, key=key, placeholder="All", bound=bound, width=width)
