"""Which children are supported, and by whom."""

import streamlit as st

from components.access.guard import require
from components.families.supported import filtered, show_children
from data.families.queries.support import list_supported_children
from models.permissions import Permission

actor = require(Permission.SUPPORTED_READ)

st.title("Supported children")
children = list_supported_children(actor=actor)
if children:
    show_children(filtered(children))
else:
    st.info(
        "No child at your schools is on the team's tracker yet. Children appear here once it has been brought in.",
        icon=":material/diversity_3:",
    )
