"""DraftForm of awards."""

from collections.abc import Mapping
from typing import Any

from components.kit.drafts import DraftForm
from models.awards.award import AwardChange, AwardWorkCreate
from models.clock import today

CHANGE_NAMES = {"started_on": "First day", "programme": "Programme", "evidence": "Evidence"}


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def work_form(form: DraftForm) -> AwardWorkCreate | None:
    """Time, a day or activities to add by hand, once the form is sent; None until then."""
    done_on = form.date("done_on", "Day", default=today(), max_value=today())
    hours = form.number("hours", "Hours", min_value=0.0, max_value=24.0, step=0.25)
    activities = form.number("activities", "Activities", min_value=0, max_value=50, step=1)
    what = form.text_input("what", "What was done", max_chars=300)
    if not form.submit("Add it", icon=":material/add:"):
        return None
    if form.has_problems({"done_on": None if done_on else "Please choose the day."}) or done_on is None:
        return None
    return AwardWorkCreate(
        done_on=done_on, minutes=round((hours or 0) * 60), activities=_whole(activities) or 0, what=what.strip()
    )


def change_answers(award: AwardChange) -> dict[str, Any]:
    """An award's values as the form that changes it holds them."""
    programme = str(award.programme_id) if award.programme_id else None
    return {"started_on": award.started_on.isoformat(), "programme": programme, "evidence": award.evidence}


def award_change_form(form: DraftForm, *, programmes: Mapping[str, str]) -> AwardChange | None:
    """The award as it should be, once the form is sent."""
    evidence = form.text_area("evidence", "What shows it was done", max_chars=2_000)
    started_on = form.date("started_on", "First day", max_value=today())
    programme = form.select("programme", "Whose registers count, if any", programmes, placeholder="No programme")
    if not form.submit("Save"):
        return None
    if form.has_problems({"started_on": None if started_on else "Please choose the day."}) or started_on is None:
        return None
    return AwardChange(
        started_on=started_on, programme_id=int(programme) if programme else None, evidence=evidence.strip()
    )
