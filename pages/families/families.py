"""Families: one's own at once, search before adding, and a new one."""

import streamlit as st

from components.access.guard import require
from components.families.families_page import caseload, found_families, new_family, search, whose
from data.access.queries.choices import offered
from data.core.queries.drafts import find_draft
from data.families.queries.families import list_families
from models.choices import ChoiceList
from models.permissions import Permission

actor = require(Permission.CASEWORK_READ)

st.title("Families")
found = search(actor)
if found is not None:
    found_families(found, actor)
if found is not None or find_draft(actor=actor, form="new_family", subject=""):
    new_family(actor, offered(actor=actor, list_name=ChoiceList.RELATIONSHIP))
st.subheader("Supported now or soon")
caseload(list_families(actor=actor, is_mine=whose(actor)))
