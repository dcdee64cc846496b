"""The words of results: what changed, of how many, and what chance could have done. Values in, text out."""

from components.kit.text import counted
from data.evaluations.queries.evaluations import Evaluation, Measure
from models.evaluations.change import LEAST_FOR_AVERAGE, LEAST_FOR_TEST, Change, share

NO_CAUSE = "A change after a programme does not show that the programme caused it."
_STRENGTHS = ((0.5, "large"), (0.3, "medium"), (0.1, "small"), (0.0, "very small"))


def made_of(one: Evaluation) -> str:
    """How many sets of answers there are, and how many of them make pairs."""
    only_before, only_after = one.not_paired
    return (
        f"{counted(one.before, 'set', 'sets')} of answers before and {one.after:,} after. "
        f"{counted(one.pairs, 'person', 'people')} answered both times and "
        f"{'is' if one.pairs == 1 else 'are'} compared; "
        f"{counted(only_before + only_after, 'set is', 'sets are')} not paired ({only_before:,} only before, "
        f"{only_after:,} only after)."
    )


def change_words(change: Change) -> str:
    """Counts with their shares."""
    if not change.pairs:
        return "Nobody answered this both times yet."
    parts = (("improved", change.improved), ("stayed the same", change.same), ("answered lower", change.lower))
    return ", ".join(f"{count} {words} ({share(count, change.pairs)}%)" for words, count in parts)


def middle_words(one: Measure) -> str:
    """The middle answers before and after; nothing where there are too few."""
    change = one.change
    if change.pairs < LEAST_FOR_AVERAGE or change.median_before is None or change.median_after is None:
        return f"Below {LEAST_FOR_AVERAGE} pairs we show no middle answer."
    return (
        f"The middle answer was {place_words(one, change.median_before)} before and "
        f"{place_words(one, change.median_after)} after."
    )


def place_words(one: Measure, place: float) -> str:
    """A place on the question's scale in words; a score as a number."""
    if not one.scale:
        return f"{place / 100:g}"
    if place in one.scale and one.scale[int(place)] != str(int(place)):
        return f"“{one.scale[int(place)]}”"
    return f"{place:g}"


def chance_words(one: Measure) -> str:
    """What a lay person may and may not take from the figures."""
    if one.change.pairs < LEAST_FOR_TEST:
        return f"There are {one.change.pairs} pairs. Below {LEAST_FOR_TEST} we say nothing about chance."
    if one.test is None:
        return "Nobody’s answer changed."
    strength = next(words for least, words in _STRENGTHS if abs(one.test.effect) >= least)
    figures = (
        f"(Wilcoxon signed-rank test of {one.test.pairs} pairs, {_probability(one.test.p_value)}; effect "
        f"{one.test.effect:+.2f} on a scale from −1 to 1, {strength})"
    )
    if one.test.p_value >= 0.05:
        return f"Chance alone would often bring a difference like this, so it may be nothing {figures}."
    way = "better" if one.test.effect > 0 else "lower"
    return (
        f"Answers were {way} afterwards, by more than chance alone would usually bring {figures}. "
        "With many questions, one in twenty looks like this by chance."
    )


def _probability(p_value: float) -> str:
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"
