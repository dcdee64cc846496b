"""Who is here: the register of one session, or the sessions to choose from."""

import streamlit as st

from components.access.guard import require
from components.kit.address import asked_id, found
from components.programmes.register_page import choose_session, keep_taps, take_register
from components.programmes.sessions import change_one_session
from data.programmes.queries.registers import register
from models.permissions import Permission

actor = require(Permission.PROGRAMME_WRITE)

st.title("Register")
session_id = asked_id("session")
if session_id is None:
    choose_session(actor)
    st.stop()
with found():
    now = register(actor=actor, session_id=session_id)
    if is_tried := keep_taps(now, actor):
        now = register(actor=actor, session_id=session_id)
if take_register(now, actor) and not is_tried:  # tried and refused, it would be tried for ever
    st.rerun()
change_one_session(session_id, actor)
