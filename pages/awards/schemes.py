"""Award schemes: what each level asks, from which age and when; change, retire and add."""

import streamlit as st

from components.access.guard import require
from components.awards.schemes import add_scheme, change_levels, change_scheme, choose_scheme, scheme_table
from data.awards.queries.schemes import list_schemes
from models.permissions import Permission

actor = require(Permission.SCHEME_WRITE)

st.title("Award schemes")
st.caption("What is earned keeps the rules of its time: for new rules, retire a scheme and add it again.")
schemes = list_schemes(actor=actor)
scheme_table(schemes)
if chosen := choose_scheme(schemes):
    change_scheme(chosen, actor)
    st.subheader("Its levels")
    change_levels(chosen, actor)
add_scheme(actor, times=len(schemes))
