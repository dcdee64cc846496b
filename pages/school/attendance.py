"""Attendance over time, by school and by group of pupils."""

import streamlit as st

from components.guard import require
from models.permissions import Permission

actor = require(Permission.FIGURES_READ)

st.title("Attendance")
