"""Who may look round the demonstration: one invented account for each role. No real installation has these."""

from pathlib import Path

from data.reference.files import read_lines
from models.permissions import Role

DEMO_PASSWORD = "only for looking round"  # noqa: S105 - shown on the sign-in page; opens invented data alone
DEMONSTRATION = Path(__file__).parent / "demonstration"

# (role, username, name on screen)
DEMO_ACCOUNTS: tuple[tuple[Role, str, str], ...] = tuple(
    (Role(cells["role"]), cells["username"], cells["display_name"])
    for _, cells in read_lines(DEMONSTRATION / "account.csv")
)
