"""The first statement of every page: who is asking, and may they?"""

import streamlit as st

from components.state import session_token
from data.queries.accounts import current_actor
from models.permissions import Actor, Permission


def signed_in() -> Actor | None:
    """The person at this tab, read from the database for this run."""
    return current_actor(token=session_token())


def require(permission: Permission) -> Actor:
    """Return the signed-in person, or stop the page. First statement of every page."""
    actor = signed_in()
    if actor is None:
        st.info("Please sign in to see this page.", icon=":material/lock:")
        st.stop()
    if not actor.can(permission):
        st.warning("This page is not part of your work in Home Link.", icon=":material/lock:")
        st.stop()
    return actor
