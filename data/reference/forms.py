"""The forms somebody may leave half filled, as their week names them."""

from models.kinds import KINDS

FORMS: dict[str, str] = {
    "new_family": "A new family",
    "family": "A change to a family",
    "family_child": "A child for a family",
    "family_leaving": "Somebody to take out of a family",
    "statement": "A Mind Of My Own statement",
    "programme": "A new programme",
    "programme_change": "A change to a programme",
    "sessions": "More sessions of a programme",
    "session_change": "A change to a session",
    "invite": "Families to invite",
    "health_note": "A health note",
    "appointment": "Something for your week",
    "web": "A wellbeing web",
    "web_correction": "A correction of a web",
    "plan": "An action plan",
    "plan_action": "An action for a plan",
    "plan_drop": "A change to a plan",
    "plan_review": "The next look at a plan",
    "plan_close": "Closing a plan",
    "extend_support": "Extending support",
    "close_support": "Closing support",
    "hand_over": "Handing families over",
    "decline_offer": "Declining a family",
    "referral": "A referral",
    "referral_answer": "An answer about a referral",
    "referral_withdraw": "Withdrawing a referral",
    "triage": "Triage of a referral",
    "allocation": "A worker for a referral",
    "outcome": "The outcome of a referral",
    "award": "Setting out for an award",
    "award_change": "A change to an award",
    "award_work": "Hours towards an award",
    "award_work_back": "Hours taken back from an award",
    "award_back": "An award to take back",
    "volunteer": "Somebody who gives time",
    "contribution": "Hours somebody gave",
    "destination": "What somebody went on to",
}
_STEPS = {"": "{}", "_change": "a change to {}", "_back": "{} to take back"}  # of a kind of record


def form_name(form: str) -> str:
    """What a form is called, or nothing where it is not worth coming back to."""
    if name := FORMS.get(form):
        return name
    for step, words in _STEPS.items():
        if kind := KINDS.get(form.removesuffix(step)):
            article = "an" if kind.title[0] in "AEIOU" else "a"
            name = words.format(f"{article} {kind.title.lower()}")
            return name[0].upper() + name[1:]
    return ""
