"""What the pages about one child's webs share: whose they are, and the way to a new one."""

import streamlit as st

from components.text import as_text
from data.actions.pupils import open_pupil
from models.errors import NotFound
from models.permissions import Actor, Permission


def asked_child(actor: Actor) -> int:
    """The child named in the address as `?pupil=`, when they are this person's to open; the visit is written down."""
    text = st.query_params.get("pupil", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        st.info("Find a child first, and open their web from there.", icon=":material/search:")
        st.stop()
    try:
        record = open_pupil(pupil_id=int(text), by=actor)
    except NotFound as refusal:
        st.warning(str(refusal), icon=":material/lock:")
        st.stop()
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
    st.page_link(f"../pages/casework/{page}.py", label=label, icon=icon, query_params={"pupil": str(pupil_id)})
