"""Fill in a wellbeing web with a child, parent or by oneself."""

import streamlit as st

from components.access.guard import require
from components.wellbeing.web_form import web_form
from components.wellbeing.web_pages import asked_child
from data.wellbeing.queries import web_subject
from models.permissions import Permission

actor = require(Permission.CASEWORK_WRITE)

st.title("Wellbeing web")
pupil_id = asked_child(actor)
web_form(web_subject(actor=actor, pupil_id=pupil_id))
