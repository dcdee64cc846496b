"""The demonstration's wellbeing webs: invented readings that get a little better, on the scales in use."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from data.demo.casework import DemoFamily, recorder
from data.demo.people import TODAY
from models.clock import instant
from models.families.family import SupportStatus
from models.families.week import FIRST_REVIEW_AFTER, REVIEW_AFTER
from models.wellbeing.web import Indicator, Voice, WebStage

_SCALES = ((0, 10),) * 6 + ((1, 10), (1, 5))  # by worker: teams do not all use the same
_FIRST_AFTER = timedelta(days=7)
_MATTERS = ("My gran and my dog", "Football on Saturdays", "Being with my pals at lunch", "A quiet place to read", "")
_WORDS = ("It is fine", "Better when somebody comes with me", "I am not sure", "My teacher helps", "I like it")


def web_rows(random: Random, families: Iterable[DemoFamily]) -> tuple[list[dict[str, Any]], list[list[dict[str, Any]]]]:
    """Readings, and beside each the scores of it, without the reading's id."""
    readings, scores = [], []
    for family in families:
        for pupil_id in family.pupil_ids:
            for reading in _readings(family, pupil_id):
                months = (reading["taken_on"] - family.started_on).days / 30
                readings.append(reading)
                scores.append(list(_scores(random, reading, months)))
    return readings, scores


def _readings(family: DemoFamily, pupil_id: int) -> Iterator[dict[str, Any]]:
    """By the child each time, by a parent and the worker for some children at some times."""
    lowest, highest = _SCALES[family.worker]
    for number, (stage, on) in enumerate(_days(family, pupil_id)):
        voices = [Voice.CHILD]
        voices += [Voice.PARENT] if pupil_id % 2 else []
        voices += [Voice.WORKER] if pupil_id % 3 == 0 and number == 0 else []
        for voice in voices:
            matters = _MATTERS[pupil_id % len(_MATTERS)] if voice is Voice.CHILD else ""
            yield {
                "pupil_id": pupil_id,
                "taken_on": on,
                "voice": voice,
                "stage": stage,
                "lowest": lowest,
                "highest": highest,
                "matters_to_me": matters,
                "recorded_at": instant(on, "16:00"),
                "recorded_by": recorder(family.worker),
                "version": 1,
            }


def _days(family: DemoFamily, pupil_id: int) -> Iterator[tuple[WebStage, date]]:
    """A baseline, a review after six weeks, one a term, and one at the end; the last is still due for some."""
    if family.status is SupportStatus.WAITING:
        return
    until = family.ended_on or TODAY - timedelta(days=60 if pupil_id % 7 == 0 else 0)
    on, stage = family.started_on + _FIRST_AFTER, WebStage.BASELINE
    while on < until:
        yield stage, on
        on += FIRST_REVIEW_AFTER if stage is WebStage.BASELINE else REVIEW_AFTER
        stage = WebStage.REVIEW
    if family.ended_on:
        yield WebStage.CLOSING, family.ended_on


def _scores(random: Random, reading: dict[str, Any], months: float) -> Iterator[dict[str, Any]]:
    """Lower at first for what the child was referred for; what was not talked about has no score."""
    lowest, highest = reading["lowest"], reading["highest"]
    steps = highest - lowest
    for place, indicator in enumerate(Indicator):
        start = 0.3 if (reading["pupil_id"] + place) % 4 == 0 else 0.55
        share = start + 0.035 * min(months, 8) + random.gauss(0, 0.09)
        is_talked_about = random.random() > 0.06
        is_scored = is_talked_about and random.random() > 0.04
        yield {
            "indicator": indicator,
            "score": lowest + max(0, min(steps, round(share * steps))) if is_scored else None,
            "is_talked_about": is_talked_about,
            "words": random.choice(_WORDS) if is_scored and random.random() < 0.15 else "",
        }
