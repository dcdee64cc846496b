"""Families on their way into a programme, one tap a step."""

import streamlit as st

from components.access.guard import require
from components.kit.address import asked_id, found
from components.programmes.programme_page import choose_one_first
from components.programmes.reach import keep_taps, reach_list
from data.programmes.queries.programmes import programme_record
from data.programmes.queries.reach import list_reach
from models.permissions import Permission

actor = require(Permission.PROGRAMME_WRITE)

st.title("Families on their way")
programme_id = asked_id("programme")
if programme_id is None:
    choose_one_first(actor)
    st.stop()
with found():
    programme = programme_record(actor=actor, programme_id=programme_id)
    rows = list_reach(actor=actor, programme_id=programme_id)
    if is_tried := keep_taps(rows, actor):
        rows = list_reach(actor=actor, programme_id=programme_id)
if reach_list(programme, rows, actor) and not is_tried:  # tried and refused, it would be tried for ever
    st.rerun()
