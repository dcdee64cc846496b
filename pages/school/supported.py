"""Which children are supported, and by whom."""

import streamlit as st

from components.guard import require
from models.permissions import Permission

actor = require(Permission.SUPPORTED_READ)

st.title("Supported children")
