"""The one form somebody holding the tablet fills in, and the worker's way back."""

import streamlit as st

from components.evaluations.child_answers import answer_step, questions_of
from components.kit.child_steps import STEP, for_the_worker, thanks
from components.kit.drafts import DraftForm
from components.wellbeing.child_web import LAST, web_step
from data.core.queries.drafts import handed_over_draft
from data.wellbeing.actions.webs import FORM
from models.permissions import Actor


def child_form(actor: Actor) -> None:
    """Where they have come to is kept with the answers, so a reload changes nothing."""
    draft = handed_over_draft(actor=actor)
    if draft is None:
        st.title("All done")
        st.text("Please give the tablet back.")
    else:
        form = DraftForm(draft=draft, actor=actor)
        questions = () if draft.form == FORM else questions_of(actor)
        last = LAST if draft.form == FORM else len(questions) - 1
        step = int(form.saved(STEP, 0))
        if step > last:
            thanks(form, last)
        elif draft.form == FORM:
            web_step(form, step)
        else:
            answer_step(form, questions, step)
    for_the_worker(actor)
