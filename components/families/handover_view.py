"""Handing families over: offers to answer, what became of one's own, a new offer, and the pack to print."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from components.kit.drafts import DraftForm, draft_form
from components.kit.layout import saved
from components.kit.text import as_text
from data.core.actions.drafts import save_answers
from data.families.actions.transfers import (
    accept_offers,
    decline_offer,
    export_handover,
    offer_families,
    take_offer_back,
)
from data.families.queries.transfers import OfferRow, WorkerRoom, list_caseload
from models.families.family import CaseloadOffer, TransferStatus
from models.families.week import share_out
from models.permissions import Actor, Permission

_ACCEPT, _DECLINE, _TAKE_BACK = "accept", "decline", "take_back"
_ANSWERS = {_ACCEPT: "Accept", _DECLINE: "Decline"}
_ORDERS = {"review": "Next review first", "name": "By name"}


def show_offers(offers: Sequence[OfferRow], actor: Actor) -> None:
    """What colleagues declined, and offers nobody has answered yet."""
    to_me = [offer for offer in offers if offer.is_to_me and offer.status is TransferStatus.OFFERED]
    for colleague in dict.fromkeys(offer.from_worker for offer in to_me):
        _accept_all(colleague, [offer for offer in to_me if offer.from_worker == colleague], actor)
    for offer in offers:
        with st.container(border=True):
            st.subheader(as_text(offer.family))
            if offer.status is TransferStatus.DECLINED:
                _declined(offer, actor)
            else:
                _offer(offer, actor)
    if not offers:
        st.caption("No family is on offer just now.")


def _accept_all(colleague: str, offers: Sequence[OfferRow], actor: Actor) -> None:
    """One button for all that a colleague offered; left out when it is one family, where it would save no tap."""
    if len(offers) == 1:
        return
    seen = {offer.id: offer.version for offer in offers}
    with st.container(border=True):
        st.text(f"{colleague} offers you {len(offers)} families: {', '.join(offer.family for offer in offers)}.")
        # Its key names the offers, so that a tap never accepts another list than the one it stood under.
        key = f"handover.all.{'.'.join(map(str, seen))}"
        if st.button(f"Accept all {len(offers)}", key=key, type="primary", icon=":material/done_all:"):
            with saved(f"{len(offers)} families are handed over."):
                accept_offers(offers=seen, by=actor)
        st.caption("Or answer family by family below.")


def _declined(offer: OfferRow, actor: Actor) -> None:
    st.text(
        f"{offer.to_worker} cannot take this family over, and it stays with {offer.from_worker}.\n"
        f"Why: {offer.decline_reason}"
    )
    st.caption("Offer it again below, or keep it: either takes this away.")
    if st.button("Keep this family", key=f"handover.keep.{offer.id}"):
        with saved(f"{offer.family} stays with {offer.from_worker}."):
            take_offer_back(transfer_id=offer.id, version=offer.version, by=actor)


def _offer(offer: OfferRow, actor: Actor) -> None:
    st.text(
        f"From {offer.from_worker} to {offer.to_worker}\nChildren: {', '.join(offer.children) or 'none recorded'}\n"
        f"Why: {offer.reason}" + (f"\nGood to know: {offer.handover_note}" if offer.handover_note else "")
    )
    everyone = actor.can(Permission.CASELOAD_READ_ALL)
    answers = dict(_ANSWERS if offer.is_to_me or everyone else ())
    answers |= {_TAKE_BACK: "Take the offer back"} if offer.is_from_me or everyone else {}
    answer = st.radio(
        as_text(f"What becomes of the offer of {offer.family}?"),
        list(answers),
        index=None,
        format_func=answers.get,
        horizontal=True,
        key=f"handover.answer.{offer.id}",
    )
    if answer == _DECLINE:
        _decline(offer, actor)
    elif answer and st.button(answers[answer], key=f"handover.{answer}.{offer.id}", type="primary"):
        accepted = answer == _ACCEPT
        with saved(f"{offer.family} is handed over." if accepted else f"{offer.family} is not on offer any more."):
            if accepted:
                accept_offers(offers={offer.id: offer.version}, by=actor)
            else:
                take_offer_back(transfer_id=offer.id, version=offer.version, by=actor)


def _decline(offer: OfferRow, actor: Actor) -> None:
    form = draft_form("decline_offer", actor=actor, subject=f"transfer:{offer.id}")
    reason = form.text_input("reason", "Why not? Whoever offered reads this.", max_chars=300)
    if form.submit("Decline"):
        with saved(f"{offer.family} stays where it is."):
            decline_offer(
                transfer_id=offer.id, version=offer.version, reason=reason, draft_key=form.draft.key, by=actor
            )


def choose_worker(rooms: Sequence[WorkerRoom], actor: Actor) -> int | None:
    """The worker whose families are handed over: oneself, or whom the lead chooses; None until somebody is."""
    if not actor.can(Permission.CASELOAD_READ_ALL):
        return actor.worker_id
    names = {room.worker_id: room.name for room in sorted(rooms, key=lambda one: one.name)}
    return st.selectbox(
        "Whose families?",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Choose a worker",
        key="handover.worker",
    )


def room_words(room: WorkerRoom) -> str:
    """The worker's name, and how full their caseload is."""
    return f"{room.name}: {room.room.taken} of {room.room.room_for}"


def offer_form(worker_id: int, rooms: Sequence[WorkerRoom], offers: Sequence[OfferRow], actor: Actor) -> None:
    """Each family of the caseload with the colleague who would take it; what is left empty stays."""
    on_offer = {offer.family_id for offer in offers if offer.status is TransferStatus.OFFERED}
    families = list_caseload(actor=actor, worker_id=worker_id)
    free = {family_id: name for family_id, name in families.items() if family_id not in on_offer}
    if not free:
        st.info("Every family is on offer already, or there is none.", icon=":material/diversity_3:")
        return
    form = draft_form("hand_over", actor=actor, subject=f"worker:{worker_id}")
    colleagues = {str(room.worker_id): room_words(room) for room in rooms if room.worker_id != worker_id}
    st.button(
        "Suggest by room",
        icon=":material/auto_awesome:",
        key=form.key("suggest"),
        on_click=_suggest,
        args=(form, list(free), [room for room in rooms if room.worker_id != worker_id]),
    )
    if form.choice("order", "In which order?", _ORDERS, default="review") == "name":
        free = dict(sorted(free.items(), key=lambda item: item[1]))
    chosen = _choose(form, free, colleagues)
    reason = form.text_input("reason", "Why?", max_chars=300)
    note = form.text_area("note", "What should the colleague know?", max_chars=2_000)
    if form.submit("Offer these families"):
        offer = CaseloadOffer(from_worker_id=worker_id, families=tuple(chosen), reason=reason, handover_note=note)
        words = "1 family is offered." if len(chosen) == 1 else f"{len(chosen)} families are offered."
        with saved(words):
            offer_families(offer=offer, draft_key=form.draft.key, by=actor)
    form.discard_button()


def _choose(form: DraftForm, families: Mapping[int, str], colleagues: Mapping[str, str]) -> list[tuple[int, int]]:
    chosen = []
    for family_id, name in families.items():
        label = as_text(f"{name} goes to")
        to = form.select(f"to.{family_id}", label, colleagues, placeholder="Stays for now")
        if to:
            chosen.append((family_id, int(to)))
    return chosen


def _suggest(form: DraftForm, families: Sequence[int], rooms: Sequence[WorkerRoom]) -> None:
    """Fill the form with workers who have room, in the order of the list; each can be changed before it is sent."""
    shared = share_out(families, {room.worker_id: room.room.left for room in rooms})
    answers = {f"to.{family_id}": str(worker_id) for family_id, worker_id in shared.items()}
    save_answers(key=form.draft.key, answers=answers, by=form.actor)  # the fields are drawn afresh from these


def pack(worker_id: int, actor: Actor) -> None:
    """The caseload on paper, for the colleague who takes over."""
    st.download_button(
        "Make the hand-over pack",
        data=partial(export_handover, worker_id=worker_id, by=actor),
        file_name="hand-over.pdf",
        mime="application/pdf",
        icon=":material/print:",
        key="handover.pack",
    )
    st.caption("Each family on a page of its own: who they are, how to reach them, and what comes next. Keep it safe.")
