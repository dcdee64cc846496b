"""Awards: who may set out, how far they have come, when a qualification lapses, and what a school is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.awards.charts import awards_by_name
from models.awards.award import (
    AWARD_TRANSITIONS,
    AwardFor,
    AwardLevel,
    AwardScheme,
    AwardStatus,
    age_on,
    expiry,
    is_awarded_to,
    not_eligible,
)
from models.awards.counts import CountBy, Earned, count_tables, hidden_counts
from models.awards.progress import Work, progress_of
from models.awards.volunteers import CheckState, check_state
from models.workflow import open_states

DAY = date(2026, 9, 7)
STAR = AwardLevel(name="One star", hours=5)
BOTH = AwardLevel(name="Both", hours=8, activities=4)


def test_hours_are_rounded_down_once_over_everything() -> None:
    assert progress_of(STAR, [Work(DAY, 195), Work(DAY, 195)]).words == "6 of 5 hours"  # 6.5 hours
    assert progress_of(STAR, [Work(DAY, 59)] * 2).words == "1 of 5 hours"
    assert not progress_of(STAR, [Work(DAY, 299)]).is_ready
    assert progress_of(STAR, [Work(DAY, 300)]).is_ready


def test_days_are_distinct() -> None:
    level = AwardLevel(name="Discovery", days=2)
    assert progress_of(level, [Work(DAY), Work(DAY, 60)]).words == "1 of 2 days"


def test_nearly_there_is_three_quarters_of_everything_and_not_yet_all() -> None:
    def come(hours: int, activities: int) -> tuple[bool, bool]:
        progress = progress_of(BOTH, [Work(DAY, hours * 60, activities)])
        return progress.is_nearly_there, progress.is_ready

    assert come(6, 3) == (True, False)
    assert come(8, 3) == (True, False)
    assert come(5, 4) == (False, False)
    assert come(8, 2) == (False, False)
    assert come(8, 4) == (False, True)


def test_a_level_that_counts_nothing_is_never_ready_by_itself() -> None:
    progress = progress_of(AwardLevel(name="Completed"), [Work(DAY, 600)])
    assert (progress.is_ready, progress.is_nearly_there, progress.words) == (False, False, "Nothing to count")


def test_age_counts_on_the_day_they_start() -> None:
    scheme = AwardScheme(name="Dynamic Youth Award", awarded_to=AwardFor.CHILD, min_age=10)
    born_on = date(2016, 9, 8)
    assert "10 and over" in not_eligible(scheme, started_on=DAY, born_on=born_on)
    assert not not_eligible(scheme, started_on=date(2026, 9, 8), born_on=born_on)
    assert not not_eligible(scheme, started_on=DAY, born_on=None)
    assert (age_on(date(2016, 2, 29), date(2026, 2, 28)), age_on(date(2016, 2, 29), date(2026, 3, 1))) == (9, 10)


def test_a_scheme_is_open_on_its_first_and_last_day() -> None:
    days = {"valid_from": DAY, "valid_to": date(2026, 12, 31)}
    scheme = AwardScheme(name="Hi5", awarded_to=AwardFor.CHILD, **days)
    wrong = [not_eligible(scheme, started_on=on, born_on=None) for on in (date(2026, 9, 6), date(2027, 1, 1))]
    assert all("not open" in words for words in wrong)
    assert not any(not_eligible(scheme, started_on=on, born_on=None) for on in days.values())


def test_who_may_earn_it() -> None:
    assert is_awarded_to(AwardFor.ANYBODY, AwardFor.FAMILY)
    assert is_awarded_to(AwardFor.CHILD, AwardFor.CHILD)
    assert not is_awarded_to(AwardFor.CHILD, AwardFor.ADULT)


@pytest.mark.parametrize(
    ("awarded", "months", "lapses"),
    [
        (date(2026, 9, 7), 36, date(2029, 9, 7)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_a_qualification_lapses_on_the_day(awarded: date, months: int, lapses: date) -> None:
    assert expiry(awarded, months) == lapses
    assert expiry(awarded, None) is None


def test_an_award_is_final_and_stopping_is_not() -> None:
    assert open_states(AWARD_TRANSITIONS) == set(AwardStatus) - {AwardStatus.AWARDED}


def test_how_checks_stand() -> None:
    soon, later = date(2026, 11, 6), date(2026, 11, 7)
    assert check_state([], on=DAY) is CheckState.MISSING
    assert check_state([None], on=DAY) is CheckState.FINE
    assert check_state([date(2026, 9, 6), later], on=DAY) is CheckState.OVERDUE
    assert check_state([DAY, None], on=DAY) is CheckState.SOON
    assert check_state([soon], on=DAY) is CheckState.SOON
    assert check_state([later], on=DAY) is CheckState.FINE


def _earned(*counts: int, same_child: bool = False, year: int = 2026) -> list[Earned]:
    return [
        Earned(year, (0 if same_child else place * 100 + number, None, None), {by: f"{by} {place}" for by in CountBy})
        for place, count in enumerate(counts)
        for number in range(count)
    ]


def test_the_team_sees_every_number() -> None:
    table = count_tables(_earned(1, 7), is_suppressed=False)[CountBy.SCHOOL]
    assert (table.lines, table.total) == ({"school 0": (1,), "school 1": (7,)}, (8,))


def test_a_school_sees_no_small_number_nor_what_gives_it_away() -> None:
    table = count_tables(_earned(2, 7, 9), is_suppressed=True)[CountBy.SCHOOL]
    shown = [counts[0] for counts in table.lines.values()]
    assert table.total == (18,)
    assert shown[0] is None
    assert shown.count(None) > 1


def test_many_awards_of_one_child_are_still_one_child() -> None:
    table = count_tables(_earned(6, same_child=True), is_suppressed=True)[CountBy.SCHOOL]
    assert (table.lines["school 0"], table.total) == ((None,), (None,))


def test_a_year_hidden_in_one_table_is_hidden_in_all() -> None:
    one_school = [
        Earned(2026, (n, None, None), {CountBy.SCHOOL: "A", CountBy.PROGRAMME: f"P{n}", CountBy.SCHEME: "Hi5"})
        for n in range(4)
    ]
    tables = count_tables([*one_school, *_earned(6, year=2025)], is_suppressed=True)
    for table in tables.values():
        assert table.total == (6, None)
        assert all(counts[1] is None for counts in table.lines.values())


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_small_count_is_ever_shown_or_left_over(counts: list[int]) -> None:
    hidden = hidden_counts(counts, counts)
    if hidden is None:
        return
    assert all(not 0 < count < 5 for place, count in enumerate(counts) if place not in hidden)
    assert len(hidden) != 1


def test_the_chart_has_the_newest_years_and_no_bar_for_what_is_hidden() -> None:
    years = ("2023/24", "2024/25", "2025/26", "2026/27")
    drawn = awards_by_name(years, {"School <b>": (9, 1, None, 4), "Other": (0, 2, 3, 5)})
    assert [(bar.name, tuple(bar.x)) for bar in drawn.data] == [
        ("2024/25", (1, 2)),
        ("2025/26", (None, 3)),
        ("2026/27", (4, 5)),
    ]
    assert drawn.data[0].y[0] == "School ‹b›"
    assert len({bar.marker.pattern.shape for bar in drawn.data}) == 3
