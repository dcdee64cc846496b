"""Sets of answers nobody is matched to, and people who answered only once."""

import streamlit as st

from components.kit.layout import saved
from components.kit.opening import choose_one
from components.kit.tables import show_table
from data.evaluations.actions.answers import match_answers
from data.evaluations.queries.answers import AnswerBook, LooseSheet
from models.evaluations.questionnaires import STAGE_WORDS
from models.permissions import Actor


def match_people(book: AnswerBook, *, actor: Actor) -> None:
    """Pairs are made by themselves for people on the register; the rest is said by hand."""
    _only("Answered only before", book.only_before)
    _only("Answered only after", book.only_after)
    st.header("Not matched to anybody")
    if not book.loose:
        st.info("Every set of answers belongs to somebody.", icon=":material/check:")
        return
    st.text("They count as not paired. Say whose they are, if you are sure.")
    people = {person.participant_id: person for person in book.people}
    sheets = {sheet.id: sheet for sheet in book.loose}
    key = f"answers.match.{len(sheets)}"
    with st.form(key, border=False):
        sheet = choose_one(
            "Which answers?", sheets, sheet_words, key=f"{key}.sheet", placeholder="Choose a set of answers"
        )
        person = choose_one(
            "Whose are they?", people, lambda one: one.name, key=f"{key}.person", placeholder="Choose a person"
        )
        is_sent = st.form_submit_button("Match them", type="primary")
    if not is_sent:
        return
    if sheet is None or person is None:
        st.error("Choose both the answers and the person.", icon=":material/edit:")
        return
    with saved("They are matched."):
        match_answers(sheet_id=sheet.id, participant_id=person.participant_id, seen=sheet.version, by=actor)


def sheet_words(sheet: LooseSheet) -> str:
    """What is known of a set of answers."""
    said = sheet.said_name or "No name given"
    return f"{said}, {STAGE_WORDS[sheet.stage].lower()}, {sheet.answered_on:%d/%m/%Y}"


def _only(title: str, names: tuple[str, ...]) -> None:
    if names:
        st.header(title)
        show_table([{"Name": name} for name in names], alt=f"{title}: {len(names)}", key=f"answers.{title}")
