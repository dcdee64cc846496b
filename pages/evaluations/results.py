"""Results of evaluations: what changed from before to after, and what people said."""

import streamlit as st

from components.access.guard import require
from components.evaluations.filters import result_filters
from components.evaluations.results import choose_questionnaire, show_results
from components.evaluations.said import show_said
from components.evaluations.school import show_school_results
from components.kit.address import taken_id
from data.core.queries.choices import labels, offered
from data.evaluations.queries.choices import result_choices
from data.evaluations.queries.evaluations import evaluations
from models.choices import ChoiceList
from models.permissions import Permission

actor = require(Permission.EVALUATION_READ)

st.title("Results")
if not actor.can(Permission.EVALUATION_WRITE):
    show_school_results(actor=actor)
    st.stop()
choices = result_choices(actor=actor)
if not choices.programmes:
    st.info("No answers yet. Enter them under Answers, or bring in a file.", icon=":material/bar_chart:")
    st.stop()
filters = result_filters(choices, taken_id("programme"))
found = evaluations(actor=actor, filters=filters)
if not found:
    st.info("There are no answers for this choice.", icon=":material/filter_alt:")
    st.stop()
aims = labels(actor=actor, list_name=ChoiceList.AIM)
show_results(choose_questionnaire(found), aims, filters, actor=actor)
show_said(offered(actor=actor, list_name=ChoiceList.TAG), filters, actor=actor)
