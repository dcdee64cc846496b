"""Find a pupil by name or candidate number."""

from functools import partial

import streamlit as st

from components.access.guard import require
from components.attendance.pupil_search import found_pupils, search_box, way_in
from components.kit.address import go_to
from models.permissions import Permission

actor = require(Permission.PUPIL_SEARCH)

st.title("Find a pupil")
found = search_box(actor)
chosen = found_pupils(found) if found else None
if chosen:
    way_in(chosen, actor, then=partial(go_to, f"pupil?id={chosen.pupil_id}"))
