"""What a link or QR code opens: a few questions, for somebody without an account."""

import streamlit as st

from components.access.guard import require
from components.access.state import device_key
from components.evaluations.answer_link_form import answer_form, title_of
from data.evaluations.queries.answer_links import link_form
from models.permissions import Permission

actor = require(Permission.ANSWER_FORM)

asked = link_form(actor=actor, device=device_key())
with st.container(width=640):
    st.title(title_of(asked))
    answer_form(asked, actor)
