"""Bring in SEEMiS files, the tracker and published data."""

import streamlit as st

from components.guard import require
from models.permissions import Permission

actor = require(Permission.IMPORT_WRITE)

st.title("Bring files in")
