"""One programme: its sessions, and how far families have come."""

import streamlit as st

from components.access.guard import require
from components.kit.address import asked_or_stop, found
from components.programmes.programme_page import show_programme
from data.core.visits import refusal_noted
from data.programmes.queries.programmes import programme_record
from models.permissions import Permission

actor = require(Permission.PROGRAMME_READ)

st.title("Programme")
first = "Choose a programme from the list first."
programme_id = asked_or_stop("id", first, icon=":material/event:", listed_at="programmes")
with found(), refusal_noted(target=f"programme:{programme_id}", by=actor):
    programme = programme_record(actor=actor, programme_id=programme_id)
show_programme(programme, actor)
