"""Answers before and after a programme: entered, filled in on the tablet, and matched."""

import streamlit as st

from components.access.guard import require
from components.evaluations.answer_page import answers_of, choose_programme
from models.permissions import Permission

actor = require(Permission.EVALUATION_WRITE)

st.title("Answers")
if programme_id := choose_programme(actor):
    answers_of(programme_id, actor)
