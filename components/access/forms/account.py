"""Forms about accounts: the first one, a new one, a change, and passwords."""

from collections.abc import Mapping

import streamlit as st
from pydantic import ValidationError

from models.access import AccountChange, AccountCreate
from models.permissions import ASSIGNABLE_ROLES, ROLE_NAMES, Role, is_tied_to_schools, may_have_caseload

_PASSWORD_HELP = "At least 12 characters. Three random words make a good one. You may paste it."  # noqa: S105
_DIFFERENT = "The two passwords are not the same. Nothing was saved: please type them again."
_ROUND = "accounts.new.round"  # a new number empties the form for a new account
_WHAT_TO_MEND = {
    "username": "A username is at least two small letters or digits, with no spaces; dots and hyphens are fine.",
    "display_name": "Please enter the person's name.",
    "password": "Please choose a shorter password.",
}


def first_administrator_form() -> tuple[str, AccountCreate] | None:
    """The one-time code and the account, once both are well formed."""
    with st.form("set_up.form"):
        code = st.text_input("One-time code", autocomplete="one-time-code", max_chars=40, key="set_up.code")
        username, display_name = _names("set_up")
        password, again = new_password_fields("set_up")
        is_sent = st.form_submit_button("Create the administrator", type="primary", key="set_up.submit")
    if not is_sent or not is_same(password, again):
        return None
    account = _account(username, display_name, password, role=Role.ADMINISTRATOR)
    return (code, account) if account else None


def new_account_form(*, schools: Mapping[int, str], workers: Mapping[int, str]) -> AccountCreate | None:
    """A new account. The role stands above the form, because it decides what else is asked."""
    key = f"accounts.new.{st.session_state.get(_ROUND, 0)}"
    role = _role_field(f"{key}.role")
    with st.form(key):
        username, display_name = _names(key)
        school_ids, worker_id = _access_fields(key, role, schools, workers)
        password = st.text_input(
            "First password", type="password", autocomplete="new-password", help=_PASSWORD_HELP, key=f"{key}.password"
        )
        st.caption("Tell them this password in person. They choose their own when they first sign in.")
        is_sent = st.form_submit_button("Add the account", type="primary", key=f"{key}.submit")
    if not is_sent:
        return None
    return _account(username, display_name, password, role=role, school_ids=school_ids, worker_id=worker_id)


def start_next_account() -> None:
    """After adding one: nobody finds the last person's name and password still standing there."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def change_account_form(
    account_id: int, *, now: AccountChange, schools: Mapping[int, str], workers: Mapping[int, str]
) -> AccountChange | None:
    """Another name, role, schools or worker for an account."""
    key = f"accounts.change.{account_id}"
    role = _role_field(f"{key}.role", now.role)
    with st.form(key):
        display_name = st.text_input("Name", now.display_name, max_chars=80, key=f"{key}.name")
        school_ids, worker_id = _access_fields(key, role, schools, workers, now=now)
        st.caption("The person is signed out, and sees the change when they sign in again.")
        is_sent = st.form_submit_button("Save the change", type="primary", key=f"{key}.submit")
    if not is_sent:
        return None
    if not display_name.strip():
        st.error(_WHAT_TO_MEND["display_name"], icon=":material/error:")
        return None
    return AccountChange(display_name=display_name.strip(), role=role, school_ids=school_ids, worker_id=worker_id)


def own_password_form() -> tuple[str, str] | None:
    """The current and the new password, once the new one was typed the same twice."""
    with st.form("my_account.password"):
        current = st.text_input(
            "Current password", type="password", autocomplete="current-password", key="my_account.current"
        )
        password, again = new_password_fields("my_account")
        st.caption("You will be signed out everywhere, and sign in again with the new password.")
        is_sent = st.form_submit_button("Change my password", type="primary", key="my_account.submit")
    return (current, password) if is_sent and is_same(password, again) else None


def new_password_form(account_id: int) -> str | None:
    """A new password for somebody else."""
    key = f"accounts.password.{account_id}"
    with st.form(key, clear_on_submit=True):
        password = st.text_input(
            "New password for them", type="password", autocomplete="new-password", help=_PASSWORD_HELP, key=f"{key}.new"
        )
        is_sent = st.form_submit_button("Give them this password", key=f"{key}.submit")
    return password if is_sent else None


def new_password_fields(key: str) -> tuple[str, str]:
    """A new password, twice."""
    return (
        _new_password("New password", key=f"{key}.password", help_words=_PASSWORD_HELP),
        _new_password("New password again", key=f"{key}.again"),
    )


def _new_password(label: str, *, key: str, help_words: str | None = None) -> str:
    return st.text_input(label, type="password", autocomplete="new-password", max_chars=200, help=help_words, key=key)


def is_same(password: str, again: str) -> bool:
    """Whether a new password was typed the same twice; says so when not."""
    if password != again:
        st.error(_DIFFERENT, icon=":material/error:")
    return password == again


def _names(key: str) -> tuple[str, str]:
    return (
        st.text_input("Username", autocomplete="off", max_chars=80, key=f"{key}.username"),
        st.text_input("Name", autocomplete="off", max_chars=80, key=f"{key}.name"),
    )


def _role_field(key: str, now: Role = Role.WORKER) -> Role:
    index = ASSIGNABLE_ROLES.index(now)
    return st.selectbox("Role", ASSIGNABLE_ROLES, index, format_func=ROLE_NAMES.__getitem__, key=key)


def _access_fields(
    key: str, role: Role, schools: Mapping[int, str], workers: Mapping[int, str], *, now: AccountChange | None = None
) -> tuple[frozenset[int], int | None]:
    """What this role needs to know of the person; the rest is kept as it is."""
    school_ids, worker_id = (now.school_ids, now.worker_id) if now else (frozenset(), None)
    if is_tied_to_schools(role):
        chosen = [school_id for school_id in schools if school_id in school_ids]
        picked = st.multiselect(
            "Schools", list(schools), chosen, format_func=schools.__getitem__, select_all=False, key=f"{key}.schools"
        )
        school_ids = frozenset(picked)
    if may_have_caseload(role):
        choices = [None, *workers]
        label = "Which worker of the tracker is this?"
        index = choices.index(worker_id) if worker_id in choices else 0
        worker_id = st.selectbox(
            label, choices, index, format_func=lambda id_: workers.get(id_, "None of them"), key=f"{key}.worker"
        )
    return school_ids, worker_id


def _account(username: str, display_name: str, password: str, **access: object) -> AccountCreate | None:
    names = {"username": username.strip().casefold(), "display_name": display_name.strip()}
    try:
        return AccountCreate.model_validate(names | access | {"password": password})
    except ValidationError as error:
        for problem in error.errors():
            st.error(_WHAT_TO_MEND[str(problem["loc"][0])], icon=":material/error:")
        return None
