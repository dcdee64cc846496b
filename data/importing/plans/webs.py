"""Working out past wellbeing webs: new, already here, or rejected. A reading that is here is never written over."""

import re
from collections import defaultdict
from datetime import date
from typing import Any

from sqlmodel import Session

from data.core.tables import held_rows
from data.importing.fields import Row
from data.importing.parsing import titles
from data.importing.plans.people import PupilNumbers, pupil_numbers, settle_each
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest
from models.columns import now
from models.wellbeing.web import IMPORTED, INDICATOR_NAMES, Indicator, Voice, WebReading, WebScore, WebStage

Key = tuple[int, date, Voice, WebStage]
_USUAL = (0, 10)  # where neither the row nor a title says which scale
_SCALE_IN_TITLE = re.compile(r"\b(?:scale|scores?|scored)\b\D{0,20}([01])\s*(?:-|–|to)\s*(\d{1,2})\b", re.IGNORECASE)
_NEEDED = ("taken_on", "voice", "web_stage")


def plan_webs(session: Session, request: PlanRequest) -> ImportPlan:
    """Plan each reading as new, the same as one held, or rejected."""
    plan = ImportPlan()
    numbers, held = pupil_numbers(session, request.options), _held(session)
    usual = _scale_of_file(request) or _USUAL
    if usual != _USUAL:
        plan.notes.append(f"We take the scores to be on the scale from {usual[0]} to {usual[1]}, as a title says.")

    def scale_of(row: Row) -> tuple[int, int]:
        return row.values.get("scale") or usual

    settle_each(
        plan,
        request.parsed.rows,
        what="reading",
        key_of=lambda row: _check(row, numbers, scale_of(row), today=request.today),
        compare=lambda row, key: _compare(plan, row, key, scale_of(row), held.get(key)),
    )
    return plan


def _scale_of_file(request: PlanRequest) -> tuple[int, int] | None:
    lines = [line for one in request.parsed.recognised.sheets for line in titles(one)]
    found = next((found for line in lines if (found := _SCALE_IN_TITLE.search(line))), None)
    return (int(found[1]), int(found[2])) if found else None


def _check(row: Row, numbers: PupilNumbers, scale: tuple[int, int], *, today: date) -> Key | None:
    """The key of the reading the row tells of, or None with the reasons noted on the row."""
    values, number = row.values, numbers.read(row)
    if number is not None and number not in numbers.known:
        row.say("candidate_number", "We do not know a pupil by this number. Bring in the pupil list first.")
    for name in _NEEDED:
        if values.get(name) is None and not row.is_rejected:
            row.say(name, f"“{row.layout.kind.field(name).label}” is missing.")
    if not row.is_rejected and values["taken_on"] > today:
        row.say("taken_on", "This day has not come yet.")
    for indicator in Indicator:
        score = values.get(indicator)
        if score is not None and not scale[0] <= score <= scale[1]:
            reason = f"{INDICATOR_NAMES[indicator]}: the score is not on the scale from {scale[0]} to {scale[1]}."
            row.say(indicator, reason)
    if row.is_rejected or number is None:
        return None
    return numbers.known[number], values["taken_on"], values["voice"], values["web_stage"]


def _said(row: Row, scale: tuple[int, int]) -> dict[str, Any]:
    """Scale, scores and what matters to the child, as the row gives them."""
    scores = {indicator: row.values[indicator] for indicator in Indicator if row.values.get(indicator) is not None}
    return {"scale": scale, "scores": scores, "matters_to_me": row.values.get("matters_to_me") or ""}


def _held(session: Session) -> dict[Key, dict[str, Any]]:
    """Scale, scores and what matters to the child of every stored reading, by its key."""
    scores: defaultdict[int, dict[Indicator, int]] = defaultdict(dict)
    for reading_id, indicator, score in held_rows(session, WebScore, "reading_id", "indicator", "score"):
        if score is not None:
            scores[reading_id][indicator] = score
    names = ("id", "pupil_id", "taken_on", "voice", "stage", "lowest", "highest", "matters_to_me")
    return {
        (pupil_id, taken_on, voice, stage): {
            "scale": (lowest, highest),
            "scores": scores[id_],
            "matters_to_me": matters,
        }
        for id_, pupil_id, taken_on, voice, stage, lowest, highest, matters in held_rows(session, WebReading, *names)
    }


def _compare(plan: ImportPlan, row: Row, key: Key, scale: tuple[int, int], held: dict[str, Any] | None) -> Outcome:
    said = _said(row, scale)
    if held == said:
        return Outcome.SAME
    if held is not None:
        row.say(
            "taken_on",
            "There is a web of this child for this day, voice and stage already, and it differs. We kept the one we "
            "have: put that one right on its own page.",
        )
        return Outcome.REJECTED
    pupil_id, taken_on, voice, stage = key
    reading_id = plan.add(
        WebReading,
        {
            "pupil_id": pupil_id,
            "taken_on": taken_on,
            "voice": voice,
            "stage": stage,
            "lowest": scale[0],
            "highest": scale[1],
            "matters_to_me": said["matters_to_me"],
            "recorded_at": now(),
            "recorded_by": IMPORTED,
            "draft_key": None,
            "version": 1,
        },
        has_id=True,
    )
    for indicator in Indicator:
        score = said["scores"].get(indicator)
        plan.add(
            WebScore,
            {"reading_id": reading_id, "indicator": indicator, "score": score, "is_talked_about": True, "words": ""},
        )
    return Outcome.NEW
