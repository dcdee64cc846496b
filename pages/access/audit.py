"""Who did what, and when."""

import streamlit as st

from components.access.audit import chain_check, covers, events, filters, page_number
from components.access.guard import require
from data.access.queries.audit import list_events
from models.permissions import Permission

actor = require(Permission.AUDIT_READ)

st.title("Audit log")
wanted = filters(actor)
events(list_events(actor=actor, wanted=wanted, page=page_number(wanted)), wanted, actor)
covers(actor)
chain_check(actor)
