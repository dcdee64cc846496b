"""Awards: nearly there, every award by where it stands, setting out, certificates, and how many were earned."""

import streamlit as st

from components.access.guard import require
from components.awards.award_one import one_award
from components.awards.counts import show_counts
from components.awards.views import show_view
from components.kit.address import asked_id, found
from components.kit.opening import close_button
from data.awards.actions.awards import open_award
from models.permissions import Permission

actor = require(Permission.PROGRAMME_READ)

st.title("Awards")
if not actor.can(Permission.AWARD_WRITE):
    show_counts(actor)
    st.stop()
if award_id := asked_id("id"):
    close_button("All awards", key="awards.close")
    with found():
        award = open_award(award_id=award_id, by=actor)
    one_award(award, actor)
    st.stop()
show_view(actor, family_id=asked_id("family"))
