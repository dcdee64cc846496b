"""Every page there is: its file, words, address and the permission that opens it."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st
from streamlit.navigation.page import Page

from components.access.guard import require
from components.access.state import link_token
from data.access.queries.accounts import Visit, is_set_up
from data.evaluations.queries.answer_links import CLOSED
from models.awards.award import AWARD_SCHEMES
from models.awards.volunteers import VOLUNTEERS
from models.families.contacts import CONTACTS
from models.families.meetings import MEETINGS, STATEMENTS
from models.kinds import KINDS, Kind
from models.library.directory import SERVICES
from models.permissions import Actor, Permission
from models.programmes.school_calendar import CALENDAR
from models.team.training import TRAININGS


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of the app."""

    path: str  # below pages/
    title: str
    icon: str
    url_path: str
    permission: Permission
    help: str


def _page_of(kind: Kind) -> PageEntry:
    """The page of a kind of record, as its declaration says."""
    page = kind.page
    assert page is not None, f"{kind.name} has no page"  # noqa: S101 - a mistake in the declaration, found at start
    return PageEntry(
        page.path, page.title, f":material/{page.icon}:", page.url_path, page.permission or kind.read, page.help
    )


_IN_ORDER: tuple[PageEntry, ...] = (
    PageEntry("families/my_week.py", "My week", ":material/today:", "my-week",
              Permission.CASEWORK_READ, "What is planned, what is due, and room on the caseload."),
    PageEntry("families/families.py", "Families", ":material/groups:", "families",
              Permission.CASEWORK_READ, "One's own families at once; search, and add a family."),
    _page_of(CONTACTS),
    PageEntry("families/family.py", "Family", ":material/family_restroom:", "family",
              Permission.CASEWORK_READ, "One family: what to know first, its whole story, its people."),
    _page_of(MEETINGS),
    _page_of(STATEMENTS),
    PageEntry("attendance/attendance.py", "Attendance", ":material/calendar_month:", "attendance",
              Permission.FIGURES_READ, "Attendance over time, by school and by group of pupils."),
    PageEntry("families/supported.py", "Supported children", ":material/diversity_3:", "supported",
              Permission.SUPPORTED_READ, "Which children are supported, and by whom."),
    PageEntry("attendance/find_pupil.py", "Find a pupil", ":material/search:", "find-pupil",
              Permission.PUPIL_SEARCH, "Find a pupil by name or candidate number."),
    PageEntry("attendance/pupil.py", "Pupil", ":material/person:", "pupil",
              Permission.PUPIL_SEARCH, "One pupil: characteristics, attendance, and who may see them."),
    PageEntry("wellbeing/web.py", "Wellbeing web", ":material/hexagon:", "web",
              Permission.CASEWORK_WRITE, "Fill in a wellbeing web with a child or parent."),
    PageEntry("wellbeing/webs.py", "Wellbeing webs", ":material/stacked_line_chart:", "webs",
              Permission.CASEWORK_READ, "The webs of one child: what changed, and who sees it how."),
    PageEntry("wellbeing/child_web.py", "My web", ":material/child_care:", "my-web",
              Permission.CHILD_FORM, "The wellbeing web in a child's hands, one big question at a time."),
    PageEntry("families/support.py", "Support", ":material/event_repeat:", "support",
              Permission.CASEWORK_READ, "When support is reviewed; extend, step down, close."),
    PageEntry("families/plan.py", "Action plan", ":material/checklist:", "plan",
              Permission.CASEWORK_READ, "One child's plan, and the summary for the family."),
    PageEntry("families/handover.py", "Hand over", ":material/swap_horiz:", "hand-over",
              Permission.TRANSFER_WRITE, "Offer families to a colleague, and answer what is offered."),
    PageEntry("referrals/refer.py", "Refer a child", ":material/outgoing_mail:", "refer",
              Permission.REFERRAL_WRITE, "Ask for support for a child, and see what became of it."),
    PageEntry("programmes/programmes.py", "Programmes", ":material/celebration:", "programmes",
              Permission.PROGRAMME_READ, "What is on, coming and past; plan a programme."),
    PageEntry("programmes/programme.py", "Programme", ":material/event:", "programme",
              Permission.PROGRAMME_READ, "One programme: its sessions, and how far families have come."),
    PageEntry("programmes/register.py", "Register", ":material/how_to_reg:", "register",
              Permission.PROGRAMME_WRITE, "Who is here today, in a few taps."),
    PageEntry("programmes/reach.py", "Families on their way", ":material/directions_walk:", "reach",
              Permission.PROGRAMME_WRITE, "Who was invited to a programme, and how far each has come."),
    PageEntry("awards/awards.py", "Awards", ":material/emoji_events:", "awards",
              Permission.PROGRAMME_READ, "Who is nearly there, every award, and how many were earned."),
    _page_of(VOLUNTEERS),
    _page_of(SERVICES),
    _page_of(TRAININGS),
    PageEntry("evaluations/answers.py", "Answers", ":material/rate_review:", "answers",
              Permission.EVALUATION_WRITE, "Answers before and after: a grid, a tablet, and matching people."),
    PageEntry("evaluations/results.py", "Results", ":material/bar_chart:", "results",
              Permission.EVALUATION_READ, "What changed from before to after, and what people said."),
    PageEntry("evaluations/answer.py", "A few questions", ":material/rate_review:", "answer",
              Permission.ANSWER_FORM, "What a link or QR code opens on a phone, without an account."),
    PageEntry("referrals/referrals.py", "Referrals", ":material/inbox:", "referrals",
              Permission.REFERRAL_TRIAGE, "Look at referrals, keep the waiting list, give families a worker."),
    PageEntry("access/audit.py", "Audit log", ":material/history:", "audit",
              Permission.AUDIT_READ, "Who did what, and when."),
    PageEntry("imports/imports.py", "Bring files in", ":material/upload_file:", "imports",
              Permission.IMPORT_WRITE, "Bring in SEEMiS files, the tracker and published data."),
    PageEntry("attendance/schools.py", "Schools", ":material/school:", "schools",
              Permission.SCHOOL_WRITE, "The schools, their clusters and whether the team supports them."),
    _page_of(CALENDAR),
    PageEntry("evaluations/questionnaires.py", "Questionnaires", ":material/quiz:", "questionnaires",
              Permission.QUESTIONNAIRE_WRITE, "What is asked before and after a programme."),
    _page_of(AWARD_SCHEMES),
    PageEntry("access/lists.py", "Lists and wording", ":material/list_alt:", "lists",
              Permission.CHOICE_WRITE, "The team's lists, and what the screen says about child protection."),
    PageEntry("access/accounts.py", "Accounts", ":material/manage_accounts:", "accounts",
              Permission.ACCOUNT_WRITE, "Who may sign in, and as what."),
    PageEntry("access/my_account.py", "My account", ":material/account_circle:", "my-account",
              Permission.ACCOUNT_READ_OWN, "Change your password and see where you are signed in."),
)  # fmt: skip

_PLACED = {entry.path for entry in _IN_ORDER}
# A kind of record that was given a page and no place in the menu comes last.
PAGES = (*_IN_ORDER, *(_page_of(kind) for kind in KINDS.values() if kind.page and kind.page.path not in _PLACED))

# Opened from another page, not from the menu.
HIDDEN = frozenset(
    {"family", "meeting", "statement", "pupil", "web", "webs", "my-web", "plan", "programme", "register", "reach"}
)
START, NOT_FOUND, ANSWER = "start", "page-not-found", "answer"


def pages_for(actor: Actor) -> list[PageEntry]:
    """The pages this person may open, in order; the first is where they land."""
    return [page for page in PAGES if actor.can(page.permission)]


def pages_of_visit(visit: Visit | None) -> list[Page]:
    """The menu. Every address stays known whoever is here, so that a link survives sign-in and reload.

    One list: Streamlit's markup for a menu in sections is no list to a screen reader (axe: list, listitem).
    """
    if link_token() is not None:
        return _one_page_at_every_address("../../pages/evaluations/answer.py" if visit else _closed, "A few questions")
    if visit is None:
        pages = _one_page_at_every_address("sign_in.py" if is_set_up() else "set_up.py", "Home Link")
        return [_hidden(ANSWER, _closed) if page.url_path == ANSWER else page for page in pages]
    if visit.must_change_password:
        return _one_page_at_every_address("../../pages/access/my_account.py", "My account")
    if visit.actor.handed_over_key is not None:
        return _one_page_at_every_address("../../pages/wellbeing/child_web.py", "My web")
    # st.navigation marks the page that runs, so each run has its own
    return [copy(page) for page in _menu(tuple(pages_for(visit.actor)))]


@lru_cache
def _menu(allowed: tuple[PageEntry, ...]) -> tuple[Page, ...]:
    """Made once for each kind of person: looking for the pages' files takes longer than all the rest of the shell."""
    pages = (_page(entry) if entry in allowed else _refusal(entry) for entry in PAGES)
    return (_landing(allowed[0].path), _not_found(), *pages)


def _one_page_at_every_address(script: str | Callable[[], None], title: str) -> list[Page]:
    first = st.Page(script, title=title, url_path=START, default=True, visibility="hidden")
    addresses = (NOT_FOUND, *(entry.url_path for entry in PAGES))
    return [first, *(st.Page(script, title=title, url_path=path, visibility="hidden") for path in addresses)]


def _closed() -> None:
    """What a link that opens nothing shows, whatever the reason."""
    st.title("A few questions")
    st.info(CLOSED, icon=":material/link_off:")


def _page(entry: PageEntry) -> Page:
    return st.Page(
        f"../../pages/{entry.path}",
        title=entry.title,
        icon=entry.icon,
        url_path=entry.url_path,
        help=entry.help,
        visibility="hidden" if entry.url_path in HIDDEN else "visible",
    )


def _refusal(entry: PageEntry) -> Page:
    """A page this person may not open: the guard says so, and the attempt is recorded."""

    def show() -> None:
        st.title("Home Link")
        require(entry.permission)

    return _hidden(entry.url_path, show)


def _landing(path: str) -> Page:
    return _hidden(START, lambda: st.switch_page(f"../../pages/{path}"), is_default=True)


def _not_found() -> Page:
    def show() -> None:
        st.title("We could not find that page")
        st.text("The address may be mistyped, or the page may have moved. Please choose from the menu.")

    return _hidden(NOT_FOUND, show)


def _hidden(url_path: str, show: Callable[[], None], *, is_default: bool = False) -> Page:
    return st.Page(show, title="Home Link", url_path=url_path, default=is_default, visibility="hidden")
