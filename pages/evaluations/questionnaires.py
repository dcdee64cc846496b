"""Questionnaires: what is asked before and after a programme, in versions that never change once published."""

import streamlit as st

from components.access.guard import require
from components.evaluations.questionnaire_forms import load_form, new_questionnaire
from components.evaluations.questionnaire_page import choose_questionnaire, show_questionnaire
from data.core.queries.choices import offered
from data.evaluations.queries.questionnaires import list_questionnaires
from models.choices import ChoiceList
from models.permissions import Permission

actor = require(Permission.QUESTIONNAIRE_WRITE)

st.title("Questionnaires")
rows = list_questionnaires(actor=actor)
if rows:
    show_questionnaire(choose_questionnaire(rows), offered(actor=actor, list_name=ChoiceList.AIM), actor)
st.header("Another questionnaire")
with st.expander("Make one", icon=":material/add:"):
    new_questionnaire(actor)
with st.expander("Load one from a file", icon=":material/upload_file:"):
    load_form(actor, times=len(rows))
