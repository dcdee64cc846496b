"""The arithmetic of webs: what is compared with what, and that no score is never zero."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.wellbeing.charts import Shape, radar
from components.wellbeing.words import disagreement_words, shape_words
from models.wellbeing.change import Reading, change, disagreements, lines, mean_changes, two_voices
from models.wellbeing.web import Indicator, Voice, WebStage

SAFE, ACTIVE, HEALTHY = Indicator.SAFE, Indicator.ACTIVE, Indicator.HEALTHY


def _reading(id_: int = 1, *, days: int = 0, scale: tuple[int, int] = (0, 10), **fields: object) -> Reading:
    values = {"pupil_id": 1, "voice": Voice.CHILD, "stage": WebStage.REVIEW, "scores": {SAFE: 4}, **fields}
    return Reading(id_, taken_on=date(2026, 1, 1) + timedelta(days), lowest=scale[0], highest=scale[1], **values)


def test_only_the_same_child_voice_and_scale_are_one_line() -> None:
    readings = [
        _reading(1),
        _reading(2, days=5),
        _reading(3, days=9, voice=Voice.PARENT),
        _reading(4, days=9, scale=(1, 5)),
        _reading(5, days=9, pupil_id=2),
    ]
    found = lines(readings)
    assert [[each.reading_id for each in line.readings] for line in found if line.is_paired] == [[1, 2]]
    assert len(found) == 4


def test_first_and_latest_go_by_day_then_stage() -> None:
    same_day = [_reading(7, stage=WebStage.CLOSING), _reading(8, stage=WebStage.BASELINE)]
    (line,) = lines(same_day)
    assert (line.first.reading_id, line.latest.reading_id) == (8, 7)


def test_no_score_is_not_zero() -> None:
    first = _reading(1, scores={SAFE: 4, ACTIVE: 5})
    latest = _reading(2, days=1, scores={SAFE: 0, HEALTHY: 3})
    assert change(first, latest) == {SAFE: -4}
    means = mean_changes(lines([first, latest]))
    assert (means[SAFE].mean, means[SAFE].n) == (-4, 1)
    assert (means[ACTIVE].mean, means[ACTIVE].n) == (None, 0)


def test_scales_are_never_compared() -> None:
    with pytest.raises(ValueError, match="different scales"):
        change(_reading(1), _reading(2, scale=(1, 10)))
    assert two_voices([_reading(1), _reading(2, voice=Voice.PARENT, scale=(1, 5))]) == []


@given(st.lists(st.dictionaries(st.sampled_from(Indicator), st.integers(0, 10)), min_size=2, max_size=6))
def test_mean_change_agrees_with_counting_by_hand(scores: list[dict[Indicator, int]]) -> None:
    readings = [_reading(number, days=number, scores=each) for number, each in enumerate(scores)]
    means = mean_changes(lines(readings))
    for indicator in Indicator:
        if indicator in scores[0] and indicator in scores[-1]:
            assert means[indicator].mean == scores[-1][indicator] - scores[0][indicator]
        else:
            assert means[indicator].n == 0


def test_voices_are_compared_by_their_newest() -> None:
    child = [_reading(1, scores={SAFE: 9}), _reading(2, days=3, scores={SAFE: 2, ACTIVE: 4, HEALTHY: 5})]
    parent = _reading(3, days=1, voice=Voice.PARENT, scores={SAFE: 8, ACTIVE: 3, HEALTHY: 5})
    ((one, other),) = two_voices([*child, parent])
    assert (one.reading_id, other.reading_id) == (2, 3)
    assert disagreements(one, other) == [(SAFE, 6), (ACTIVE, -1)]
    assert disagreement_words(one, other) == (
        "Child (4 Jan 2026) and parent or carer (2 Jan 2026) differ most about Safe (2 and 8)."
    )
    assert "gave the same scores" in disagreement_words(parent, parent)


def test_a_shape_in_words() -> None:
    assert shape_words({}, 0, 10) == "Nothing is scored yet."
    words = shape_words({SAFE: 0, ACTIVE: 7, HEALTHY: 7}, 0, 10)
    assert words.startswith("On the scale 0 to 10: highest Healthy and Active (7), lowest Safe (0).")
    assert "Without a score: Achieving, Nurtured, Respected, Responsible and Included." in words
    assert "lowest" not in shape_words(dict.fromkeys(Indicator, 3), 1, 5)


def test_the_radar_has_gaps_and_no_template() -> None:
    spokes = ("a", "b", "c")
    drawn = radar(spokes, (Shape("one", (3, None, 0)), Shape("two", (1, 1, 1), 1)), lowest=0, highest=10)
    assert list(drawn.data[0].r) == [3, None, 0, 3]
    assert list(drawn.data[0].theta) == ["a", "b", "c", "a"]
    assert drawn.data[0].connectgaps is False
    assert drawn.data[0].line.dash != drawn.data[1].line.dash
    assert list(drawn.layout.polar.radialaxis.range) == [-1, 10]
    assert set(drawn.layout.polar.radialaxis.tickvals) == {0, 2, 4, 6, 8, 10}
    assert list(radar(spokes, (), lowest=1, highest=5).data[0].r) == [None] * 4
