"""Find a pupil by name or candidate number."""

import streamlit as st

from components.guard import require
from models.permissions import Permission

actor = require(Permission.PUPIL_SEARCH)

st.title("Find a pupil")
