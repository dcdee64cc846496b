"""How lists of accounts, sessions and schools are shown and chosen from."""

from collections.abc import Sequence

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from data.queries.accounts import AccountRow, SessionRow
from data.queries.schools import SchoolRow
from models.permissions import ROLE_NAMES


def account_table(accounts: Sequence[AccountRow]) -> None:
    """Every account, in one table."""
    st.dataframe(
        {
            "Name": [account.display_name for account in accounts],
            "Username": [account.username for account in accounts],
            "Role": [ROLE_NAMES[account.role] for account in accounts],
            "Schools or worker": [", ".join(account.school_names) or account.worker_name or "" for account in accounts],
            "Account": ["open" if account.is_active else "closed" for account in accounts],
            "Last signed in": [account.last_signed_in_at for account in accounts],
        },
        column_config={"Last signed in": _moment()},
        hide_index=True,
        alt=f"{len(accounts)} accounts: name, username, role, and whether the account is open",
        key="accounts.table",
    )


def choose_account(accounts: Sequence[AccountRow]) -> AccountRow | None:
    """The account to change, once one is chosen."""
    by_id = {account.id: account for account in accounts}
    chosen = st.selectbox(
        "Whose account?",
        list(by_id),
        index=None,
        format_func=lambda id_: f"{by_id[id_].display_name} ({by_id[id_].username})",
        placeholder="Choose a person",
        key="accounts.chosen",
    )
    return by_id.get(chosen)


def session_table(sessions: Sequence[SessionRow]) -> None:
    """Where one person is signed in."""
    st.dataframe(
        {
            "Signed in": [session.signed_in_at for session in sessions],
            "Last used": [session.last_seen_at for session in sessions],
            "": ["this device" if session.is_this_one else "" for session in sessions],
        },
        column_config={"Signed in": _moment(), "Last used": _moment()},
        hide_index=True,
        alt=f"You are signed in in {len(sessions)} places",
        key="my_account.sessions",
    )


def school_table(schools: Sequence[SchoolRow]) -> None:
    """Every school, in one table."""
    st.dataframe(
        {
            "School": [school.name for school in schools],
            "Sector": [school.sector.capitalize() for school in schools],
            "Cluster": [school.cluster or "" for school in schools],
            "Supported": [school.is_supported for school in schools],
            "SEED code": [school.seed_code for school in schools],
        },
        hide_index=True,
        alt=f"{len(schools)} schools: name, sector, cluster, and whether the team supports them",
        key="schools.table",
    )


def choose_school(schools: Sequence[SchoolRow]) -> SchoolRow | None:
    """The school to change, once one is chosen."""
    by_id = {school.id: school for school in schools}
    chosen = st.selectbox(
        "Which school?",
        list(by_id),
        index=None,
        format_func=lambda id_: f"{by_id[id_].name} ({by_id[id_].sector})",
        placeholder="Choose a school",
        key="schools.chosen",
    )
    return by_id.get(chosen)


def _moment() -> ColumnConfig:
    return st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm", timezone="Europe/London")
