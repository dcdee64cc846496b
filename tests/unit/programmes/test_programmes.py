"""When a programme meets, how far families have come, meals, and the funnel's picture."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from components.programmes.charts import reach_funnel
from models.programmes.programme import ReachStage, SessionRule, has_come_to, meals_after, meeting_days

FIRST_ON = date(2026, 8, 17)
HOLIDAY = (date(2026, 10, 10), date(2026, 10, 18))


@given(
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    every=st.integers(1, 4),
    length=st.integers(0, 200),
    start=st.integers(0, 30),
)
def test_meeting_days_keep_the_rule(weekdays: frozenset[int], every: int, length: int, start: int) -> None:
    first_on = FIRST_ON + timedelta(days=start)
    last_on = first_on + timedelta(days=length)
    rule = SessionRule(weekdays=weekdays, at="10:00", minutes=60, every_weeks=every)
    days = meeting_days(first_on, last_on, rule, holidays=[HOLIDAY])
    monday = first_on - timedelta(days=first_on.weekday())
    expected = [
        day
        for day in (first_on + timedelta(days=number) for number in range(length + 1))
        if day.weekday() in weekdays and (day - monday).days // 7 % every == 0 and not HOLIDAY[0] <= day <= HOLIDAY[1]
    ]
    assert days == expected or HOLIDAY[0] <= first_on <= last_on <= HOLIDAY[1]


def test_a_holiday_programme_meets_in_its_holiday() -> None:
    rule = SessionRule(weekdays=frozenset(range(5)), at="10:00", minutes=240)
    assert len(meeting_days(*HOLIDAY, rule, holidays=[HOLIDAY])) == 5
    assert meeting_days(HOLIDAY[0], HOLIDAY[1] + timedelta(days=1), rule, holidays=[HOLIDAY]) == [date(2026, 10, 19)]


def test_the_path_goes_one_way() -> None:
    come = [[has_come_to(stage, wanted) for wanted in ReachStage] for stage in ReachStage]
    assert come == [[place >= other for other in range(6)] for place in range(6)]


def test_meals_follow_those_here_until_somebody_counts() -> None:
    assert meals_after(None, were_here=0, are_here=3) == 3
    assert meals_after(3, were_here=3, are_here=4) == 4
    assert meals_after(5, were_here=3, are_here=4) == 5


def test_the_funnel_shows_every_stage_with_its_number_from_zero() -> None:
    figure = reach_funnel([("Invited <b>", 1_200), ("Called", 7), ("Joined", 0)])
    (bars,) = figure.data
    assert (list(bars.x), list(bars.text)) == ([1_200, 7, 0], ["1,200", "7", "0"])
    assert list(bars.y)[0] == "Invited ‹b›"
    assert figure.layout.xaxis.range[0] == 0
    assert reach_funnel([]).layout.xaxis.range[1] > 0
