"""The first page of an empty installation: look round the demonstration, or create the first administrator."""

import streamlit as st

from components.access.forms.account import first_administrator_form
from components.kit.layout import saved
from data.access.actions.set_up import create_first_administrator
from models.permissions import SYSTEM


def _explore() -> None:
    st.subheader("Explore with demonstration data")
    st.text("About 120 invented families in 15 invented schools, to see what Home Link does. No real person is in it.")
    if st.button("Explore with demonstration data", icon=":material/explore:", key="set_up.demo", width="stretch"):
        from data.demo.demonstration import load_demonstration  # a large module that most installations never need

        with saved(), st.spinner("Inventing families and schools. This takes a moment."):
            load_demonstration(by=SYSTEM)


def _create() -> None:
    st.subheader("Create the first administrator")
    st.text("For the team's own records. The one-time code is printed in the log of the server when it starts.")
    if entered := first_administrator_form():
        code, account = entered
        with saved("Home Link is set up. Please sign in."):
            create_first_administrator(code=code, account=account)


_, middle, _ = st.columns([1, 3, 1])
with middle:
    st.title("Welcome to Home Link")
    st.text("There is nothing here yet. How would you like to begin?")
    _explore()
    _create()
