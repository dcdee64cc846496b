"""Answers of one programme: which questionnaire and when, then a grid, one person, or matching."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from components.evaluations.answer_entry import grid, one_person
from components.evaluations.answer_link_list import answer_links
from components.evaluations.answer_matching import match_people
from components.kit.opening import choose_one
from components.kit.text import as_text
from data.evaluations.queries.answers import AnswerBook, answer_book, used_questionnaire
from data.evaluations.queries.questionnaires import Version, offered_versions
from data.programmes.queries.programmes import list_programmes
from models.evaluations.questionnaires import STAGE_WORDS, Stage
from models.permissions import Actor

GRID, PERSON, LINKS, MATCH = "A grid for the group", "One person, or the tablet", "Links and QR codes", "Match people"


def choose_programme(actor: Actor) -> int | None:
    """The programme of the address, or one from the list."""
    rows = {row.programme_id: row for row in list_programmes(actor=actor)}
    if not rows:
        st.info("Plan a programme first. Its people's answers are entered here.", icon=":material/event:")
        return None
    chosen = choose_one(
        "Programme",
        rows,
        lambda row: ", ".join(part for part in (row.name, row.school, f"{row.first_on:%B %Y}") if part),
        key="answers.programme_choice",
        placeholder="Choose a programme",
        bound="programme",
    )
    return chosen.programme_id if chosen else None


def answers_of(programme_id: int, actor: Actor) -> None:
    """The choices, and what was chosen."""
    offered = offered_versions(actor=actor)
    usual = used_questionnaire(actor=actor, programme_id=programme_id, offered=offered)
    if usual is None:
        st.info("Publish a questionnaire first.", icon=":material/quiz:")
        return
    book = _book(programme_id, offered, usual, actor)
    st.caption(_state(book))
    way = st.radio("How", (GRID, PERSON, LINKS, MATCH), horizontal=True, key="answers.way", bind="query-params")
    ways: dict[str, Callable[[AnswerBook], None]] = {
        GRID: grid,
        PERSON: one_person,
        LINKS: partial(answer_links, actor=actor),
        MATCH: partial(match_people, actor=actor),
    }
    ways[way or GRID](book)


def _book(programme_id: int, offered: dict[int, Version], usual: int, actor: Actor) -> AnswerBook:
    version_id = st.selectbox(
        "Questionnaire",
        list(offered),
        index=list(offered).index(usual),
        format_func=lambda id_: f"{offered[id_].name}, version {offered[id_].number}",
        key=f"answers.version.{programme_id}",
    )
    stage = st.radio(
        "When",
        list(Stage),
        format_func=lambda one: f"{STAGE_WORDS[one]} the programme",
        horizontal=True,
        key="answers.stage",
        bind="query-params",
    )
    return answer_book(
        actor=actor, programme_id=programme_id, version_id=version_id or usual, stage=Stage(stage or Stage.PRE)
    )


def _state(book: AnswerBook) -> str:
    answered = sum(person.version > 0 for person in book.people)
    return as_text(
        f"{answered} of {len(book.people)} people have answers for this time. Not paired: "
        f"{len(book.only_before)} only before, {len(book.only_after)} only after, {len(book.loose)} not matched."
    )
