"""What results are narrowed to, kept in the page's address. The address grants nothing: the query checks again."""

import streamlit as st

from components.kit.opening import any_of
from data.evaluations.queries.choices import ResultChoices
from data.evaluations.scope import AnswerFilters

_PROGRAMME = "results.programme"


def result_filters(choices: ResultChoices, programme: int | None) -> AnswerFilters:
    """One programme or all, one school or all, one cohort or all; `programme` is the one whose page led here."""
    programmes, schools = choices.programmes, choices.schools
    if programme in programmes:
        st.session_state[_PROGRAMME] = programme
    elif programme is not None:
        st.info("That programme has no answers yet. These are the results of the others.", icon=":material/bar_chart:")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = any_of("Programme", list(programmes), programmes.__getitem__, key=_PROGRAMME, width=300)
        school = (
            any_of("School", list(schools), schools.__getitem__, key="results.school", width=260) if schools else None
        )
        cohort = any_of("Programmes that began in", list(choices.cohorts), key="results.cohort", width=240)
    first_on, last_on = choices.cohorts[cohort] if cohort else (None, None)
    return AnswerFilters(programme_id=chosen, school_id=school, first_on=first_on, last_on=last_on)
