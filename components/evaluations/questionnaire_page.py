"""Questionnaires: the list, one of them with its questions, and making a new version."""

from collections.abc import Iterable, Mapping

import streamlit as st

from components.evaluations.questionnaire_forms import MADE, question_form
from components.kit.layout import saved
from components.kit.opening import choose_one
from components.kit.tables import show_table
from components.kit.text import as_text
from data.evaluations.actions.questionnaires import (
    make_version,
    move_question,
    offer_questionnaire,
    publish_version,
    remove_question,
)
from data.evaluations.queries.questionnaires import AskedQuestion, QuestionnaireRow, Version
from models.evaluations.making import ASKED_NAMES, KIND_NAMES
from models.evaluations.questionnaires import ANSWERED_BY_NAMES
from models.evaluations.scoring import ScaleScore
from models.permissions import Actor

_CHOSEN = "questionnaires.chosen"


def choose_questionnaire(rows: tuple[QuestionnaireRow, ...]) -> QuestionnaireRow:
    """All of them at a glance, and the one to look at."""
    show_table(
        [
            {
                "Questionnaire": row.name,
                "For": ANSWERED_BY_NAMES[row.answered_by],
                "Version": row.versions[0].number,
                "State": state_of(row),
            }
            for row in rows
        ],
        alt=f"{len(rows)} questionnaires",
        key="questionnaires.list",
    )
    by_id = {row.id: row for row in rows}
    if made := [row.id for row in rows if row.versions[0].id == st.session_state.get(MADE)]:
        st.session_state[_CHOSEN] = made[0]  # what was just made or loaded comes next
    st.session_state.pop(MADE, None)
    chosen = st.selectbox(
        "Look at", list(by_id), format_func=lambda id_: by_id[id_].name, key=_CHOSEN, bind="query-params"
    )
    return by_id[chosen]


def state_of(row: QuestionnaireRow) -> str:
    """What may be done with it."""
    if not row.is_offered:
        return "Retired"
    return "Published" if row.versions[0].is_published else "Being made"


def show_questionnaire(row: QuestionnaireRow, aims: Mapping[str, str], actor: Actor) -> None:
    """The newest version, and what can be done with it; older ones below, as they were asked."""
    newest = row.versions[0]
    st.header(as_text(f"{row.name}, version {newest.number}"))
    if row.licence:
        st.caption(f"Licence: {as_text(row.licence)}")
    _questions(newest, aims)
    if newest.is_published:
        st.text("This version is published and stays as it is. To change the questions, make a new version.")
        if st.button("Make a new version", icon=":material/content_copy:", key=f"questionnaires.new.{row.id}"):
            with saved("A new version is begun, as a copy of the last."):
                make_version(questionnaire_id=row.id, by=actor)
    else:
        _make(newest, aims, actor)
    for older in row.versions[1:]:
        with st.expander(f"Version {older.number}, as it was asked", icon=":material/history:"):
            _questions(older, aims)
    label = "Retire this questionnaire" if row.is_offered else "Offer it again"
    if st.button(label, key=f"questionnaires.offer.{row.id}", type="tertiary"):
        with saved("Saved. Answers and results stay as they are."):
            offer_questionnaire(questionnaire_id=row.id, is_offered=not row.is_offered, by=actor)


def _questions(version: Version, aims: Mapping[str, str]) -> None:
    if version.introduction:
        st.text(version.introduction)
    st.markdown("\n".join(_line(one, aims, version.scoring) for one in version.questions) or "No questions yet")
    for scale in version.scoring:
        words = f"Score “{scale.name}”: {len(scale.items)} questions, {scale.most_missing} may be left out."
        if scale.conversion:
            sums = ", ".join(f"{total} becomes {becomes:g}" for total, becomes in sorted(scale.conversion.items()))
            words += f" A sum of {sums}."
        st.caption(as_text(words))


def _line(one: AskedQuestion, aims: Mapping[str, str], scales: Iterable[ScaleScore]) -> str:
    """A question in full, so that it can be read on a phone; below it how it is answered, and what it is for."""
    counted = [
        f"{each.name}{', reversed' * (one.code in each.reversed_items)}" for each in scales if one.code in each.items
    ]
    towards = [f"Counts towards {'; '.join(counted)}"] if counted else []
    about = filter(None, [KIND_NAMES[one.kind], ASKED_NAMES[one.asked_when], aims.get(one.aim, one.aim), *towards])
    return f"1. {as_text(one.words)}  \n   :small[{as_text(' · '.join(about))}]"


def _make(version: Version, aims: Mapping[str, str], actor: Actor) -> None:
    chosen = choose_one(
        "Question to put right",
        {one.id: one for one in version.questions},
        lambda one: one.words,
        key=f"questionnaires.question.{version.id}",
        placeholder="None: add a new one",
    )
    with st.container(border=True):
        question_form(version, chosen, aims, actor)
    if chosen:
        _place(version, chosen.id, actor)
    _publish(version, actor)


def _place(version: Version, question_id: int, actor: Actor) -> None:
    """Where a question stands, or that it should not be there."""
    ids = [one.id for one in version.questions]
    with st.container(horizontal=True):
        up = st.button(
            "Move it up",
            icon=":material/arrow_upward:",
            disabled=ids[0] == question_id,
            key=f"questionnaires.up.{question_id}",
        )
        down = st.button(
            "Move it down",
            icon=":material/arrow_downward:",
            disabled=ids[-1] == question_id,
            key=f"questionnaires.down.{question_id}",
        )
        out = st.button("Take it out", icon=":material/delete:", key=f"questionnaires.remove.{question_id}")
    if up or down:
        with saved("The question is moved."):
            move_question(version_id=version.id, question_id=question_id, is_up=up, by=actor)
    if out:
        with saved("The question is taken out."):
            remove_question(version_id=version.id, question_id=question_id, by=actor)


def _publish(version: Version, actor: Actor) -> None:
    is_sure = st.checkbox(
        "The questions are right: nobody can change them afterwards", key=f"questionnaires.sure.{version.id}"
    )
    if st.button("Publish", type="primary", disabled=not is_sure, key=f"questionnaires.publish.{version.id}"):
        with saved("Published. It can be asked from now on."):
            publish_version(version_id=version.id, by=actor)
