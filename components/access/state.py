"""The few things kept in a tab's session state, each behind a name.

Ids and filters only, never rows; but for what the page in hand works on, which goes when another page opens.
"""

import secrets
from typing import Any

import streamlit as st

from data.core.settings import settings

_TOKEN = "session.token"  # noqa: S105 - the name of a key
_TICKET = "session.ticket"
_NOTICE = "session.notice"
_LINK = "session.link"
_DEVICE = "session.device"
_PAGE, _ON_PAGE = "session.page", "session.on_page"


def session_token() -> str | None:
    """The opaque id of the signed-in session: from this tab's own sign-in, or from the browser's cookie."""
    return st.session_state.get(_TOKEN) or st.context.cookies.get(cookie_name())


def cookie_name() -> str:
    """The cookie's name; the prefix makes browsers insist on https and on this host alone."""
    return "__Host-home_link_session" if settings().is_behind_tls else "home_link_session"


def remember_session(*, token: str, ticket: str) -> None:
    """Keep this tab signed in, and hold the ticket that its browser trades for the cookie."""
    st.session_state[_TOKEN], st.session_state[_TICKET] = token, ticket


def forget_session() -> None:
    """Let the tab's own sign-in go."""
    st.session_state.pop(_TOKEN, None)
    st.session_state.pop(_TICKET, None)


def cookie_ticket() -> str | None:
    """The ticket of this tab's own sign-in. It is worth nothing once traded, or after a minute."""
    return st.session_state.get(_TICKET)


def link_token() -> str | None:
    """The secret of the link this tab was opened by, if it was; who is signed in counts for nothing there."""
    token: str | None = st.query_params.get("k")
    return token


def is_known_link() -> bool:
    """Whether this tab's link has been open here before."""
    return st.session_state.get(_LINK) == link_token()


def remember_link() -> None:
    """Note that this tab's link is open."""
    st.session_state[_LINK] = link_token()


def device_cookie_name() -> str:
    """The cookie by which a group's link knows one browser from another; of no one in particular."""
    return "__Host-home_link_device" if settings().is_behind_tls else "home_link_device"


def device_key() -> str:
    """This browser, or where it keeps no cookies this tab."""
    own: str = st.session_state.setdefault(_DEVICE, secrets.token_urlsafe(16))
    return st.context.cookies.get(device_cookie_name()) or own


def visitor_address() -> str | None:
    """Where the visitor comes from; None on this machine itself. A proxy of ours adds the last entry."""
    if settings().is_behind_proxy:
        return st.context.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or None
    return st.context.ip_address


def note_page(url_path: str) -> None:
    """Let go of what another page worked on."""
    if st.session_state.get(_PAGE) != url_path:
        st.session_state[_PAGE], st.session_state[_ON_PAGE] = url_path, {}


def on_page() -> dict[str, Any]:
    """What this page works on, for as long as it stays open."""
    held: dict[str, Any] = st.session_state.setdefault(_ON_PAGE, {})
    return held


def leave_notice(text: str) -> None:
    """Leave a message to be shown after the next rerun."""
    st.session_state[_NOTICE] = text


def take_notice() -> str | None:
    """The message left before the rerun, once."""
    notice: str | None = st.session_state.pop(_NOTICE, None)
    return notice
