"""Log what a child said in Mind Of My Own."""

import streamlit as st

from components.family_records import chosen_family, log_child_statement
from components.guard import require
from models.permissions import Permission

actor = require(Permission.CASEWORK_WRITE)

st.title("Log a statement")
log_child_statement(chosen_family(actor, key="statement.family"), actor)
