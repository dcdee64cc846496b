"""Logging a child's Mind Of My Own statement in seconds."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.families.forms.meeting import INDICATORS, codes
from components.kit.fields import Fields, has_problems
from components.kit.text import as_text
from models.clock import today
from models.families.meetings import StatementCreate

STATEMENT_NAMES = {
    "kind": "Kind",
    "made_on": "Day",
    "summary": "What the child says",
    "indicators": "What it is about",
    "concern": "A worry about the child's safety",
    "action_taken": "What was done",
    "told_on": "The child was told",
}


def statement_answers(statement: StatementCreate) -> dict[str, Any]:
    """A statement as its form holds it."""
    told_on = statement.child_told_on
    return statement.model_dump(include={"kind", "summary", "action_taken"}) | {
        "pupil": str(statement.pupil_id),
        "made_on": statement.made_on.isoformat(),
        "indicators": codes(statement.indicators),
        "concern": statement.is_safety_concern,
        "told_on": told_on.isoformat() if told_on else None,
    }


def statement_form(
    form: Fields, *, kinds: Mapping[str, str], children: Mapping[str, str], protection: str
) -> StatementCreate | None:
    """The statement, once the form is sent and complete. A concern shows at once what to do, before it is sent."""
    names = {key: as_text(name) for key, name in children.items()}
    pupil = form.choice("pupil", "Whose statement?", names, default=next(iter(names)) if len(names) == 1 else None)
    kind = form.choice("kind", "What kind of statement?", kinds)
    made_on = form.date("made_on", "Day", default=today(), max_value=today())
    summary = form.text_area("summary", "What the child says, in short", max_chars=2_000, height=120)
    indicators = form.choices("indicators", "What is it about?", INDICATORS)
    is_concern = form.tick("concern", "Something in it worries me about the child's safety")
    if is_concern:
        st.error(as_text(protection), icon=":material/emergency:")
    action_taken = form.text_area("action_taken", "What I did about it", max_chars=1_000, height=90)
    told_on = form.date("told_on", "Day I told the child what was done", max_value=today())
    if not form.submit("Save the statement", icon=":material/check:", width="stretch"):
        return None
    problems = {
        "pupil": None if pupil else "Please tap whose statement it is.",
        "kind": None if kind else "Please tap the kind of statement.",
        "made_on": None if made_on else "Please choose the day.",
        "action_taken": "Please write what you did about it: whom you told, and when."
        if is_concern and not action_taken.strip()
        else None,
    }
    if has_problems(form, problems) or pupil is None or kind is None or made_on is None:
        return None
    return StatementCreate(
        pupil_id=int(pupil),
        kind=kind,
        made_on=made_on,
        summary=summary.strip(),
        indicators=",".join(indicators),
        is_safety_concern=is_concern,
        action_taken=action_taken.strip(),
        child_told_on=told_on,
    )
