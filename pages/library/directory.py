"""The directory of services: find one, read it, add to it, print it for a family."""

import streamlit as st

from components.access.guard import require
from components.kit.address import asked_id, found
from components.kit.opening import close_button, open_here
from components.kit.records import (
    change_drawer,
    new_record_drawer,
    opened_record,
    part_records,
    record_list,
    show_record,
)
from components.library.directory import last_check, new_service, nudges, reach, take_out, use_and_print
from data.library.queries.directory import check_months
from models.library.directory import SERVICE_NOTES, SERVICES
from models.permissions import Permission

actor = require(Permission.SERVICE_READ)

st.title("Services")
if service_id := asked_id("service"):
    close_button("All services", key="services.close", name="service")
    with found():
        service = opened_record(SERVICES, service_id, actor=actor)
    show_record(service)
    reach(service)
    last_check(service, actor, months=check_months(actor=actor))
    part_records(SERVICE_NOTES, service, actor=actor)
    use_and_print(service, actor)
    change_drawer(service, actor=actor)
    st.stop()

nudges(actor)
if chosen := record_list(SERVICES, actor=actor, empty="No service like that yet."):
    open_here("service", chosen)
new_record_drawer(SERVICES, actor=actor, draw=new_service)
take_out(actor)
