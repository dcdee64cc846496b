"""How lists of accounts, sessions and schools are shown."""

from collections.abc import Sequence

from components.kit.tables import MOMENT, show_table
from data.access.queries.accounts import AccountRow, SignedInPlace
from data.attendance.queries.schools import SchoolRow
from models.permissions import ROLE_NAMES


def account_table(accounts: Sequence[AccountRow]) -> None:
    """Every account, in one table."""
    rows = [
        {
            "Name": account.display_name,
            "Username": account.username,
            "Role": ROLE_NAMES[account.role],
            "Schools or worker": ", ".join(account.school_names) or account.worker_name or "",
            "Account": "open" if account.is_active else "closed",
            "Last signed in": account.last_signed_in_at,
        }
        for account in accounts
    ]
    words = f"Accounts ({len(accounts)}): name, username, role, and whether the account is open"
    show_table(rows, alt=words, key="accounts.table", columns={"Last signed in": MOMENT})


def session_table(sessions: Sequence[SignedInPlace]) -> None:
    """Where one person is signed in."""
    rows = [
        {"Signed in": one.signed_in_at, "Last used": one.last_seen_at, "": "this device" if one.is_this_one else ""}
        for one in sessions
    ]
    words = f"Where you are signed in ({len(sessions)})"
    show_table(rows, alt=words, key="my_account.sessions", columns={"Signed in": MOMENT, "Last used": MOMENT})


def school_table(schools: Sequence[SchoolRow]) -> None:
    """Every school, in one table."""
    rows = [
        {
            "School": school.name,
            "Sector": school.sector.capitalize(),
            "Cluster": school.cluster or "",
            "Supported": school.is_supported,
            "SEED code": school.seed_code,
        }
        for school in schools
    ]
    words = f"{len(schools)} schools: name, sector, cluster, and whether the team supports them"
    show_table(rows, alt=words, key="schools.table")
