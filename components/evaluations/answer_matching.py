"""Sets of answers nobody is matched to, and people who answered only once."""

import streamlit as st

from components.kit.layout import saved
from components.kit.tables import show_table
from components.kit.text import told_apart
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
    names = told_apart({person.participant_id: person.name for person in book.people})
    by_id = {sheet.id: sheet for sheet in book.loose}
    sheets = told_apart({sheet.id: sheet_words(sheet) for sheet in book.loose})
    with st.form(f"answers.match.{len(by_id)}", border=False):
        sheet_id = st.selectbox(
            "Which answers?",
            list(by_id),
            index=None,
            placeholder="Choose a set of answers",
            format_func=sheets.__getitem__,
        )
        person_id = st.selectbox(
            "Whose are they?", list(names), index=None, placeholder="Choose a person", format_func=names.__getitem__
        )
        is_sent = st.form_submit_button("Match them", type="primary")
    if not is_sent:
        return
    if sheet_id is None or person_id is None:
        st.error("Choose both the answers and the person.", icon=":material/edit:")
        return
    with saved("They are matched."):
        match_answers(sheet_id=sheet_id, participant_id=person_id, seen=by_id[sheet_id].version, by=actor)


def sheet_words(sheet: LooseSheet) -> str:
    """What is known of a set of answers."""
    said = sheet.said_name or "No name given"
    return f"{said}, {STAGE_WORDS[sheet.stage].lower()}, {sheet.answered_on:%d/%m/%Y}"


def _only(title: str, names: tuple[str, ...]) -> None:
    if names:
        st.header(title)
        show_table([{"Name": name} for name in names], alt=f"{title}: {len(names)}", key=f"answers.{title}")
