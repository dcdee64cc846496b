"""What surrounds every page: messages, the demonstration's banner, who is signed in, and how a fault is shown."""

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import streamlit as st

from components.access.state import cookie_ticket, forget_session, leave_notice, take_notice
from components.kit.text import as_text
from data.access.actions.sign_in import sign_out
from data.access.queries.accounts import Visit
from models.errors import HomeLinkError
from models.permissions import ROLE_NAMES, Actor

_WEB = Path(__file__).parents[1] / "web"
ICON = (_WEB / "icon.svg").read_text(encoding="utf-8")  # as text, because Streamlit then puts it in the page itself
LOGO = (_WEB / "logo.svg").read_text(encoding="utf-8")
_LOG = logging.getLogger("home_link")


@contextmanager
def explained() -> Iterator[None]:
    """Show a refusal as a sentence on the page. Round the call of an action."""
    try:
        yield
    except HomeLinkError as error:
        st.error(as_text(str(error)), icon=":material/error:")


@contextmanager
def saved(notice: str = "", *, then: Callable[[], object] = st.rerun) -> Iterator[None]:
    """Round the call of an action: what came of it is shown on the page drawn afresh, or wherever `then` leads."""
    with explained():
        yield
        if notice:
            leave_notice(notice)
        then()


def leave(notice: str) -> NoReturn:
    """Let this tab's session go, and show the way in again."""
    forget_session()
    leave_notice(notice)
    st.rerun()


def show_fault(error: Exception) -> bool:
    """What the page says when the script fails: never the error itself, which may name a child."""
    if isinstance(error, HomeLinkError):
        st.error(as_text(str(error)), icon=":material/error:")
        return True
    reference = secrets.token_hex(2).upper()
    # The message is left out on purpose: a database's errors quote the values they choke on.
    where = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("Fault %s: %s\n%s", reference, type(error).__name__, where)
    st.error(
        f"Something went wrong on our side. Nothing you saved is lost. Please try again; if it happens again, "
        f"tell whoever looks after Home Link this reference: {reference}",
        icon=":material/error:",
    )
    return True


def frame(visit: Visit | None) -> None:
    """Draw what is round the page."""
    st.logo(LOGO, size="large")
    if visit is not None:
        # A child who holds the tablet sees nothing of the worker's, and whoever opened a link has nothing to leave.
        if visit.actor.handed_over_key is None and visit.actor.link_id is None:
            _who_is_signed_in(visit.actor)
        if visit.is_demonstration:
            demonstration_banner()
    if notice := take_notice():
        st.success(as_text(notice), icon=":material/check_circle:")


def demonstration_banner() -> None:
    """On every page, so that nobody takes the invented people for real ones."""
    st.info("Demonstration: every person here is invented. Please add nothing real.", icon=":material/science:")


def _who_is_signed_in(actor: Actor) -> None:
    with st.sidebar:
        st.caption(f"{as_text(actor.display_name)}  \n{ROLE_NAMES[actor.role]}")
        if st.button("Sign out", icon=":material/logout:", key="shell.sign_out", width="stretch"):
            leave(sign_out(by=actor))
        if ticket := cookie_ticket():
            # The frame trades the ticket for the cookie. A fragment is never sent to a server, nor logged.
            st.iframe(f"/auth/keep#{ticket}", height=1, tab_index=-1, alt="Keeps you signed in")
