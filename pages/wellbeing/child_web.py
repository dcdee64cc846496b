"""The one form in the hands of a child, or of whoever was given the tablet."""

import streamlit as st

from components.access.guard import require
from components.wellbeing.child_form import child_form
from models.permissions import Permission

actor = require(Permission.CHILD_FORM)

if actor.handed_over_key is None:
    st.title("My web")
    st.info("This page is for a child. Hand the tablet over from the form you are filling in.")
    st.stop()
child_form(actor)
