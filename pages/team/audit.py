"""Who did what, and when."""

import streamlit as st

from components.guard import require
from models.permissions import Permission

actor = require(Permission.AUDIT_READ)

st.title("Audit log")
