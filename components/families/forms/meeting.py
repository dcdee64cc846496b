"""Recording a meeting in seconds."""

from collections.abc import Mapping
from typing import Any

from components.kit.fields import Fields, has_problems
from components.kit.text import as_text
from models.clock import today
from models.families.meetings import MeetingCreate
from models.wellbeing.web import INDICATOR_NAMES

INDICATORS = {indicator.value: name for indicator, name in INDICATOR_NAMES.items()}

MEETING_NAMES = {
    "kind": "Kind",
    "pupil": "About which child",
    "held_on": "Day",
    "summary": "What was said and agreed",
    "attended_by": "Who was there",
    "indicators": "What it was about",
    "family_told": "The family knows",
    "school_told": "The school knows",
}


def meeting_answers(meeting: MeetingCreate) -> dict[str, Any]:
    """A meeting as its form holds it."""
    return meeting.model_dump(include={"kind", "summary", "attended_by"}) | {
        "pupil": str(meeting.pupil_id) if meeting.pupil_id else None,
        "held_on": meeting.held_on.isoformat(),
        "indicators": codes(meeting.indicators),
        "family_told": meeting.is_family_told,
        "school_told": meeting.is_school_told,
    }


def codes(indicators: str) -> list[str]:
    """The indicators of a record, one by one."""
    return [code for code in indicators.split(",") if code]


def meeting_form(
    form: Fields, *, kinds: Mapping[str, str], family_id: int, children: Mapping[str, str]
) -> MeetingCreate | None:
    """The meeting, once the form is sent and complete."""
    kind = form.choice("kind", "What kind of meeting?", kinds)
    pupil = form.choice("pupil", "About which child?", {key: as_text(name) for key, name in children.items()})
    held_on = form.date("held_on", "Day", default=today(), max_value=today())
    summary = form.text_area("summary", "What was said and agreed", max_chars=4_000, height=140)
    attended_by = form.text_input("attended_by", "Who was there", max_chars=400)
    indicators = form.choices("indicators", "What was it about?", INDICATORS)
    is_family_told = form.tick("family_told", "The family knows what was agreed")
    is_school_told = form.tick("school_told", "The school knows what was agreed")
    if not form.submit("Save the meeting", icon=":material/check:", width="stretch"):
        return None
    problems = {
        "kind": None if kind else "Please tap the kind of meeting.",
        "held_on": None if held_on else "Please choose the day.",
    }
    if has_problems(form, problems) or kind is None or held_on is None:
        return None
    return MeetingCreate(
        family_id=family_id,
        pupil_id=int(pupil) if pupil else None,
        kind=kind,
        held_on=held_on,
        attended_by=attended_by.strip(),
        summary=summary.strip(),
        indicators=",".join(indicators),
        is_family_told=is_family_told,
        is_school_told=is_school_told,
    )
