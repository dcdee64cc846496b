"""The support of one family: review, extend, step down, close; without a family, the next reviews."""

import streamlit as st

from components.access.guard import require
from components.families.support_view import reviews, show_support
from components.kit.address import asked_id
from components.kit.opening import found
from data.families.actions.support_periods import open_support
from data.families.queries.families import list_families
from models.permissions import Permission

actor = require(Permission.CASEWORK_READ)

st.title("Support")
family_id = asked_id("family")
if family_id is None:
    reviews(list_families(actor=actor, is_mine=not actor.can(Permission.CASELOAD_READ_ALL)))
    st.stop()
with found():
    support = open_support(family_id=family_id, by=actor)
show_support(support, actor)
