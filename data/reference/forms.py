"""Where a form somebody began is to be finished."""

from dataclasses import dataclass

from models.awards.volunteers import GIVEN


@dataclass(frozen=True, slots=True)
class Form:
    """A form's name on screen, the address of its page, and the query parameter that names its subject."""

    name: str
    page: str
    parameter: str = ""


FORMS: dict[str, Form] = {
    "contact": Form("A contact", "contact", "family"),
    "contact_change": Form("A change to a contact", "contact", "id"),
    "new_family": Form("A new family", "families"),
    "family": Form("A change to a family", "family", "id"),
    "adult": Form("An adult of a family", "family", "id"),
    "adult_change": Form("A change to an adult of a family", "family", "id"),
    "family_child": Form("A child for a family", "family", "id"),
    "family_leaving": Form("Somebody to take out of a family", "family", "id"),
    "consent": Form("A consent", "family", "id"),
    "meeting": Form("A meeting", "meeting", "family"),
    "meeting_change": Form("A change to a meeting", "meeting", "id"),
    "statement": Form("A Mind Of My Own statement", "statement", "family"),
    "statement_change": Form("A change to a statement", "statement", "id"),
    "programme": Form("A new programme", "programmes"),
    "programme_change": Form("A change to a programme", "programme", "id"),
    "sessions": Form("More sessions of a programme", "programme", "id"),
    "session_change": Form("A change to a session", "register", "session"),
    "invite": Form("Families to invite", "reach", "programme"),
    "health_note": Form("A health note", "register"),
    "appointment": Form("Something for your week", "my-week"),
    "web": Form("A wellbeing web", "web", "pupil"),
    "web_correction": Form("A correction of a web", "webs", "pupil"),
    "plan": Form("An action plan", "plan", "pupil"),
    "plan_action": Form("An action for a plan", "plan", "pupil"),
    "plan_drop": Form("A change to a plan", "plan", "pupil"),
    "plan_review": Form("The next look at a plan", "plan", "pupil"),
    "plan_close": Form("Closing a plan", "plan", "pupil"),
    "extend_support": Form("Extending support", "support", "family"),
    "close_support": Form("Closing support", "support", "family"),
    "hand_over": Form("Handing families over", "hand-over"),
    "decline_offer": Form("Declining a family", "hand-over"),
    "referral": Form("A referral", "refer"),
    "referral_answer": Form("An answer about a referral", "refer"),
    "referral_withdraw": Form("Withdrawing a referral", "refer"),
    "triage": Form("Triage of a referral", "referrals", "id"),
    "allocation": Form("A worker for a referral", "referrals", "id"),
    "outcome": Form("The outcome of a referral", "referrals", "id"),
    "award_scheme": Form("A change to an award scheme", "award-schemes"),
    "award_level": Form("A level of an award", "award-schemes"),
    "award": Form("Setting out for an award", "awards"),
    "award_change": Form("A change to an award", "awards", "id"),
    "award_work": Form("Hours towards an award", "awards", "id"),
    "award_work_back": Form("Hours taken back from an award", "awards", "id"),
    "award_back": Form("An award to take back", "awards", "id"),
    "volunteer": Form("Somebody who gives time", "volunteers"),
    "volunteer_change": Form("A change to a volunteer or mentor", "volunteers", "id"),
    "volunteer_check": Form("A check of a volunteer or mentor", "volunteers", "id"),
    "contribution": Form("Hours somebody gave", "volunteers", "id"),
    "destination": Form("What somebody went on to", "volunteers", "id"),
    **{f"{kind.name}_change": Form("Something to put right of a volunteer", "volunteers", "id") for kind in GIVEN},
    **{f"{kind.name}_back": Form("Something to take back of a volunteer", "volunteers", "id") for kind in GIVEN},
}
