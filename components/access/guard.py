"""The first statement of every page: who is asking, and may they?"""

from contextvars import ContextVar

import streamlit as st

from components.access.state import device_key, is_known_link, link_token, remember_link, session_token, visitor_address
from data.access.actions.sign_in import touch_session
from data.access.queries.accounts import Visit, current_visit
from data.core.audit import check_permission
from data.evaluations.actions.answer_links import open_link
from models.errors import PermissionDenied
from models.permissions import Actor, Permission

# What the shell read at the start of this run, for the page's own guard, once. A run has its thread to itself.
_read_by_shell: ContextVar[Visit | None] = ContextVar("read_by_shell", default=None)
_data_version: ContextVar[int] = ContextVar("data_version")


def current() -> Visit | None:
    """The visit at this tab, read from the database for this run. Using a session keeps it alive."""
    visit = _visit()
    if visit is not None and visit.is_due_for_touch:
        touch_session(by=visit.actor)
    _read_by_shell.set(visit)
    return visit


def _visit() -> Visit | None:
    """Whoever opened a link is that link's alone, also on the phone of a worker who is signed in."""
    token = link_token()
    if token is None:
        return current_visit(token=session_token())
    visit = open_link(token=token, device=device_key(), address=visitor_address(), is_known=is_known_link())
    if visit is not None:
        remember_link()
    return visit


def signed_in() -> Actor | None:
    """The person at this tab, read from the database for this run."""
    visit = current()
    return visit.actor if visit else None


def still_here() -> Actor:
    """Who is at this tab, for a part of a page that runs alone. Once they left or lent it, the whole page runs."""
    actor = signed_in()
    if actor is None or actor.handed_over_key:
        st.rerun()
    return actor


def require(permission: Permission) -> Actor:
    """Return the signed-in person, or stop the page. First statement of every page."""
    visit = _read_by_shell.get() or _visit()
    _read_by_shell.set(None)
    if visit is None:
        st.info("Please sign in to see this page.", icon=":material/lock:")
        st.stop()
    try:
        check_permission(visit.actor, permission)
    except PermissionDenied:
        st.warning("This page is not part of your work in Home Link.", icon=":material/lock:")
        st.stop()
    if visit.must_change_password and permission is not Permission.ACCOUNT_READ_OWN:
        st.info("Please choose a password of your own first, under My account.", icon=":material/key:")
        st.stop()
    _data_version.set(visit.data_version)
    return visit.actor


def data_version() -> int:
    """The version of the data the guard found in this run: part of every cache key of figures."""
    return _data_version.get()
