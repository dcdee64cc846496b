"""Answers in words and figures, scoring that fits, and the charts and sentences of results."""

from dataclasses import replace

import pytest

from components.evaluations.charts import Changes, answer_dots, change_bars
from components.evaluations.words import chance_words, change_words, middle_words
from data.evaluations.queries.evaluations import Measure
from data.evaluations.significance import signed_rank
from models.evaluations.answers import answer_words, read_answer, tags_of
from models.evaluations.change import Change, change_of, differences, together
from models.evaluations.questionnaires import QuestionKind

AGREE = answer_words(QuestionKind.AGREE)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Strongly agree", 5),
        (" neither  agree nor disagree ", 3),
        ("Neutral", 3),
        ("4", 4),
        ("2 - Disagree", 2),
        ("5.0", 5),
        ("n/a", None),
        ("", None),
    ],
)
def test_an_answer_is_read(said: str, place: int | None) -> None:
    assert read_answer(said, AGREE) == place


@pytest.mark.parametrize("said", ["6", "0", "Absolutely", "25", "4.5", "4-5", "3 or 4"])
def test_what_is_not_an_answer_is_not_guessed(said: str) -> None:
    with pytest.raises(ValueError, match="not one of the answers"):
        read_answer(said, AGREE)


def test_each_kind_offers_its_places_lowest_first() -> None:
    assert list(answer_words(QuestionKind.ZERO_TO_TEN)) == list(range(11))
    assert answer_words(QuestionKind.YES_NO_MAYBE) == {1: "No", 2: "Maybe", 3: "Yes"}
    assert answer_words(QuestionKind.CHOICE, "Bus\n\n Car ") == {1: "Bus", 2: "Car"}
    assert answer_words(QuestionKind.TEXT) == {}
    assert tags_of("food,more") == ("food", "more")
    assert tags_of("") == ()


def test_reversed_questions_improve_downwards_and_changes_add_up() -> None:
    change = change_of([(4, 2), (2, 4), (3, 3)], is_reversed=True)
    assert (change.improved, change.lower) == (1, 1)
    both = together([change, change_of([(1, 5)])])
    assert (both.pairs, both.improved, both.same, both.lower, both.median_before) == (4, 2, 1, 1, None)


def _measure(pairs: list[tuple[int, int]]) -> Measure:
    test = signed_rank(differences(pairs))
    return Measure("help", "Help?", "", AGREE, tuple(pairs), change_of(pairs), 0, 0, test)


def test_every_answer_is_a_dot_and_no_two_lie_on_each_other() -> None:
    pairs = [(2, 4)] * 9 + [(3, 3)] * 2
    figure = answer_dots(pairs, AGREE)
    assert [trace.name for trace in figure.data] == ["Before", "After"]
    for trace in figure.data:
        assert len(set(zip(trace.x, trace.y, strict=True))) == len(pairs)
    assert figure.data[0].marker.symbol != figure.data[1].marker.symbol
    assert not answer_dots([], AGREE).data[0].x


def test_bars_lean_to_the_side_of_the_change_and_differ_without_colour() -> None:
    lower, same, improved = change_bars([Changes("Help?", 2, 4, 6)]).data
    assert (list(lower.base), list(same.base), list(improved.base)) == ([-4], [-2], [2])
    assert (list(lower.x), list(same.x), list(improved.x)) == ([2], [4], [6])
    assert len({trace.marker.pattern.shape for trace in (lower, same, improved)}) == 3


def test_what_a_lay_person_is_told() -> None:
    assert change_words(Change(0, 0, 0, 0, None, None)) == "Nobody answered this both times yet."
    few, mixed = _measure([(2, 4)] * 9), _measure([(2, 3), (3, 2)] * 16)
    assert middle_words(few) == "Below 10 pairs we show no middle answer."
    assert "may be nothing (Wilcoxon signed-rank test of 32 pairs" in chance_words(mixed)
    assert "The middle answer was 2.5 before and 2.5 after." in middle_words(mixed)
    assert chance_words(_measure([(3, 3)] * 30)) == "Nobody’s answer changed."
    fallen = chance_words(_measure([(4, 2)] * 30))
    assert "lower afterwards, by more than chance" in fallen
    score = replace(_measure([(2, 4)] * 10), scale={}, change=change_of([(1500, 2050)] * 10))
    assert middle_words(score) == "The middle answer was 15 before and 20.5 after."
