"""Fill in a wellbeing web with a child, parent or by oneself."""

from functools import partial

import streamlit as st

from components.access.guard import require
from components.kit.address import asked_or_stop, found, go_to
from components.wellbeing.web_form import web_form
from components.wellbeing.web_pages import open_child
from data.wellbeing.queries import web_subject
from models.permissions import Permission

actor = require(Permission.CASEWORK_WRITE)

st.title("Wellbeing web")
pupil_id = asked_or_stop("pupil", "Find a child first, and open their web from there.")
with found():
    open_child(pupil_id, actor)
web_form(web_subject(actor=actor, pupil_id=pupil_id), then=partial(go_to, f"webs?pupil={pupil_id}"))
