"""Log a contact in a few taps, or look at one that was logged."""

import streamlit as st

from components.access.guard import require
from components.access.state import leave_notice
from components.families.records import family_seen, log_contact, one_contact
from components.kit.address import asked_id, go_to
from components.kit.links import to_page
from components.kit.opening import found
from components.kit.records import opened_record
from data.families.queries.contacts import contact_family, list_contact_families
from models.families.contacts import CONTACTS
from models.permissions import Permission

actor = require(Permission.CASEWORK_WRITE)

if contact_id := asked_id("id"):
    st.title("Contact")
    contact = opened_record(CONTACTS, contact_id, actor=actor)
    with found():
        family = contact_family(actor=actor, family_id=contact.owner_id)
    family_seen(family.family_id, "a contact", actor)
    to_page(f"family?id={family.family_id}", "Back to the family", actor=actor)
    one_contact(contact, family, actor)
    st.stop()

st.title("Log a contact")
asked = asked_id("family")
families = {one.family_id: one for one in list_contact_families(actor=actor, family_id=asked)}
if not families:
    st.info("You have no families yet. Find or add one first.", icon=":material/groups:")
    to_page("families", "Families", actor=actor)
elif logged := log_contact(actor, families, families.get(asked or 0)):
    is_one = len(logged) == 1
    leave_notice("The contact is saved." if is_one else f"{len(logged)} contacts are saved.")
    go_to("family", id=logged[0]) if is_one else go_to("my-week")
