"""Who is here: the register of one session, or the sessions to choose from."""

import streamlit as st

from components.access.guard import require
from components.programmes.register_page import take_register
from models.permissions import Permission

actor = require(Permission.PROGRAMME_WRITE)

st.title("Register")
take_register(actor)
