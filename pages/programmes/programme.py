"""One programme: its sessions, and how far families have come."""

import streamlit as st

from components.access.guard import require
from components.kit.address import asked_id, found
from components.programmes.programme_page import choose_one_first, show_programme
from data.core.visits import refusal_noted
from data.programmes.queries.programmes import programme_record
from models.permissions import Permission

actor = require(Permission.PROGRAMME_READ)

st.title("Programme")
programme_id = asked_id("id")
if programme_id is None:
    choose_one_first(actor)
    st.stop()
with found(), refusal_noted(target=f"programme:{programme_id}", by=actor):
    programme = programme_record(actor=actor, programme_id=programme_id)
show_programme(programme, actor)
