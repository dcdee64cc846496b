"""Log what a child said in Mind Of My Own, or look at one that was recorded."""

import streamlit as st

from components.access.guard import require
from components.access.state import leave_notice
from components.families.records import chosen_family, family_seen, log_statement, one_statement, statement_saved
from components.kit.address import asked_id, go_to
from components.kit.links import to_page
from components.kit.opening import found
from components.kit.records import opened_record
from data.families.queries.contacts import contact_family
from models.families.meetings import STATEMENTS
from models.permissions import Permission

actor = require(Permission.CASEWORK_WRITE)

if statement_id := asked_id("id"):
    st.title("Statement")
    statement = opened_record(STATEMENTS, statement_id, actor=actor)
    with found():
        family = contact_family(actor=actor, pupil_id=statement.owner_id)
    family_seen(family.family_id, "a statement", actor)
    to_page(f"family?id={family.family_id}", family.name, actor=actor)
    one_statement(statement, family, actor)
    st.stop()

st.title("Log a statement")
chosen = chosen_family(actor, asked_id("family"), key="statement.family")
if chosen and (statement_id := log_statement(chosen, actor)):
    leave_notice(statement_saved(statement_id, actor))
    go_to("family", id=chosen.family_id)
