"""Links and QR codes of one programme: printed, who has answered, and stopped."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from components.kit.layout import explained, saved
from components.kit.tables import DAY, show_table
from components.kit.text import as_text
from data.evaluations.actions.answer_links import MOST_DAYS, USUAL_DAYS, MadeLinks, make_links, revoke_links
from data.evaluations.queries.answer_links import LinkRow, list_links
from data.evaluations.queries.answers import AnswerBook
from models.clock import day_text
from models.permissions import Actor

_GROUP = "The group’s link"
_MADE = "answers.made_links"


def answer_links(book: AnswerBook, *, actor: Actor) -> None:
    """For people to answer on their own phones, without an account."""
    # Any: these are arguments of two functions
    asked: dict[str, Any] = {"programme_id": book.programme_id, "version_id": book.asked.id, "stage": book.stage}
    st.text("People answer on their own phones, without an account. Each link can be used once by each person.")
    make = partial(make_links, **asked, address=_address(), by=actor)
    _make(book, list_links(actor=actor, **asked), make, maker=actor.username)
    links = list_links(actor=actor, **asked)
    _who(book, links)
    _stop(book, links, actor)


def _make(book: AnswerBook, links: Sequence[LinkRow], make: Callable[..., MadeLinks], *, maker: str) -> None:
    waiting = {person.participant_id for person in book.people if not person.version}
    kinds = {False: f"A card for each person who has not answered: {len(waiting)}"} if waiting else {}
    kinds[True] = "One for the whole group, on a poster"
    is_group = st.radio("Links", list(kinds), format_func=kinds.get, key="answers.link_kind")
    days = st.number_input("Days the links stay open", 1, MOST_DAYS, USUAL_DAYS, key="answers.link_days")
    earlier = sum(link.participant_id is None if is_group else link.participant_id in waiting for link in links)
    printed = "posters" if is_group else "cards"
    closes_earlier = earlier > 0 and st.checkbox(
        f"Close earlier links that are still open ({earlier}): {printed} printed before stop working",
        not is_group,
        key=f"answers.link_close.{is_group}",
    )
    of = (maker, book.programme_id, book.asked.id, book.stage, is_group)  # the next person at this screen sees none
    if of not in st.session_state.get(_MADE, {}) and st.button(  # so a second press makes no second set
        "Make the links", icon=":material/qr_code_2:", type="primary", key="answers.link_make"
    ):
        with explained():
            st.session_state[_MADE] = {of: make(is_group=is_group, days=days, closes_earlier=closes_earlier)}
    if of in (stored := st.session_state.get(_MADE, {})):
        _show(stored[of])


def _show(made: MadeLinks) -> None:
    """The new links, until they are put away: their tokens are kept in this tab's memory and nowhere else."""
    closed = f" Earlier ones that no longer work: {made.closed}." if made.closed else ""
    st.success(f"New links: {len(made.cards)}.{closed}", icon=":material/check_circle:")
    st.text("Print or copy them now: once put away they cannot be shown again. New ones can be made at any time.")
    st.download_button(
        "Print them (PDF)",
        made.document,
        "answer-links.pdf",
        "application/pdf",
        icon=":material/print:",
        key="answers.link_print",
        on_click="ignore",
    )
    for card in made.cards:
        name = card.name or "The whole group"
        with st.container(border=True):
            picture, words = st.columns((1, 3), vertical_alignment="center")  # on a phone one below the other
            picture.image(card.code, width=160, alt=f"QR code that opens the questions: {name}")
            words.markdown(f"**{as_text(name)}**")
            words.code(card.link, language=None, wrap_lines=True)
    st.button(
        "Put them away",
        icon=":material/visibility_off:",
        key="answers.link_hide",
        on_click=st.session_state.pop,
        args=(_MADE,),
    )


def _address() -> str:
    """What a link begins with: where this service is, as the worker's own browser sees it, and the page of answers."""
    here = urlsplit(st.context.url or "http://localhost")
    return f"{here.scheme}://{here.netloc}/answer?k="


def _who(book: AnswerBook, links: Sequence[LinkRow]) -> None:
    st.header("Who has answered")
    for link in links:
        if link.participant_id is None:
            st.text(f"{_GROUP}, open until {day_text(link.expires_at.date())}: {link.answers} answered so far.")
    until = {link.participant_id: link.expires_at.date() for link in links}
    rows = [
        {
            "Name": person.name,
            "Answered": "Yes" if person.version else "Not yet",
            "Own link open until": None if person.version else until.get(person.participant_id),
        }
        for person in book.people
    ]
    answered = sum(person.version > 0 for person in book.people)
    alt = f"{answered} of {len(rows)} people have answered"
    show_table(rows, alt=alt, key="answers.who", columns={"Own link open until": DAY}, placeholder="–")


def _stop(book: AnswerBook, links: Sequence[LinkRow], actor: Actor) -> None:
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
    if not is_sent:
        return
    if chosen is None:
        st.error("Choose whose link to stop.", icon=":material/edit:")
        return
    with saved("That link no longer works."):
        revoke_links(link_ids=by_person[chosen], by=actor)
