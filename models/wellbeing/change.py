"""How wellbeing webs changed: first and latest of the same voice on the same scale, and nothing else compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from models.wellbeing.web import Indicator, Voice, WebStage

STAGE_ORDER = tuple(WebStage)


@dataclass(frozen=True, slots=True)
class Reading:
    """One web as the arithmetic needs it. An indicator without a score is not among `scores`; it is never zero."""

    reading_id: int
    pupil_id: int
    taken_on: date
    voice: Voice
    stage: WebStage
    lowest: int
    highest: int
    scores: Mapping[Indicator, int]

    @property
    def scale(self) -> tuple[int, int]:
        """The lowest and the highest score there could be. Only readings with the same two are compared."""
        return self.lowest, self.highest

    @property
    def order(self) -> tuple[date, int, int]:
        """By day; on one day by stage, then as they were recorded."""
        return self.taken_on, STAGE_ORDER.index(self.stage), self.reading_id


@dataclass(frozen=True, slots=True)
class VoiceReadings:
    """All readings of one child by one voice on one scale, earliest first."""

    readings: tuple[Reading, ...]

    @property
    def first(self) -> Reading:
        """What the latest reading is compared with."""
        return self.readings[0]

    @property
    def latest(self) -> Reading:
        """The newest reading, which is the first one too where there is no other."""
        return self.readings[-1]

    @property
    def is_paired(self) -> bool:
        """Whether there are two readings to compare."""
        return len(self.readings) > 1


@dataclass(frozen=True, slots=True)
class MeanChange:
    """The mean change of one indicator, and from how many pairs. None when no pair scored it both times."""

    mean: float | None
    n: int


def lines(readings: Iterable[Reading]) -> list[VoiceReadings]:
    """The readings by child, voice and scale."""

    def whose(reading: Reading) -> tuple[int, str, int, int]:
        return reading.pupil_id, reading.voice.value, *reading.scale

    ordered = sorted(readings, key=lambda reading: (whose(reading), reading.order))
    return [VoiceReadings(tuple(group)) for _, group in groupby(ordered, key=whose)]


def change(earlier: Reading, later: Reading) -> dict[Indicator, int]:
    """The difference for each indicator that was scored both times."""
    if earlier.scale != later.scale:
        raise ValueError("Readings on different scales are never compared.")
    return {
        indicator: later.scores[indicator] - earlier.scores[indicator]
        for indicator in Indicator
        if indicator in earlier.scores and indicator in later.scores
    }


def mean_changes(pairs: Sequence[VoiceReadings]) -> dict[Indicator, MeanChange]:
    """The mean of first to latest for each indicator, over the pairs in which it was scored both times.

    The caller chooses lines of one scale: a point on one scale is not a point on another.
    """
    changes = [change(pair.first, pair.latest) for pair in pairs if pair.is_paired]
    found = {}
    for indicator in Indicator:
        values = [each[indicator] for each in changes if indicator in each]
        found[indicator] = MeanChange(sum(values) / len(values) if values else None, len(values))
    return found


def disagreements(one: Reading, other: Reading) -> list[tuple[Indicator, int]]:
    """Where two readings on one scale differ, the widest first; the gap is `other` less `one`."""
    gaps = change(one, other)
    return sorted(((indicator, gap) for indicator, gap in gaps.items() if gap), key=lambda item: -abs(item[1]))


def two_voices(readings: Iterable[Reading]) -> list[tuple[Reading, Reading]]:
    """The latest reading of each voice beside the latest of each other voice, where they share a scale."""
    latest: dict[Voice, Reading] = {}
    for reading in sorted(readings, key=lambda each: each.order):
        latest[reading.voice] = reading
    voices = [latest[voice] for voice in Voice if voice in latest]
    return [
        (one, other) for place, one in enumerate(voices) for other in voices[place + 1 :] if one.scale == other.scale
    ]
