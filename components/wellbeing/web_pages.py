"""What the pages about one child's webs share: whose they are, and the way to a new one."""

import streamlit as st

from components.kit.address import asked_or_stop
from components.kit.opening import found
from components.kit.text import as_text
from data.attendance.actions.pupils import open_pupil
from models.permissions import Actor, Permission


def asked_child(actor: Actor) -> int:
    """The child named in the address as `?pupil=`, when they are this person's to open; the visit is written down."""
    pupil_id = asked_or_stop("pupil", "Find a child first, and open their web from there.")
    with found():
        record = open_pupil(pupil_id=pupil_id, by=actor)
    st.header(as_text(record.name))
    return record.pupil_id


def web_links(pupil_id: int, actor: Actor) -> None:
    """The ways to a child's webs, on pages about the child, for those who work with families."""
    if actor.can(Permission.CASEWORK_READ):
        with st.container(horizontal=True):
            _link("webs", "Wellbeing webs", ":material/hexagon:", pupil_id)
            new_web_link(pupil_id, actor)


def new_web_link(pupil_id: int, actor: Actor) -> None:
    """One tap to a new reading."""
    if actor.can(Permission.CASEWORK_WRITE):
        _link("web", "Fill in a new web", ":material/add:", pupil_id)


def _link(page: str, label: str, icon: str, pupil_id: int) -> None:
    st.page_link(f"../../pages/wellbeing/{page}.py", label=label, icon=icon, query_params={"pupil": str(pupil_id)})
