"""Wellbeing webs in words: the names of readings, what a shape shows, and the rows of its table."""

from collections.abc import Mapping, Sequence

from data.wellbeing.queries import Web
from models.clock import day_text
from models.wellbeing.change import Reading, VoiceReadings, change, disagreements
from models.wellbeing.web import INDICATOR_NAMES, STAGE_NAMES, VOICE_NAMES, Indicator, SpokeEntry, spoke_words

Scores = Mapping[Indicator, int]


def reading_name(web: Web) -> str:
    """`Child, baseline, 16 Apr 2026`."""
    return f"{VOICE_NAMES[web.voice]}, {STAGE_NAMES[web.stage].lower()}, {day_text(web.taken_on)}"


def scale_name(lowest: int, highest: int) -> str:
    """The scale as it is said."""
    return f"{lowest} to {highest}"


def shape_words(scores: Scores, lowest: int, highest: int) -> str:
    """What the picture shows: the highest, the lowest, and what has no score."""
    if not scores:
        return "Nothing is scored yet."
    top, bottom = max(scores.values()), min(scores.values())
    said = f"On the scale {scale_name(lowest, highest)}: highest {_names(scores, top)} ({top})"
    if bottom != top:
        said += f", lowest {_names(scores, bottom)} ({bottom})"
    return f"{said}.{_without(scores)}"


def _names(scores: Scores, value: int) -> str:
    return _joined([INDICATOR_NAMES[each] for each in Indicator if scores.get(each) == value])


def _without(scores: Scores) -> str:
    names = [INDICATOR_NAMES[each] for each in Indicator if each not in scores]
    return f" Without a score: {_joined(names)}." if names else ""


def _joined(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def spoke_rows(spokes: Mapping[Indicator, SpokeEntry]) -> list[dict[str, str]]:
    """The table beside one web."""
    return [
        {"Indicator": INDICATOR_NAMES[each], "Score": spoke_words(spokes[each].model_copy(update={"words": ""}))}
        for each in Indicator
    ]


def overlay_rows(webs: Sequence[Web]) -> list[dict[str, str]]:
    """The table beside several webs: a column for each, with their own words."""
    return [
        {
            "Indicator": INDICATOR_NAMES[each],
            **{reading_name(web): _sentence(spoke_words(web.spokes[each])) for web in webs},
        }
        for each in Indicator
    ]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]  # and the rest as they said it


def change_rows(line: VoiceReadings) -> list[dict[str, str]]:
    """First, latest and the difference of each indicator; no difference where one of the two has no score."""
    first, latest = line.first, line.latest
    changes = change(first, latest)
    return [
        {
            "Indicator": INDICATOR_NAMES[each],
            f"First, {day_text(first.taken_on)}": _score(first, each),
            f"Latest, {day_text(latest.taken_on)}": _score(latest, each),
            "Change": f"{changes[each]:+d}"
            if changes.get(each)
            else "no change"
            if each in changes
            else "not compared",
        }
        for each in Indicator
    ]


def _score(reading: Reading, indicator: Indicator) -> str:
    return str(reading.scores[indicator]) if indicator in reading.scores else "not scored"


def change_words(line: VoiceReadings) -> str:
    """Who is compared with whom, and how many went up, down or stayed."""
    changes = change(line.first, line.latest).values()
    up, down = sum(each > 0 for each in changes), sum(each < 0 for each in changes)
    same = len(changes) - up - down
    return (
        f"{VOICE_NAMES[line.first.voice]}, scale {scale_name(*line.first.scale)}, from "
        f"{day_text(line.first.taken_on)} to {day_text(line.latest.taken_on)}: {up} higher, {down} lower, "
        f"{same} the same, {len(Indicator) - len(changes)} not compared because one of the two has no score."
    )


def disagreement_words(one: Reading, other: Reading) -> str:
    """Where two people see it most differently."""
    who = [f"{VOICE_NAMES[each.voice]} ({day_text(each.taken_on)})" for each in (one, other)]
    names = f"{who[0]} and {who[1][0].lower()}{who[1][1:]}"
    gaps = disagreements(one, other)
    if not gaps:
        return f"{names} gave the same scores wherever both gave one."
    widest = [gap for gap in gaps if abs(gap[1]) == abs(gaps[0][1])]
    said = [f"{INDICATOR_NAMES[each]} ({one.scores[each]} and {other.scores[each]})" for each, _ in widest]
    return f"{names} differ most about {_joined(said)}."
