"""One's own password, and where one is signed in."""

import streamlit as st

from components.accounts import session_table
from components.forms.account import own_password_form
from components.guard import require
from components.layout import explained, leave
from data.actions.accounts import change_own_password
from data.actions.sign_in import sign_out
from data.queries.accounts import list_own_sessions
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
