"""One pupil: characteristics, attendance, and who may see them."""

import streamlit as st

from components.guard import require
from components.pupil_page import asked_for, attendance, characteristics, heading, support_history, who_it_is, who_sees
from components.web_pages import web_links
from data.actions.pupils import open_pupil
from data.queries.pupil_access import who_may_see
from models.clock import today
from models.errors import NotFound
from models.permissions import Permission

actor = require(Permission.PUPIL_SEARCH)

st.title("Pupil")
pupil_id = asked_for()
if pupil_id is None:
    st.info("Find a pupil first, and open the page from there.", icon=":material/search:")
    st.stop()
try:
    record = open_pupil(pupil_id=pupil_id, by=actor)
except NotFound as refusal:
    st.warning(str(refusal), icon=":material/lock:")
    st.stop()
heading(record)
web_links(pupil_id, actor)
who_it_is(record, today())
attendance(record)
support_history(record.supports)
characteristics(record)
who_sees(who_may_see(actor=actor, pupil_id=pupil_id))
