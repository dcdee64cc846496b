"""Triage: what came in, who waits and how long, one referral in full, and what to do with it."""

from collections.abc import Collection, Sequence
from datetime import timedelta

import streamlit as st

from components.kit.drafts import DraftForm, draft_form
from components.kit.editing import change_form, seen_version, sending
from components.kit.layout import saved
from components.kit.links import to_page
from components.kit.text import as_text
from components.library.directory import choose_service
from components.referrals.referral_list import answer_form
from data.core.queries.choices import labels
from data.families.queries.transfers import list_rooms
from data.library.queries.directory import service_names
from data.referrals.actions.referrals import search_children
from data.referrals.actions.triage import allocate_referral, link_referral, tell_outcome, triage_referral
from data.referrals.queries import ReferralRecord
from models.choices import ChoiceList
from models.clock import day_text, today
from models.permissions import Actor
from models.referrals import NEED_WORDS, OUTCOMES, STATUS_WORDS, Need, ReferralStatus, Triage
from models.wellbeing.web import INDICATOR_NAMES

_NEW = frozenset({ReferralStatus.RECEIVED, ReferralStatus.MORE_NEEDED})
_DECISIONS = {
    ReferralStatus.WAITING.value: "Put on the waiting list",
    ReferralStatus.MORE_NEEDED.value: "Ask for more",
    ReferralStatus.DECLINED.value: "Not take on",
}
_WORDS = {
    ReferralStatus.WAITING: "A note for the team",
    ReferralStatus.MORE_NEEDED: "What do you need to know?",
    ReferralStatus.DECLINED: "The reason, as the referrer will read it",
}


def overview(rows: Sequence[ReferralRecord]) -> None:
    """What came in, the waiting list, and who is still to be told."""
    _part("To look at", [row for row in rows if row.status in _NEW], "Nothing new to look at.")
    waiting = [row for row in rows if row.status is ReferralStatus.WAITING]
    _part("Waiting list, by need and then by arrival", waiting, "Nobody is waiting.")
    _part("Outcome still to be told", [row for row in rows if row.status in OUTCOMES], "Everybody has been told.")


def _part(title: str, rows: Sequence[ReferralRecord], nobody: str) -> None:
    st.subheader(title)
    if not rows:
        st.caption(nobody)
        return
    st.dataframe(
        [
            {
                "Child": row.child,
                "Need": NEED_WORDS[row.need] if row.need else "Not judged yet",
                "Days since it came": row.waiting_days,
                "School": row.school,
                "From": row.referrer,
                "Standing": STATUS_WORDS[row.status],
            }
            for row in rows
        ],
        alt=f"{title}: {len(rows)} children",
        hide_index=True,
        key=f"referrals.{title}",
    )


def choose(rows: Sequence[ReferralRecord]) -> ReferralRecord | None:
    """The referral to open; its id may be in the address."""
    by_id = {row.id: row for row in rows}
    asked = st.query_params.get("id", "")
    index = [str(id_) for id_ in by_id].index(asked) if asked in map(str, by_id) else None
    chosen = st.selectbox(
        "Open a referral",
        list(by_id),
        index=index,
        key="referrals.chosen",
        placeholder="Choose a child",
        format_func=lambda id_: f"{by_id[id_].child}, {by_id[id_].school}",
    )
    if chosen is not None:
        # The browser keeps the words chosen, which change with the child's name; the address keeps the referral.
        st.query_params["id"] = str(chosen)
    return by_id.get(chosen)


def show_referral(row: ReferralRecord, actor: Actor) -> None:
    """Everything the referrer said."""
    st.header(as_text(row.child))
    sources = labels(actor=actor, list_name=ChoiceList.REFERRAL_SOURCE)
    reasons = labels(actor=actor, list_name=ChoiceList.REFERRAL_REASON)
    facts = {
        "School": row.school + ("" if row.pupil_id else " (not on the pupil list)"),
        "Referred": f"{day_text(row.referred_on)}, {row.waiting_days} days since it came",
        "By": f"{row.referrer}, {sources.get(row.source, row.source)}. Reach them: {row.contact}",
        "Main reason": reasons.get(row.main_reason, row.main_reason),
        "What is happening": row.reason,
        "Concerned about": ", ".join(INDICATOR_NAMES[one] for one in row.concerns),
        "Tried so far": row.tried,
        "Agreed": f"{row.consent_by}, {day_text(row.consent_on)}" if row.consent_on else "Nobody yet",
        "Need": NEED_WORDS[row.need] if row.need else "",
        "Note": row.triage_note,
        "Asked": row.question,
        "Answered": row.answer,
        "Outcome": row.outcome,
        "Standing": STATUS_WORDS[row.status],
    }
    st.text("\n".join(f"{name}: {value}" for name, value in facts.items() if value))
    if row.pupil_id:
        to_page(
            "pupil", "Attendance, where they live, and who sees them", actor=actor, query=[("id", str(row.pupil_id))]
        )


def decide(row: ReferralRecord, actor: Actor) -> None:
    """What can be done from where the referral stands."""
    if row.status in OUTCOMES:
        _tell(row, actor)
    elif row.is_own:
        st.info("You recorded this referral, so a colleague who may decide looks at it.", icon=":material/group:")
    elif row.status is ReferralStatus.RECEIVED:
        _triage(row, actor, _DECISIONS)
    elif row.status is ReferralStatus.MORE_NEEDED:
        answer_form(row, actor)
        _triage(row, actor, [ReferralStatus.DECLINED])
    else:
        _allocate(row, actor) if row.pupil_id else _link(row, actor)
        _triage(row, actor, [ReferralStatus.DECLINED])


def _triage(row: ReferralRecord, actor: Actor, offered: Collection[str]) -> None:
    st.subheader("Decide" if len(offered) > 1 else "Or not take on")
    form = draft_form("triage", actor=actor, subject=f"referral:{row.id}")
    to = form.choice("to", "What should happen?", {code: _DECISIONS[code] for code in offered})
    if to is None:
        form.finish()
        return
    decision = ReferralStatus(to)
    is_waiting = decision is ReferralStatus.WAITING
    needs = {need.value: NEED_WORDS[need] for need in Need}
    need = form.choice("need", "How soon is help needed?", needs) if is_waiting else None
    words = form.text_area("words", _WORDS[decision], max_chars=1_000)
    consent = _consent(form) if is_waiting and not row.consent_on else {}
    service_id = None
    if decision is ReferralStatus.DECLINED:
        services = service_names(actor=actor)
        service_id = choose_service(form, "service", "Who could help instead? The referrer reads its name", services)
    version = seen_version(form, row.version)
    if form.submit(_DECISIONS[decision]):
        triage = Triage(
            to=decision, version=version, words=words, need=need and Need(need), service_id=service_id, **consent
        )
        with sending(form, f"{row.child}: {STATUS_WORDS[decision].lower()}."):
            triage_referral(referral_id=row.id, triage=triage, draft_key=form.draft.key, by=actor)


def _consent(form: DraftForm) -> dict[str, object]:
    st.caption("Nobody has agreed yet. The waiting list needs to know who did, and when.")
    return {
        "consent_by": form.text_input("consent_by", "Who agreed?", max_chars=120, autocomplete="off"),
        "consent_on": form.date("consent_on", "On which day?", max_value=today()),
    }


def _link(row: ReferralRecord, actor: Actor) -> None:
    """The child has to be on a list before a worker can be given: attendance and support hang on it."""
    st.subheader("Find the child on the pupil list")
    text = st.text_input("Name or candidate number", row.child, max_chars=100, key=f"referrals.link.{row.id}")
    key = f"referrals.linked.{row.id}"
    found = search_children(text=text, by=actor, is_repeat=st.session_state.get(key) == text)
    st.session_state[key] = text
    if not found:
        st.caption("Nobody of this name is on the list. Bring in a newer pupil list, or try fewer letters.")
        return
    child = st.selectbox(
        "Which child is it?",
        found,
        index=None,
        format_func=lambda one: f"{one.name}, {one.stage}, {one.school}",
        placeholder="Choose a child",
        key=f"referrals.link.child.{row.id}",
    )
    if child and st.button("This is the child", key=f"referrals.link.save.{row.id}"):
        with saved(f"The referral is about {child.name}."):
            link_referral(referral_id=row.id, version=row.version, pupil_id=child.pupil_id, by=actor)


def _allocate(row: ReferralRecord, actor: Actor) -> None:
    st.subheader("Give the family a worker")
    form = draft_form("allocation", actor=actor, subject=f"referral:{row.id}")
    rooms = {
        str(one.worker_id): f"{one.name}: {one.room.taken} of {one.room.room_for}" for one in list_rooms(actor=actor)
    }
    worker = form.select("worker", "Worker, most room first", rooms, placeholder="Choose a worker")
    if worker is None:
        form.finish()
        return
    review_on = form.date(
        "review_on", "First review (a term from now if left empty)", min_value=today() + timedelta(days=1)
    )
    outcome = form.text_area("outcome", "What the referrer will read", max_chars=1_000)
    version = seen_version(form, row.version)
    if form.submit("Begin support"):
        with sending(form, f"{row.child} has a worker, and support begins today."):
            allocate_referral(
                referral_id=row.id,
                version=version,
                worker_id=int(worker),
                review_on=review_on,
                outcome=outcome,
                draft_key=form.draft.key,
                by=actor,
            )


def _tell(row: ReferralRecord, actor: Actor) -> None:
    st.subheader("Tell the referrer")
    st.text(f"Reach {row.referrer}: {row.contact}")
    form, version = change_form(
        "outcome",
        actor=actor,
        subject=f"referral:{row.id}",
        stored={"words": row.outcome},
        version=row.version,
        names={"words": "What they are told"},
    )
    words = form.text_area("words", "What did you tell them?", max_chars=1_000)
    if form.submit("They have been told"):
        with sending(form, f"{row.referrer} has been told."):
            tell_outcome(referral_id=row.id, version=version, words=words, draft_key=form.draft.key, by=actor)
