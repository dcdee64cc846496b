"""Who may look round the demonstration: one invented account for each role. No real installation has these."""

from models.permissions import Role

DEMO_PASSWORD = "only for looking round"  # noqa: S105 - shown on the sign-in page; opens invented data alone

# (role, username, name on screen)
DEMO_ACCOUNTS: tuple[tuple[Role, str, str], ...] = (
    (Role.WORKER, "demo.worker", "Demo Worker"),
    (Role.LEAD, "demo.lead", "Demo Lead"),
    (Role.HEADTEACHER, "demo.headteacher", "Demo Headteacher"),
    (Role.VIEWER, "demo.viewer", "Demo Viewer"),
    (Role.ADMINISTRATOR, "demo.administrator", "Demo Administrator"),
)
