"""What the pages about one child's webs share: whose they are, and the way to a new one."""

import streamlit as st

from components.kit.links import to_page
from components.kit.text import as_text
from data.attendance.actions.pupils import open_pupil
from models.permissions import Actor, Permission


def open_child(pupil_id: int, actor: Actor) -> None:
    """Whose webs these are, when they are this person's to open; the visit is written down."""
    record = open_pupil(pupil_id=pupil_id, by=actor)
    st.header(as_text(record.name))


def web_links(pupil_id: int, actor: Actor) -> None:
    """The ways to a child's webs, on pages about the child, for those who work with families."""
    if actor.can(Permission.CASEWORK_READ):
        with st.container(horizontal=True):
            to_page(f"webs?pupil={pupil_id}", "Wellbeing webs", actor=actor, icon=":material/hexagon:", width="content")
            new_web_link(pupil_id, actor)


def new_web_link(pupil_id: int, actor: Actor) -> None:
    """One tap to a new reading."""
    to_page(f"web?pupil={pupil_id}", "Fill in a new web", actor=actor, icon=":material/add:", width="content")
