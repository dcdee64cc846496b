"""The forms by which questionnaires are made: a new one, a question, and one from a file."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st
from pydantic import ValidationError

from components.evaluations.results import EXCEL
from components.kit.drafts import draft_form
from components.kit.layout import saved
from components.kit.text import as_text
from data.evaluations.actions.questionnaires import (
    load_questionnaire,
    make_questionnaire,
    questionnaire_template,
    save_question,
)
from data.evaluations.queries.questionnaires import AskedQuestion, Version
from models.errors import HomeLinkError
from models.evaluations.making import ASKED_NAMES, KIND_NAMES, QuestionEntry, QuestionnaireCreate
from models.evaluations.questionnaires import ANSWERED_BY_NAMES, AskedAt, QuestionKind
from models.permissions import Actor

MADE = "questionnaires.made"  # the version this tab just made, to be looked at next


def new_questionnaire(actor: Actor) -> None:
    """A name, and who it is for; the questions come next."""
    form = draft_form("questionnaire", actor=actor)
    name = form.text_input("name", "Name", max_chars=120)
    who = form.choice("answered_by", "Who answers it?", {key.value: words for key, words in ANSWERED_BY_NAMES.items()})
    introduction = form.text_area("introduction", "What they read first", max_chars=500)
    if form.submit("Make the questionnaire", icon=":material/add:"):
        missing = {"name": name.strip(), "answered_by": who}
        if form.has_problems({field: None if value else "Please fill this in." for field, value in missing.items()}):
            return
        content = {"name": name, "answered_by": who, "introduction": introduction.strip()}
        made = QuestionnaireCreate.model_validate(content)
        with saved("The questionnaire is made. Add its questions, and publish it when it is ready."):
            st.session_state[MADE] = make_questionnaire(draft_key=form.draft.key, questionnaire=made, by=actor)


def question_form(version: Version, question: AskedQuestion | None, aims: Mapping[str, str], actor: Actor) -> None:
    """One question: new, or put right while its version is not published."""
    subject = f"question:{question.id}" if question else f"version:{version.id}"
    form = draft_form("question", actor=actor, subject=subject)
    if question:
        stored = question.entry.model_dump(mode="json")
        form.draft = replace(form.draft, answers={**stored, **form.draft.answers})
    words = form.text_input("words", "Question", max_chars=300)
    kind = form.select("kind", "How is it answered?", {key.value: name for key, name in KIND_NAMES.items()})
    options = ""
    if kind == QuestionKind.CHOICE:
        options = form.text_area("options", "The answers to choose from, one a line", max_chars=1_000)
    asked = {key.value: name for key, name in ASKED_NAMES.items()}
    asked_when = form.choice("asked_when", "When is it asked?", asked, default=AskedAt.BOTH.value)
    aim = form.select("aim", "Which aim does it show?", dict(aims), placeholder="None")
    if form.submit("Save the question", icon=":material/check:"):
        try:
            held = {"words": words, "kind": kind, "asked_when": asked_when, "options": options, "aim": aim or ""}
            entry = QuestionEntry.model_validate(held)
        except ValidationError as problem:
            form.show_problems(
                {str(one["loc"][0] if one["loc"] else "options"): _word(one) for one in problem.errors()}
            )
            return
        with saved("The question is saved."):
            save_question(
                draft_key=form.draft.key,
                version_id=version.id,
                question=entry,
                question_id=question.id if question else None,
                by=actor,
            )
    form.discard_button()


def _word(problem: Mapping[str, object]) -> str:
    is_ours = problem["type"] == "value_error"
    return str(problem["msg"]).removeprefix("Value error, ") if is_ours else "Please fill this in."


def load_form(actor: Actor, times: int) -> None:
    """A questionnaire the team is licensed to use. The file is let go of once `times`, how many there are, changes."""
    st.text(
        "For a published scale the team may use. The file must say under which licence. It is shown here before "
        "anybody publishes it. The example shows how: put your own words in place of its, and load it."
    )
    st.download_button(
        "An example to fill in",
        data=partial(questionnaire_template, by=actor),
        mime=EXCEL,
        file_name="questionnaire-example.xlsx",
        icon=":material/download:",
        key="questionnaires.template",
        on_click="ignore",
    )
    file = st.file_uploader(
        "A workbook (.xlsx), CSV or JSON file",
        type=["xlsx", "csv", "json"],
        key=f"questionnaires.file.{times}",
        max_upload_size=1,
    )
    if file and st.button("Load the questionnaire", key="questionnaires.load"):
        try:
            made = load_questionnaire(content=file.getvalue(), filename=file.name, by=actor)
        except HomeLinkError as problem:
            first, *lines = map(as_text, str(problem).splitlines())
            st.error("\n".join([first, "", *(f"- {line}" for line in lines)]), icon=":material/error:")
            return
        with saved(f"{file.name} is loaded. Look it over, and publish it."):
            st.session_state[MADE] = made
