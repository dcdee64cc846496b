"""The schools, their clusters and whether the team supports them."""

import streamlit as st

from components.guard import require
from models.permissions import Permission

actor = require(Permission.SCHOOL_WRITE)

st.title("Schools")
