"""One pupil: characteristics, attendance, and who may see them."""

import streamlit as st

from components.access.guard import require
from components.attendance.pupil_page import attendance, characteristics, heading, support_history, who_it_is, who_sees
from components.kit.address import asked_or_stop
from components.kit.opening import found
from components.wellbeing.web_pages import web_links
from data.attendance.actions.pupils import open_pupil
from data.attendance.queries.pupil_access import who_may_see
from models.clock import today
from models.permissions import Permission

actor = require(Permission.PUPIL_SEARCH)

st.title("Pupil")
pupil_id = asked_or_stop("id", "Find a pupil first, and open the page from there.")
with found():
    record = open_pupil(pupil_id=pupil_id, by=actor)
heading(record)
web_links(pupil_id, actor)
who_it_is(record, today())
attendance(record)
support_history(record.supports)
characteristics(record)
who_sees(who_may_see(actor=actor, pupil_id=pupil_id))
