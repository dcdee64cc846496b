"""Log a contact in a few taps, or look at one that was logged."""

import streamlit as st

from components.access.guard import require
from components.families.contact_page import log_contact, one_contact
from components.kit.address import asked_id
from models.permissions import Permission

actor = require(Permission.CASEWORK_WRITE)

contact_id = asked_id("id")
st.title("Log a contact" if contact_id is None else "Contact")
if contact_id is None:
    log_contact(actor)
else:
    one_contact(contact_id, actor)
