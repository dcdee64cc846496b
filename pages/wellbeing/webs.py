"""The wellbeing webs of one child: over one another, what changed, and who sees it how."""

import streamlit as st

from components.access.guard import require
from components.kit.address import asked_or_stop, found
from components.wellbeing.correction import correction
from components.wellbeing.readings import changes, history, overlay, taken_in, voices
from components.wellbeing.web_pages import new_web_link, open_child
from data.wellbeing.queries import list_webs
from models.permissions import Permission

actor = require(Permission.CASEWORK_READ)

st.title("Wellbeing webs")
pupil_id = asked_or_stop("pupil", "Find a child first, and open their web from there.")
with found():
    open_child(pupil_id, actor)
webs = list_webs(actor=actor, pupil_id=pupil_id)
new_web_link(pupil_id, actor)
if not webs:
    st.info("There is no web of this child yet.", icon=":material/hexagon:")
    st.stop()
st.text(taken_in(webs))
overlay(webs)
changes(webs)
voices(webs)
history(webs)
correction(webs, actor)
