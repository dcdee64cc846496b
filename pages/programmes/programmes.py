"""Programmes: what is on, coming and past; and planning one."""

import streamlit as st

from components.access.guard import require
from components.kit.address import go_to
from components.kit.links import to_page
from components.programmes.programme_list import filtered, show_programmes
from components.programmes.programme_page import plan_new
from data.programmes.queries.programmes import list_programmes
from models.clock import today
from models.permissions import Permission

actor = require(Permission.PROGRAMME_READ)

st.title("Programmes")
to_page("register", "Registers of this week", actor=actor)
programmes = list_programmes(actor=actor)
if programmes:
    rows = filtered(programmes, today=today())
    show_programmes(rows, actor, opened=lambda id_: go_to(f"programme?id={id_}"))
else:
    st.info("No programmes yet.", icon=":material/celebration:")
if actor.can(Permission.PROGRAMME_WRITE):
    plan_new(actor, then=lambda id_: go_to(f"programme?id={id_}"))
