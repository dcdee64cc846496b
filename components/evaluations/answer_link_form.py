"""The questions a link opens on somebody's own phone, kept as they go and sent once."""

import streamlit as st

from components.evaluations.answer_fields import answer_field, answer_of
from components.kit.drafts import DraftForm, draft_form
from components.kit.layout import saved
from components.kit.text import as_text
from data.evaluations.actions.answers import record_answers
from data.evaluations.queries.answer_links import LinkForm
from data.evaluations.queries.questionnaires import AskedQuestion
from models.clock import today
from models.evaluations.answers import AnswerBatch, SheetEntry
from models.evaluations.questionnaires import ANSWER_FORMS, STAGE_WORDS, AnswerWay, QuestionKind
from models.permissions import Actor

_NAME = "said_name"


def title_of(page: LinkForm) -> str:
    """What this is, in plain words."""
    if page.is_answered:
        return "Thank you!"
    return as_text(f"A few questions {STAGE_WORDS[page.stage].lower()} {page.programme}")


def answer_form(page: LinkForm, actor: Actor) -> None:
    """The questions; or thanks, once they have been answered."""
    if page.is_answered:
        st.success("Your answers have reached us. You can close this page now.", icon=":material/check:")
        return
    if page.asked.introduction:
        st.text(page.asked.introduction)
    st.text("What you fill in is kept as you go.")
    form = draft_form(ANSWER_FORMS[AnswerWay.LINK], actor=actor, subject=page.subject)
    if page.participant_id is None:
        form.text_input(_NAME, "Your first name, if you like", max_chars=80)
    questions = [one for one in page.asked.asked_at(page.stage) if one.kind is not QuestionKind.SCORE]
    for question in questions:
        answer_field(form, question.code, question, f"**{as_text(question.words)}**", stored=None)
    if form.submit("Send my answers", icon=":material/send:", width="stretch"):
        _send(form, page, questions)
    st.caption("Only the Home Link Team sees who said what.")


def _send(form: DraftForm, page: LinkForm, questions: list[AskedQuestion]) -> None:
    answers = {one.code: answer_of(one, form.held(one.code)) for one in questions}
    if not any(said is not None for said in answers.values()):
        st.info("There is no answer to send yet. Choose one above, or simply close this page.")
        return
    sheet = SheetEntry(participant_id=page.participant_id, said_name=form.held(_NAME) or "", answers=answers)
    batch = AnswerBatch(
        programme_id=page.programme_id,
        version_id=page.asked.id,
        stage=page.stage,
        way=AnswerWay.LINK,
        answered_on=today(),
        sheets=(sheet,),
    )
    with saved():
        record_answers(draft_key=form.draft.key, batch=batch, by=form.actor)
