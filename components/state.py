"""The few things kept in a tab's session state, each behind a name. Ids and filters only, never rows."""

import streamlit as st

from data.settings import settings

_TOKEN = "session.token"  # noqa: S105 - the name of a key
_NOTICE = "session.notice"


def session_token() -> str | None:
    """The opaque id of the signed-in session: from this tab's own sign-in, or from the browser's cookie."""
    return st.session_state.get(_TOKEN) or st.context.cookies.get(cookie_name())


def cookie_name() -> str:
    """The cookie's name; the prefix makes browsers insist on https and on this host alone."""
    return "__Host-home_link_session" if settings().is_behind_tls else "home_link_session"


def remember_session(token: str | None) -> None:
    """Keep this tab signed in (or, with None, let it go) until it is closed."""
    if token is None:
        st.session_state.pop(_TOKEN, None)
    else:
        st.session_state[_TOKEN] = token


def leave_notice(text: str) -> None:
    """Leave a message to be shown after the next rerun."""
    st.session_state[_NOTICE] = text


def take_notice() -> str | None:
    """The message left before the rerun, once."""
    return st.session_state.pop(_NOTICE, None)
