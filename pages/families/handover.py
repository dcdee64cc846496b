"""Hand families over to a colleague, and answer what is offered."""

import streamlit as st

from components.access.guard import require
from components.families.handover_view import choose_worker, offer_form, pack, show_offers
from data.families.queries.transfers import list_offers, list_rooms
from models.permissions import Permission

actor = require(Permission.TRANSFER_WRITE)

st.title("Hand over")
st.header("On offer")
offers = list_offers(actor=actor)
show_offers(offers, actor)
st.header("Offer families to a colleague")
rooms = list_rooms(actor=actor)
worker_id = choose_worker(rooms, actor)
if worker_id is None:
    st.info("Choose the worker whose families are to be handed over.", icon=":material/swap_horiz:")
    st.stop()
offer_form(worker_id, rooms, offers, actor)
pack(worker_id, actor)
