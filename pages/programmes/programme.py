"""One programme: its sessions, and how far families have come."""

import streamlit as st

from components.access.guard import require
from components.programmes.programme_page import one_programme
from models.permissions import Permission

actor = require(Permission.PROGRAMME_READ)

st.title("Programme")
one_programme(actor)
