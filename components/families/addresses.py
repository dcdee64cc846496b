"""Where each thing due, begun or told of stands: an address, which ends in `=` where it says which one."""

from models.families.family import Family
from models.families.timeline import TimelineItem, TimelineKind
from models.families.week import DueItem, DueKind
from models.kinds import KINDS, kind_of

DUE: dict[DueKind, str] = {
    DueKind.SUPPORT: "support?family=",
    DueKind.WEB: "web?pupil=",
    DueKind.PLAN: "plan?pupil=",
    DueKind.REFERRAL: "referrals?id=",
    DueKind.TRANSFER: "hand-over",
    DueKind.DECLINED: "hand-over",
}
STORY: dict[TimelineKind, str] = {
    TimelineKind.REFERRAL: "refer",
    TimelineKind.SUPPORT: "support?family=",
    TimelineKind.CONTACT: "contact?id=",
    TimelineKind.MEETING: "meeting?id=",
    TimelineKind.WEB: "webs?pupil=",
    TimelineKind.STATEMENT: "statement?id=",
    TimelineKind.ACTION: "plan?pupil=",
    TimelineKind.ATTENDANCE: "pupil?id=",
    TimelineKind.PROGRAMME: "programme?id=",
    TimelineKind.AWARD: "awards?id=",
}
FORMS: dict[str, str] = {
    "contact": "contact?family=",
    "contact_change": "contact?id=",
    "new_family": "families",
    "family": "family?id=",
    "family_child": "family?id=",
    "family_leaving": "family?id=",
    "meeting": "meeting?family=",
    "meeting_change": "meeting?id=",
    "statement": "statement?family=",
    "statement_change": "statement?id=",
    "programme": "programmes",
    "programme_change": "programme?id=",
    "sessions": "programme?id=",
    "session_change": "register?session=",
    "invite": "reach?programme=",
    "health_note": "register",
    "appointment": "my-week",
    "web": "web?pupil=",
    "web_correction": "webs?pupil=",
    "plan": "plan?pupil=",
    "plan_action": "plan?pupil=",
    "plan_drop": "plan?pupil=",
    "plan_review": "plan?pupil=",
    "plan_close": "plan?pupil=",
    "extend_support": "support?family=",
    "close_support": "support?family=",
    "hand_over": "hand-over",
    "decline_offer": "hand-over",
    "referral": "refer",
    "referral_answer": "refer",
    "referral_withdraw": "refer",
    "triage": "referrals?id=",
    "allocation": "referrals?id=",
    "outcome": "referrals?id=",
    "award": "awards",
    "award_change": "awards?id=",
    "award_work": "awards?id=",
    "award_work_back": "awards?id=",
    "award_back": "awards?id=",
}


def due_address(item: DueItem) -> str:
    """The address of the page where the item is done, or where the form it is about is finished."""
    return _which(_form_address(item.form) if item.form else DUE[item.kind], item.id)


def _form_address(form: str) -> str:
    """The address to finish a form at: its own, or the page of its kind of record or of that kind's owner."""
    if address := FORMS.get(form):
        return address
    kind = KINDS[form.removesuffix("_change").removesuffix("_back")]
    if kind.of is Family:
        return "family?id="
    shown = kind if kind.page else kind_of(kind.of) or kind
    return f"{shown.page.url_path}?{shown.name}=" if shown.page else "my-week"


def story_address(item: TimelineItem) -> str:
    """The address of the page that says more about an event."""
    return _which(STORY[item.kind], item.id)


def _which(address: str, number: int | None) -> str:
    page, _, name = address.partition("?")
    return f"{address}{number}" if name and number else page
