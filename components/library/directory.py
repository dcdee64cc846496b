"""The directory on screen: what is to be checked, one service with its use, and choosing one in a form."""

import re
from collections.abc import Mapping
from functools import partial

import streamlit as st

from components.kit.drafts import DraftForm
from components.kit.layout import saved
from components.kit.opening import open_button
from components.kit.record_form import RecordForm
from components.kit.text import as_text, counted
from data.library.actions.directory import confirm_service, export_service, export_services
from data.library.queries.directory import service_use, services_to_check
from models.clock import today
from models.kinds import Record
from models.library.directory import is_to_check
from models.permissions import Actor, Permission

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choose_service(form: DraftForm, name: str, label: str, services: Mapping[str, str]) -> int | None:
    """A list of services to choose from, and the id chosen; nothing is drawn while the directory is empty."""
    if not services:
        return None
    chosen = form.select(name, label, services, placeholder="None")
    return int(chosen) if chosen else None


def new_service(fields: RecordForm) -> None:
    """The form of a new service, marked as checked today by whoever writes it down."""
    fields.values |= {"checked_on": today(), "checked_by": fields.actor.display_name}
    fields.draw()


def nudges(actor: Actor) -> None:
    """Links to the services nobody has checked for too long, for those who may check one."""
    waiting = services_to_check(actor=actor) if actor.can(Permission.SERVICE_WRITE) else ()
    if not waiting:
        return
    words = f"{counted(len(waiting), 'service was', 'services were')} last checked too long ago, or never"
    with st.expander(words, icon=":material/history:", key="services.nudges"):
        for one in waiting:
            key = f"services.check.{one.record_id}"
            open_button(one.heading, one.record_id, icon=":material/history:", key=key, name="service")


def reach(service: Record) -> None:
    """Buttons to ring the service and to open its website; on a phone one tap is enough."""
    phone, site = service.values["phone"], service.values["site"]
    with st.container(horizontal=True):
        if first := re.search(r"\+?\d[\d ().-]*", phone):  # an extension, or a second number, is not dialled
            st.link_button(as_text(f"Ring {phone}"), "tel:" + re.sub(r"[^\d+]", "", first[0]), icon=":material/call:")
        if site:
            address = site if site.startswith(("http://", "https://")) else f"https://{site}"
            st.link_button("Open their website", address, icon=":material/open_in_new:")


def last_check(service: Record, actor: Actor, *, months: int) -> None:
    """Who checked it and when, and a button to say that it is right as of today."""
    by = f" by {service.values['checked_by']}" if service.values["checked_by"] else ""
    words = as_text(f"Last checked: {service.words('checked_on')}{by}")
    is_old, again = is_to_check(service, months=months, on=today()), " again" if service.values["checked_on"] else ""
    st.warning(f"{words}. Please check it{again}.", icon=":material/history:") if is_old else st.caption(words)
    if actor.can(Permission.SERVICE_WRITE) and st.button(
        "I checked it today, and it is right", icon=":material/check:", key=f"services.confirm.{service.record_id}"
    ):
        with saved("Thank you. It says that you checked it today."):
            confirm_service(service_id=service.record_id, version=service.version, by=actor)


def use_and_print(service: Record, actor: Actor) -> None:
    """How often it was used and what came of it, and a page about it for a family."""
    if actor.can(Permission.CASEWORK_READ):
        st.subheader("How often we used it", anchor=False)
        st.text(service_use(actor=actor, service_id=service.record_id).words)
    st.download_button(
        "A page to print for a family",
        data=partial(export_service, service_id=service.record_id, by=actor),
        file_name="service.pdf",
        mime="application/pdf",
        icon=":material/print:",
        key="services.print",
    )


def take_out(actor: Actor) -> None:
    """A button to download the whole directory as a workbook."""
    st.download_button(
        "Download the directory",
        data=partial(export_services, by=actor),
        file_name="services.xlsx",
        mime=_EXCEL,
        icon=":material/download:",
        key="services.download",
    )
