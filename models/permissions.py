"""Who may do what: permissions, the roles that hold them, and the person asking."""

from dataclasses import dataclass, field
from enum import StrEnum

from models.errors import PermissionDenied


class Permission(StrEnum):
    """One thing a person may do. Code asks for these and never for a role."""

    FIGURES_READ = "figures_read"  # school attendance figures, in the form the person's scope allows
    FIGURES_READ_IN_FULL = "figures_read_in_full"  # small numbers of the schools in scope are not hidden
    FIGURES_READ_ALL_SCHOOLS = "figures_read_all_schools"  # the scope is every school, not only one's own
    FIGURES_EXPORT = "figures_export"
    SUPPORTED_READ = "supported_read"  # which children of the schools in scope are supported, and by whom
    PUPIL_SEARCH = "pupil_search"
    PUPIL_READ_ALL = "pupil_read_all"  # open any pupil; without it, only one's own caseload or by cover
    COVER_WRITE = "cover_write"  # open another worker's pupil with a reason, logged
    COVER_READ = "cover_read"
    IMPORT_WRITE = "import_write"
    SCHOOL_WRITE = "school_write"
    ACCOUNT_WRITE = "account_write"
    ACCOUNT_READ_OWN = "account_read_own"
    AUDIT_READ = "audit_read"
    DEMO_WRITE = "demo_write"
    CASEWORK_READ = "casework_read"  # open a family in scope: contacts, webs, plans, meetings
    CASEWORK_WRITE = "casework_write"  # record work with a family in scope
    CHILD_FORM = "child_form"  # fill in the one form handed over; all that a child holding the tablet may do
    RESTRICTED_READ = "restricted_read"  # the text of a restricted note, on a logged click
    CASELOAD_READ_ALL = "caseload_read_all"  # every worker's caseload, the waiting list, who is due what
    REFERRAL_WRITE = "referral_write"  # refer a child; see what became of one's own referrals
    REFERRAL_TRIAGE = "referral_triage"  # triage, allocate and decline
    TRANSFER_WRITE = "transfer_write"  # offer a family of one's own, or accept one offered
    CHOICE_WRITE = "choice_write"  # edit the team's lists
    PROGRAMME_READ = "programme_read"  # programmes, dates and how many come, of the schools in scope
    PROGRAMME_WRITE = "programme_write"  # plan programmes, take registers, follow who was invited
    EVALUATION_READ = "evaluation_read"  # results of evaluations, small numbers hidden from those outside the team
    EVALUATION_WRITE = "evaluation_write"  # enter answers, make links, match people
    QUESTIONNAIRE_WRITE = "questionnaire_write"  # make and publish questionnaires
    AWARD_WRITE = "award_write"  # awards on their way and earned
    SCHEME_WRITE = "scheme_write"  # award schemes, their levels, and the school calendar
    VOLUNTEER_WRITE = "volunteer_write"  # volunteers and mentors
    SERVICE_READ = "service_read"  # the directory of services
    SERVICE_WRITE = "service_write"  # add to it, put it right, note what was found out
    TRAINING_READ = "training_read"  # one's own training, or with CASELOAD_READ_ALL everybody's
    TRAINING_WRITE = "training_write"
    ANSWER_FORM = (
        "answer_form"  # fill in the one questionnaire a link opens; all that somebody without an account may do
    )


class Role(StrEnum):
    """A job, as the service describes it."""

    WORKER = "worker"
    LEAD = "lead"
    HEADTEACHER = "headteacher"
    ADMINISTRATOR = "administrator"
    VIEWER = "viewer"
    SYSTEM = "system"  # the command line on the server; never given to an account
    LINK = "link"  # somebody who opened a link, without an account


ROLE_NAMES: dict[Role, str] = {
    Role.WORKER: "Home link worker",
    Role.LEAD: "Team lead",
    Role.HEADTEACHER: "Headteacher or school coordinator",
    Role.ADMINISTRATOR: "Administrator",
    Role.VIEWER: "Viewer",
    Role.SYSTEM: "Command line",
    Role.LINK: "Somebody with a link",
}

ASSIGNABLE_ROLES: tuple[Role, ...] = tuple(role for role in Role if role not in (Role.SYSTEM, Role.LINK))

_TEAM = frozenset(
    {
        Permission.FIGURES_READ,
        Permission.FIGURES_READ_IN_FULL,
        Permission.FIGURES_READ_ALL_SCHOOLS,
        Permission.FIGURES_EXPORT,
        Permission.SUPPORTED_READ,
        Permission.PUPIL_SEARCH,
        Permission.ACCOUNT_READ_OWN,
    }
)

_CASEWORK = frozenset(
    {
        Permission.CASEWORK_READ,
        Permission.CASEWORK_WRITE,
        Permission.CHILD_FORM,
        Permission.RESTRICTED_READ,
        Permission.REFERRAL_WRITE,
        Permission.TRANSFER_WRITE,
    }
)

_PROGRAMMES = frozenset(
    {
        Permission.PROGRAMME_READ,
        Permission.PROGRAMME_WRITE,
        Permission.EVALUATION_READ,
        Permission.EVALUATION_WRITE,
        Permission.AWARD_WRITE,
        Permission.VOLUNTEER_WRITE,
        Permission.SERVICE_READ,
        Permission.SERVICE_WRITE,
        Permission.TRAINING_READ,
        Permission.TRAINING_WRITE,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.WORKER: _TEAM | _CASEWORK | _PROGRAMMES | {Permission.COVER_WRITE},
    Role.LEAD: _TEAM
    | _CASEWORK
    | _PROGRAMMES
    | {
        Permission.QUESTIONNAIRE_WRITE,
        Permission.SCHEME_WRITE,
        Permission.CASELOAD_READ_ALL,
        Permission.REFERRAL_TRIAGE,
        Permission.CHOICE_WRITE,
        Permission.PUPIL_READ_ALL,
        Permission.COVER_READ,
        Permission.IMPORT_WRITE,
        Permission.AUDIT_READ,
    },
    Role.HEADTEACHER: frozenset(
        {
            Permission.FIGURES_READ,
            Permission.FIGURES_READ_IN_FULL,
            Permission.FIGURES_EXPORT,
            Permission.SUPPORTED_READ,
            Permission.REFERRAL_WRITE,
            Permission.PROGRAMME_READ,
            Permission.EVALUATION_READ,
            Permission.SERVICE_READ,
            Permission.ACCOUNT_READ_OWN,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.IMPORT_WRITE,
            Permission.SCHOOL_WRITE,
            Permission.ACCOUNT_WRITE,
            Permission.CHOICE_WRITE,
            Permission.QUESTIONNAIRE_WRITE,
            Permission.SCHEME_WRITE,
            Permission.ACCOUNT_READ_OWN,
        }
    ),
    Role.VIEWER: frozenset({Permission.FIGURES_READ, Permission.FIGURES_READ_ALL_SCHOOLS, Permission.ACCOUNT_READ_OWN}),
    Role.LINK: frozenset({Permission.ANSWER_FORM}),
    Role.SYSTEM: frozenset(Permission),
}


def is_tied_to_schools(role: Role) -> bool:
    """Whether this role sees the figures of its own schools only, so that an account must name them."""
    grants = GRANTS.get(role, frozenset())
    return Permission.FIGURES_READ in grants and Permission.FIGURES_READ_ALL_SCHOOLS not in grants


def may_have_caseload(role: Role) -> bool:
    """Whether an account with this role may be linked to a worker of the team."""
    return Permission.PUPIL_SEARCH in GRANTS.get(role, frozenset())


@dataclass(frozen=True, slots=True)
class Actor:
    """The person asking, read from the database for this run; never a table row."""

    account_id: int | None
    username: str
    display_name: str
    role: Role
    school_ids: frozenset[int] = field(default_factory=frozenset)
    worker_id: int | None = None
    session_id: int | None = None
    handed_over_key: str | None = None  # set while a child holds the tablet: the draft that is theirs to fill in
    link_id: int | None = None  # of somebody without an account: the link they opened

    def can(self, permission: Permission) -> bool:
        """Whether this person holds the permission; a role nobody knows holds none."""
        if self.handed_over_key is not None and permission is not Permission.CHILD_FORM:
            return False
        return permission in GRANTS.get(self.role, frozenset())


SYSTEM = Actor(account_id=None, username="command line", display_name="Command line", role=Role.SYSTEM)


def check(actor: Actor, permission: Permission) -> None:
    """Raise PermissionDenied unless the person holds the permission."""
    if not actor.can(permission):
        raise PermissionDenied("You do not have access to this. Ask your team lead if you think you should.")
