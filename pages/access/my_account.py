"""One's own password, and where one is signed in."""

import streamlit as st

from components.access.accounts import session_table
from components.access.forms.account import own_password_form
from components.access.guard import require
from components.kit.layout import explained, leave
from data.access.actions.accounts import change_own_password
from data.access.actions.sign_in import sign_out
from data.access.queries.accounts import list_own_sessions
from models.permissions import ROLE_NAMES, Permission

actor = require(Permission.ACCOUNT_READ_OWN)

st.title("My account")
st.text(f"{actor.display_name}, signed in as {actor.username}. {ROLE_NAMES[actor.role]}.")

st.subheader("Change your password")
if passwords := own_password_form():
    with explained():
        change_own_password(current=passwords[0], new=passwords[1], by=actor)
        leave("Your password is changed. Please sign in with the new one.")

st.subheader("Where you are signed in")
session_table(list_own_sessions(actor=actor))
if st.button("Sign out everywhere", icon=":material/logout:", key="my_account.sign_out"):
    leave(sign_out(by=actor))
