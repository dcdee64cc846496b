"""The sign-in page. The council's own sign-on would be offered here: docs/decisions/sign-in.md."""

from functools import partial

import streamlit as st

from components.access.state import remember_session, visitor_address
from components.kit.layout import demonstration_banner, explained
from data.access.actions.sign_in import sign_in
from data.access.queries.accounts import is_demonstration
from data.reference.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from models.permissions import ROLE_NAMES


def _try(username: str, password: str) -> None:
    with explained():
        opened = sign_in(username=username, password=password, address=visitor_address())
        remember_session(token=opened.token, ticket=opened.ticket)
        st.rerun()  # the page whose address was asked for opens now


def _form() -> None:
    with st.form("sign_in.form"):
        username = st.text_input("Username", autocomplete="username", max_chars=80, key="sign_in.username")
        password = st.text_input(
            "Password", type="password", autocomplete="current-password", max_chars=200, key="sign_in.password"
        )
        is_sent = st.form_submit_button("Sign in", type="primary", width="stretch", key="sign_in.submit")
    if is_sent:
        _try(username, password)
    st.caption("Forgotten your password? An administrator of Home Link can give you a new one.")


def _looking_round() -> None:
    st.subheader("Look round")
    for role, username, _ in DEMO_ACCOUNTS:
        st.button(
            f"Look round as {_a(ROLE_NAMES[role])}",
            icon=":material/visibility:",
            key=f"sign_in.demo.{role}",
            width="stretch",
            on_click=partial(_try_as, username),
        )
    names = ", ".join(username for _, username, _ in DEMO_ACCOUNTS)
    st.caption(f"Or sign in with one of these usernames: {names}. The password is: {DEMO_PASSWORD}")


def _try_as(username: str) -> None:
    with explained():
        opened = sign_in(username=username, password=DEMO_PASSWORD, address=visitor_address())
        remember_session(token=opened.token, ticket=opened.ticket)


def _a(role_name: str) -> str:
    words = role_name.partition(" or ")[0].lower()  # the whole of the longest does not fit a phone
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


_, middle, _ = st.columns([1, 2, 1])
with middle:
    st.title("Home Link")
    st.text("Please sign in to see the families and schools you work with.")
    _form()
    if is_demonstration():
        demonstration_banner()
        _looking_round()
