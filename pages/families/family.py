"""One family: what to know before ringing the bell, its whole story, and its people."""

import streamlit as st

from components.access.guard import require
from components.families.family_edit import add_consent, add_sibling, change_adults, change_details, take_somebody_out
from components.families.family_page import consents, heading, people, preferences, support, ways_on
from components.families.records import safety_note
from components.families.story import story
from components.kit.address import asked_id, found
from components.kit.links import to_page
from data.access.queries.choices import uses_weights
from data.core.queries.choices import labels
from data.families.actions.families import open_family
from data.families.queries.timeline import family_timeline
from models.choices import ChoiceList
from models.clock import today
from models.permissions import Permission

actor = require(Permission.CASEWORK_READ)

st.title("Family")
family_id = asked_id("id")
if family_id is None:
    st.info("Find a family first, and open the page from there.", icon=":material/search:")
    to_page("families", "Families", actor=actor)
    st.stop()
with found():
    family = open_family(family_id=family_id, by=actor)
safety_note(family.details.safety_note)
heading(family)
ways, who = st.columns(2)
with ways:
    ways_on(family, actor)
with who:
    people(family, labels(actor=actor, list_name=ChoiceList.RELATIONSHIP), actor)
    preferences(family)
story(family_timeline(actor=actor, family_id=family.family_id), actor=actor, today=today())
st.subheader("Support")
support(family)
st.subheader("Consents")
consents(family.consents, labels(actor=actor, list_name=ChoiceList.CONSENT_KIND))
st.subheader("Change")
change_details(family, actor, has_weights=uses_weights(actor=actor))
change_adults(family, actor)
add_sibling(family, actor)
take_somebody_out(family, actor)
add_consent(family, actor)
