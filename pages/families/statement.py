"""Log what a child said in Mind Of My Own, or look at one that was recorded."""

import streamlit as st

from components.access.guard import require
from components.families.records import chosen_family, log_child_statement, one_statement
from components.kit.address import asked_id
from models.permissions import Permission

actor = require(Permission.CASEWORK_WRITE)

statement_id = asked_id("id")
st.title("Log a statement" if statement_id is None else "Statement")
if statement_id is None:
    log_child_statement(chosen_family(actor, key="statement.family"), actor)
else:
    one_statement(statement_id, actor)
