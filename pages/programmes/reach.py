"""Families on their way into a programme, one tap a step."""

import streamlit as st

from components.access.guard import require
from components.kit.address import asked_or_stop, found
from components.programmes.reach import keep_taps, reach_list
from data.programmes.queries.programmes import programme_record
from data.programmes.queries.reach import list_reach
from models.permissions import Permission

actor = require(Permission.PROGRAMME_WRITE)

st.title("Families on their way")
first = "Choose a programme from the list first."
programme_id = asked_or_stop("programme", first, icon=":material/event:", listed_at="programmes")
with found():
    programme = programme_record(actor=actor, programme_id=programme_id)
    rows = list_reach(actor=actor, programme_id=programme_id)
    if is_tried := keep_taps(rows, actor):
        rows = list_reach(actor=actor, programme_id=programme_id)
if reach_list(programme, rows, actor) and not is_tried:  # tried and refused, it would be tried for ever
    st.rerun()
