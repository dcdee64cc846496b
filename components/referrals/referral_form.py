"""Referring a child: who it is, why, what has been tried, who agreed, and how to reach the referrer."""

from typing import Any

import streamlit as st
from pydantic import ValidationError

from components.kit.drafts import DraftForm, draft_form
from components.kit.layout import saved
from components.kit.text import as_text
from data.attendance.queries.schools import list_schools
from data.core.queries.choices import offered
from data.referrals.actions.referrals import make_referral, search_children
from data.referrals.queries import ChildRow, SimilarRow, find_similar
from models.choices import ChoiceList
from models.clock import day_text, today
from models.families.family import SUPPORT_WORDS, SupportStatus
from models.permissions import Actor
from models.referrals import STATUS_WORDS, ReferralCreate, missing_of
from models.wellbeing.web import INDICATOR_NAMES, Indicator

_LAST_SEARCH = "refer.last_search"
_SENT = "The referral is with the team. You will find on this page what becomes of it."


def referral_form(actor: Actor) -> None:
    """The whole form. Consent may follow, and then only the waiting list waits for it."""
    form = draft_form("referral", actor=actor)
    child, school_id = _child(form, actor)
    name = form.saved("child_name", "") if child is None else ""
    _similar(find_similar(actor=actor, pupil_id=child and child.pupil_id, child_name=name, school_id=school_id))
    _who_refers(form, actor)
    _why(form, actor)
    _consent(form)
    if form.submit("Send the referral"):
        _send(form, actor, child, school_id)
    form.discard_button()


def _child(form: DraftForm, actor: Actor) -> tuple[ChildRow | None, int | None]:
    """The child chosen from the list, or the school of one who is not on it."""
    st.subheader("Who is the child?")
    text = form.text_input(
        "search",
        "Child's name or candidate number",
        max_chars=100,
        live=False,
        icon=":material/search:",
        help="Part of a name will do. Press Enter to search.",
    )
    found = search_children(text=text, by=actor, is_repeat=st.session_state.get(_LAST_SEARCH) == text)
    st.session_state[_LAST_SEARCH] = text
    rows = {str(row.pupil_id): row for row in found}
    if text and not rows:
        st.caption("Nobody of this name is on the list. Try fewer letters, or enter the child below.")
    names = {key: f"{row.name}, {row.stage}, {row.school}" for key, row in rows.items()}
    chosen = form.select("pupil", "Which child?", names, placeholder="Choose a child") if rows else None
    if chosen:
        return rows[chosen], rows[chosen].school_id
    return None, _unlisted(form, actor)


def _unlisted(form: DraftForm, actor: Actor) -> int | None:
    if not form.tick("is_unlisted", "The child is not on the list"):
        return None
    form.text_input("child_name", "Child's first name and surname", max_chars=160, autocomplete="off")
    schools = {str(school.id): school.name for school in list_schools(actor=actor)}
    school = form.select("school", "School", schools, placeholder="Choose a school")
    return int(school) if school else None


def _similar(rows: tuple[SimilarRow, ...]) -> None:
    for row in rows:
        st.warning(as_text(similar_words(row)), icon=":material/content_copy:")


def similar_words(row: SimilarRow) -> str:
    """What is known of an earlier referral or of support, as a sentence."""
    if isinstance(row.standing, SupportStatus):
        return f"{row.worker} and {row.child}: {SUPPORT_WORDS[row.standing].lower()}, since {day_text(row.on)}."
    return f"{row.child} was referred on {day_text(row.on)}. {STATUS_WORDS[row.standing]}."


def _who_refers(form: DraftForm, actor: Actor) -> None:
    st.subheader("Who is referring?")
    sources = offered(actor=actor, list_name=ChoiceList.REFERRAL_SOURCE)
    form.select("source", "The referral comes from", sources, placeholder="Choose one")
    form.text_input("referrer_name", "Name of the person referring", max_chars=120, autocomplete="off")
    form.text_input("referrer_contact", "How the team can reach them", max_chars=120, autocomplete="off")
    form.date("referred_on", "Day of the referral", default=today(), max_value=today())


def _why(form: DraftForm, actor: Actor) -> None:
    st.subheader("Why now?")
    reasons = offered(actor=actor, list_name=ChoiceList.REFERRAL_REASON)
    form.select("main_reason", "Main reason", reasons, placeholder="Choose one")
    form.text_area("reason", "What is happening, and what would help?", max_chars=2_000)
    names = {indicator.value: INDICATOR_NAMES[indicator] for indicator in Indicator}
    form.choices("concerns", "Where are you concerned? Choose any.", names)
    form.text_area("tried", "What has been tried so far?", max_chars=2_000)


def _consent(form: DraftForm) -> None:
    st.subheader("Does the family agree?")
    st.caption("You can send the referral before they do. The child goes on the waiting list once they have agreed.")
    form.text_input("consent_by", "Who agreed?", max_chars=120, autocomplete="off")
    form.date("consent_on", "On which day?", max_value=today())


def _send(form: DraftForm, actor: Actor, child: ChildRow | None, school_id: int | None) -> None:
    nobody = {"search": "Please choose the child, or say that they are not on the list."}
    problems = {} if school_id or child else nobody
    try:
        referral = _entry(form, child, school_id)
    except ValidationError:
        form.show_problems({"referred_on": "Please enter a day."})
        return
    problems |= missing_of(referral, today=today())
    if problems:
        form.show_problems(problems)
        return
    with saved(_SENT):
        make_referral(referral=referral, draft_key=form.draft.key, by=actor)


def _entry(form: DraftForm, child: ChildRow | None, school_id: int | None) -> ReferralCreate:
    texts = ("source", "referrer_name", "referrer_contact", "main_reason", "reason", "tried", "consent_by")
    return ReferralCreate(
        pupil_id=child.pupil_id if child else None,
        child_name="" if child else _value(form, "child_name") or "",
        school_id=school_id or 0,
        concerns=_value(form, "concerns") or (),
        consent_on=_value(form, "consent_on"),
        referred_on=_value(form, "referred_on"),
        **{name: (_value(form, name) or "").strip() for name in texts},
    )


def _value(form: DraftForm, name: str) -> Any:  # noqa: ANN401 - whatever the field holds
    return st.session_state.get(form.key(name))
