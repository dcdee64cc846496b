"""Who may sign in, and as what."""

import streamlit as st

from components.access.accounts import account_table
from components.access.forms.account import change_account_form, new_account_form, new_password_form, start_next_account
from components.access.guard import require
from components.kit.layout import saved
from components.kit.opening import choose_one
from data.access.actions.accounts import (
    add_account,
    change_account,
    deactivate_account,
    reactivate_account,
    set_password,
)
from data.access.queries.accounts import list_accounts, list_worker_names
from data.attendance.queries.schools import list_schools
from models.permissions import Permission

actor = require(Permission.ACCOUNT_WRITE)

st.title("Accounts")
accounts = list_accounts(actor=actor)
schools = {school.id: school.name for school in list_schools(actor=actor)}
workers = list_worker_names(actor=actor)
account_table(accounts)

with st.expander("Add an account", icon=":material/person_add:"):
    if added := new_account_form(schools=schools, workers=workers):
        with saved(f"{added.display_name} can now sign in as {added.username}."):
            add_account(account=added, by=actor)
            start_next_account()

st.subheader("Change an account")
if chosen := choose_one(
    "Whose account?",
    {account.id: account for account in accounts},
    lambda one: f"{one.display_name} ({one.username})",
    key="accounts.chosen",
    placeholder="Choose a person",
):
    if change := change_account_form(chosen.id, now=chosen.changeable, schools=schools, workers=workers):
        with saved(f"The account of {chosen.display_name} is changed."):
            change_account(account_id=chosen.id, change=change, by=actor)
    if password := new_password_form(chosen.id):
        with saved(f"{chosen.display_name} has a new password, and is asked to change it at the next sign-in."):
            set_password(account_id=chosen.id, password=password, by=actor)
    if chosen.is_active:
        if st.button("Close this account", icon=":material/block:", key="accounts.close"):
            with saved(f"The account of {chosen.display_name} is closed, and they are signed out."):
                deactivate_account(account_id=chosen.id, by=actor)
    elif st.button("Open this account again", icon=":material/lock_open:", key="accounts.open"):
        with saved(f"The account of {chosen.display_name} is open again."):
            reactivate_account(account_id=chosen.id, by=actor)
