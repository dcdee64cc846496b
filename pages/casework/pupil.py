"""One pupil: characteristics, attendance, and who may see them."""

import streamlit as st

from components.guard import require
from models.permissions import Permission

actor = require(Permission.PUPIL_SEARCH)

st.title("Pupil")
