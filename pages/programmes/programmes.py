"""Programmes: what is on, coming and past; and planning one."""

import streamlit as st

from components.guard import require
from components.links import to_page
from components.programme_list import filtered, show_programmes
from components.programme_page import plan_new
from data.queries.programmes import list_programmes
from models.clock import today
from models.permissions import Permission

actor = require(Permission.PROGRAMME_READ)

st.title("Programmes")
to_page("register", "Registers of this week", actor=actor)
programmes = list_programmes(actor=actor)
if programmes:
    show_programmes(filtered(programmes, today=today()), actor)
else:
    st.info("No programmes yet.", icon=":material/celebration:")
if actor.can(Permission.PROGRAMME_WRITE):
    plan_new(actor)
