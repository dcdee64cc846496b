"""Links and QR codes of one programme: printed, who has answered, and stopped."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from components.guard import signed_in
from components.layout import saved
from components.tables import DAY, show_table
from data.actions.answer_links import MOST_DAYS, USUAL_DAYS, print_links, revoke_links
from data.queries.answer_links import LinkRow, list_links
from data.queries.answers import AnswerBook
from models.clock import day_text

_GROUP = "The group’s link"


def answer_links(book: AnswerBook) -> None:
    """For people to answer on their own phones, without an account."""
    if not (actor := signed_in()):
        st.rerun()
    links = list_links(actor=actor, programme_id=book.programme_id, version_id=book.asked.id, stage=book.stage)
    waiting = sum(not person.version for person in book.people)
    st.text("People answer on their own phones, without an account. Each link can be used once by each person.")
    days = st.number_input("Days the links stay open", 1, MOST_DAYS, USUAL_DAYS, key="answers.link_days")
    make = partial(
        print_links, programme_id=book.programme_id, version_id=book.asked.id, stage=book.stage, days=days,
        address=_address(), by=actor,
    )  # fmt: skip
    with st.container(horizontal=True):
        cards = f"Cards for {waiting} who have not answered" if waiting else "No cards to print"
        _printed(cards, "cards", partial(make, is_group=False), is_disabled=not waiting)
        _printed("A poster for the group", "poster", partial(make, is_group=True), is_disabled=False)
    st.caption("Each time you print, new links are made. Those printed before stay open until their last day.")
    _who(book, links)
    _stop(book, links)


def _address() -> str:
    """Where this service is, as the worker's own browser sees it."""
    here = urlsplit(st.context.url or "http://localhost")
    return f"{here.scheme}://{here.netloc}"


def _printed(label: str, name: str, make: partial[bytes], *, is_disabled: bool) -> None:
    st.download_button(
        label, data=make, file_name=f"answer-{name}.pdf", mime="application/pdf", icon=":material/qr_code_2:",
        disabled=is_disabled, key=f"answers.{name}",
    )  # fmt: skip


def _who(book: AnswerBook, links: Sequence[LinkRow]) -> None:
    st.header("Who has answered")
    for link in links:
        if link.participant_id is None:
            st.text(f"{_GROUP}, open until {day_text(link.expires_at.date())}: {link.answers} answered so far.")
    until = {link.participant_id: link.expires_at.date() for link in links}
    rows = [
        {
            "Name": person.name, "Answered": "Yes" if person.version else "Not yet",
            "Own link open until": None if person.version else until.get(person.participant_id),
        }
        for person in book.people
    ]  # fmt: skip
    answered = sum(person.version > 0 for person in book.people)
    alt = f"{answered} of {len(rows)} people have answered"
    show_table(rows, alt=alt, key="answers.who", columns={"Own link open until": DAY}, placeholder="–")


def _stop(book: AnswerBook, links: Sequence[LinkRow]) -> None:
    names = {0: _GROUP} | {person.participant_id: person.name for person in book.people if not person.version}
    by_person: dict[int, list[int]] = {}
    for link in links:
        if (link.participant_id or 0) in names:
            by_person.setdefault(link.participant_id or 0, []).append(link.id)
    if not by_person:
        return
    st.header("Stop a link")
    st.text("For a card that was lost, or a poster that should no longer be used. What was answered stays.")
    with st.form(f"answers.stop.{len(links)}", border=False):
        chosen = st.selectbox(
            "Whose link?", list(by_person), index=None, placeholder="Choose whose", format_func=names.__getitem__
        )
        is_sent = st.form_submit_button("Stop this link", icon=":material/link_off:")
    if not is_sent or not (by := signed_in()):
        return
    if chosen is None:
        st.error("Choose whose link to stop.", icon=":material/edit:")
        return
    with saved("That link no longer works."):
        revoke_links(link_ids=by_person[chosen], by=by)
