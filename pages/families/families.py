"""Families: one's own at once, search before adding, and a new one."""

import streamlit as st

from components.access.guard import require
from components.families.families_page import caseload, found_families, search, whose
from components.families.new_family import new_family
from components.kit.address import go_to
from data.core.queries.drafts import find_draft
from data.families.queries.families import list_families
from models.permissions import Permission

actor = require(Permission.CASEWORK_READ)

st.title("Families")
found = search(actor)
if found is not None:
    found_families(found, actor)
is_adding = found is not None or find_draft(actor=actor, form="new_family", subject="")
if is_adding and (family_id := new_family(actor)):
    go_to(f"family?id={family_id}")
st.subheader("Supported now or soon")
caseload(list_families(actor=actor, is_mine=whose(actor)), opened=lambda id_: go_to(f"family?id={id_}"))
