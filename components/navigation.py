"""Every page there is: its file, words, address and the permission that opens it."""

from dataclasses import dataclass

from models.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of the app."""

    path: str  # below pages/
    title: str
    icon: str
    url_path: str
    permission: Permission
    help: str
    section: str


PAGES: tuple[PageEntry, ...] = (
    PageEntry("school/attendance.py", "Attendance", ":material/calendar_month:", "attendance",
              Permission.FIGURES_READ, "Attendance over time, by school and by group of pupils.", "Schools"),
    PageEntry("school/supported.py", "Supported children", ":material/diversity_3:", "supported",
              Permission.SUPPORTED_READ, "Which children are supported, and by whom.", "Schools"),
    PageEntry("casework/find_pupil.py", "Find a pupil", ":material/search:", "find-pupil",
              Permission.PUPIL_SEARCH, "Find a pupil by name or candidate number.", "Children"),
    PageEntry("casework/pupil.py", "Pupil", ":material/person:", "pupil",
              Permission.PUPIL_SEARCH, "One pupil: characteristics, attendance, and who may see them.", "Children"),
    PageEntry("team/audit.py", "Audit log", ":material/history:", "audit",
              Permission.AUDIT_READ, "Who did what, and when.", "Team"),
    PageEntry("admin/imports.py", "Bring files in", ":material/upload_file:", "imports",
              Permission.IMPORT_WRITE, "Bring in SEEMiS files, the tracker and published data.", "Set up"),
    PageEntry("admin/schools.py", "Schools", ":material/school:", "schools",
              Permission.SCHOOL_WRITE, "The schools, their clusters and whether the team supports them.", "Set up"),
    PageEntry("admin/accounts.py", "Accounts", ":material/manage_accounts:", "accounts",
              Permission.ACCOUNT_WRITE, "Who may sign in, and as what.", "Set up"),
    PageEntry("casework/my_account.py", "My account", ":material/account_circle:", "my-account",
              Permission.ACCOUNT_READ_OWN, "Change your password and see where you are signed in.", "You"),
)  # fmt: skip

HIDDEN = frozenset({"pupil"})  # opened from another page, not from the menu


def pages_for(actor: Actor) -> list[PageEntry]:
    """The pages this person may open, in order; the first is where they land."""
    return [page for page in PAGES if actor.can(page.permission)]
