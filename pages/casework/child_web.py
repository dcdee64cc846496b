"""The wellbeing web in a child's hands."""

import streamlit as st

from components.child_web import child_web
from components.guard import require
from models.permissions import Permission

actor = require(Permission.CHILD_FORM)

if actor.handed_over_key is None:
    st.title("My web")
    st.info("This page is for a child. Hand the tablet over from the wellbeing web you are filling in.")
    st.stop()
child_web(actor)
