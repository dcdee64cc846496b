"""How a questionnaire is scored: sums of questions, with reversed items, subscales, a conversion and a rule for gaps.

Scoring is data kept with a questionnaire's version, so that a scale the team is licensed to use needs no code.
"""

import json
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, FiniteFloat, model_validator
from sqlmodel import SQLModel

Name = Annotated[str, Field(min_length=1, max_length=40)]


class ScaleScore(SQLModel):
    """One score of a questionnaire: the sum of its items, reversed ones turned round, then converted by its table.

    `lowest` and `highest` are those of one item. With `most_missing` gaps or fewer, the mean of the items answered
    stands in for each gap; with more there is no score. Missing is never zero.
    """

    name: Name
    items: tuple[Name, ...] = Field(min_length=1, max_length=60)
    reversed_items: frozenset[Name] = frozenset()
    lowest: int = Field(default=1, ge=0, le=10)
    highest: int = Field(default=5, ge=0, le=10)
    most_missing: int = 0
    conversion: dict[int, FiniteFloat] | None = None  # raw sum to the scale's own unit

    @model_validator(mode="after")
    def _fits_together(self) -> "ScaleScore":
        if not self.reversed_items <= set(self.items):
            raise ValueError("A reversed item is not among the items.")
        if self.lowest >= self.highest or not 0 <= self.most_missing < len(self.items):
            raise ValueError("The range of an item or the number of gaps allowed cannot be right.")
        if self.conversion is not None:
            least, most = self.lowest * len(self.items), self.highest * len(self.items)
            if set(self.conversion) != set(range(least, most + 1)):
                raise ValueError(f"The conversion needs a value for each possible sum, {least} to {most}.")
        return self


def scales_of(scoring: str) -> tuple[ScaleScore, ...]:
    """The scores kept with a version, from its JSON."""
    return tuple(ScaleScore.model_validate(each) for each in json.loads(scoring))


def scale_score(scale: ScaleScore, answers: Mapping[str, int | None]) -> float | None:
    """The score of one person's answers by question code; None where too many are missing."""
    given = [_turned(scale, item, value) for item in scale.items if (value := answers.get(item)) is not None]
    missing = len(scale.items) - len(given)
    if missing > scale.most_missing:
        return None
    raw = sum(given) + missing * sum(given) / len(given)
    return raw if scale.conversion is None else scale.conversion[round(raw)]


def _turned(scale: ScaleScore, item: str, value: int) -> int:
    if not scale.lowest <= value <= scale.highest:
        raise ValueError(f"An answer lies outside {scale.lowest} to {scale.highest}.")
    return scale.lowest + scale.highest - value if item in scale.reversed_items else value
