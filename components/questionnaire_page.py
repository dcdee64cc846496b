"""Questionnaires: the list, one of them with its questions, and making a new version."""

from collections.abc import Mapping

import streamlit as st

from components.layout import saved
from components.questionnaire_forms import question_form
from components.tables import show_table
from components.text import as_text, told_apart
from data.actions.questionnaires import make_version, offer_questionnaire, publish_version, remove_question
from data.queries.questionnaires import QuestionnaireRow, Version
from models.permissions import Actor
from models.questionnaire_making import ASKED_NAMES, KIND_NAMES
from models.questionnaires import ANSWERED_BY_NAMES


def choose_questionnaire(rows: tuple[QuestionnaireRow, ...]) -> QuestionnaireRow:
    """All of them at a glance, and the one to look at."""
    show_table(
        [
            {"Questionnaire": row.name, "For": ANSWERED_BY_NAMES[row.answered_by],
             "Version": row.versions[0].number, "State": state_of(row)}
            for row in rows
        ],
        alt=f"{len(rows)} questionnaires", key="questionnaires.list",
    )  # fmt: skip
    by_id = {row.id: row for row in rows}
    chosen = st.selectbox(
        "Look at", list(by_id), format_func=lambda id_: by_id[id_].name, key="questionnaires.chosen",
        bind="query-params",
    )  # fmt: skip
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
    rows = [
        {"Question": one.words, "Answered by": KIND_NAMES[one.kind], "Asked": ASKED_NAMES[one.asked_when],
         "Aim": aims.get(one.aim, one.aim)}
        for one in version.questions
    ]  # fmt: skip
    show_table(rows, alt=f"{len(rows)} questions", key=f"questionnaires.questions.{version.id}",
               placeholder="No questions yet")  # fmt: skip
    for scale in version.scoring:
        words = f"Score “{scale.name}”: {len(scale.items)} questions, {scale.most_missing} may be left out."
        st.caption(as_text(words))


def _make(version: Version, aims: Mapping[str, str], actor: Actor) -> None:
    by_id = {one.id: one for one in version.questions}
    words = told_apart({one.id: one.words for one in version.questions})
    chosen = st.selectbox(
        "Question to put right", list(by_id), index=None, format_func=words.__getitem__,
        placeholder="None: add a new one", key=f"questionnaires.question.{version.id}",
    )  # fmt: skip
    with st.container(border=True):
        question_form(version, by_id.get(chosen), aims, actor)
        if chosen and st.button("Take this question out", key=f"questionnaires.remove.{chosen}"):
            with saved("The question is taken out."):
                remove_question(version_id=version.id, question_id=chosen, by=actor)
    is_sure = st.checkbox("The questions are right: nobody can change them afterwards",
                          key=f"questionnaires.sure.{version.id}")  # fmt: skip
    if st.button("Publish", type="primary", disabled=not is_sure, key=f"questionnaires.publish.{version.id}"):
        with saved("Published. It can be asked from now on."):
            publish_version(version_id=version.id, by=actor)
