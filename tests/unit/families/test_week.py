"""What is due and when, to the day; and whether two records may be of one family."""

import re
from datetime import date, timedelta

import pytest

from components.access.navigation import PAGES
from components.families import addresses
from components.families.charts import MOST_MARKS, timeline
from components.families.story import summary_words
from components.families.week_page import room_words
from data.reference.forms import FORMS, form_name
from models.clock import instant
from models.families.family import family_name, next_reference
from models.families.likeness import Likeness, any_alike, may_be_same
from models.families.timeline import TimelineItem, TimelineKind
from models.families.week import (
    SHOWN_AHEAD,
    DueItem,
    DueKind,
    Room,
    due_words,
    plan_due,
    shown,
    support_due,
    web_due,
    week_of,
)
from models.kinds import KINDS

START, TODAY = date(2026, 9, 7), date(2026, 11, 21)


@pytest.mark.parametrize(
    ("taken", "due_on"),
    [
        ([], date(2026, 9, 21)),
        ([date(2026, 8, 9)], date(2026, 9, 21)),  # of earlier support: 29 days before the start
        ([date(2026, 8, 10)], date(2026, 10, 19)),  # while the family waited: six weeks from the start
        ([date(2026, 9, 21)], date(2026, 11, 2)),
        ([date(2026, 9, 21), date(2026, 9, 21)], date(2026, 11, 2)),  # two voices of one day are one time
        ([date(2026, 11, 2), date(2026, 9, 21)], date(2027, 2, 1)),
    ],
)
def test_the_day_a_web_is_due(taken: list[date], due_on: date) -> None:
    assert web_due(START, taken)[0] == due_on


def test_the_days_of_support_and_plans() -> None:
    assert support_due(START, None) == date(2026, 12, 7)
    assert support_due(START, TODAY) == TODAY
    assert plan_due(START, None) == date(2026, 10, 19)
    assert plan_due(START, TODAY) == TODAY


@pytest.mark.parametrize("kind", DueKind)
def test_an_item_is_shown_from_its_day_ahead_on_and_for_good(kind: DueKind) -> None:
    def seen(days: int) -> int:
        return len(shown([DueItem(kind, TODAY + timedelta(days=days), "A", "")], TODAY))

    ahead = SHOWN_AHEAD[kind]
    assert [seen(ahead + 1), seen(ahead), seen(0), seen(-400)] == [0, 1, 1, 1]


def test_the_longest_overdue_comes_first() -> None:
    items = [DueItem(DueKind.WEB, TODAY - timedelta(days=days), str(days), "") for days in (1, 30, 0)]
    assert [item.title for item in shown(items, TODAY)] == ["30", "1", "0"]


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "due today"), (1, "due in 1 day"), (14, "due in 14 days"), (-1, "1 day overdue"), (-9, "9 days overdue")],
)
def test_how_near_a_day_is(days: int, words: str) -> None:
    assert due_words(TODAY + timedelta(days=days), TODAY) == words


def test_weeks_begin_on_monday_and_times_are_local() -> None:
    assert week_of(TODAY) == (date(2026, 11, 16), date(2026, 11, 22))
    assert instant(date(2026, 7, 1), "14:30").isoformat() == "2026-07-01T13:30:00+00:00"
    assert instant(date(2026, 12, 1), "14:30").isoformat() == "2026-12-01T14:30:00+00:00"


def test_how_full_a_caseload_is() -> None:
    assert room_words(Room(13, 15), has_weights=False) == "13 of 15 families: room for 2 more."
    assert room_words(Room(15, 15), has_weights=True) == "15 of 15 places (by weight): full."
    assert room_words(Room(16, 15), has_weights=False) == "16 of 15 families: 1 over."


BORN = date(2017, 5, 4)
AVA = Likeness("ava madeup", BORN, "KA15EJ")


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        (Likeness("madeup ava"), True),  # the full name, in any order
        (Likeness("eva madeup", BORN), True),  # nearly the name, and the day
        (Likeness("ava maddup", None, "KA15EJ"), True),
        (Likeness("somebody else", BORN, "KA15EJ"), True),  # twins, or another name for one child
        (Likeness("madeup", None, "KA15EJ"), False),  # a surname is little like a full name
        (Likeness("somebody else", BORN), False),
        (Likeness("", None, "KA15EJ"), False),
        (Likeness("eva madeup"), False),
    ],
)
def test_two_of_three_agree_or_the_full_name_does(other: Likeness, is_near: bool) -> None:
    assert may_be_same(AVA, other) is is_near
    assert any_alike([AVA], iter([Likeness("nobody"), other])) is is_near


def test_what_a_family_is_called_and_its_reference() -> None:
    assert family_name("Reid family", ["Madeup"], "F1") == "Reid family"
    assert family_name("", ["Madeup", None, "Madeup", "Pretend"], "F1") == "Madeup and Pretend family"
    assert family_name("", [None], "F001") == "Family F001"
    assert next_reference(["F119", "F120", "DEMO-900", "F12x"]) == "F121"
    assert next_reference([]) == "F001"


def test_one_picture_of_everything_stays_small() -> None:
    days = [START + timedelta(days=number) for number in range(400)]
    items = [TimelineItem(kind, day, "Title", "Line") for kind in TimelineKind for day in days]
    figure = timeline([*items, items[-1]], today=TODAY)
    assert len(figure.to_json()) < 1_250 * len(TimelineKind)
    assert [len(trace.x) for trace in figure.data] == [MOST_MARKS] * len(TimelineKind)
    assert figure.data[-1].customdata[-1] == 2
    assert len({trace.marker.symbol for trace in figure.data}) == len(TimelineKind), "Told apart without colour."
    assert f"newest {MOST_MARKS} days" in summary_words(items)
    assert summary_words(items[:2]) == "From 7 Sep 2026 to 8 Sep 2026: Referrals 2."


def test_what_goes_on_is_drawn_as_a_line() -> None:
    support = TimelineItem(TimelineKind.SUPPORT, START, "Support began", "Ava", until_on=TODAY)
    span, marks = timeline([support], today=TODAY).data
    assert (span.mode, tuple(span.x)) == ("lines", (START.isoformat(), TODAY.isoformat()))
    assert marks.mode == "markers"


def test_everything_due_begun_or_told_of_has_a_page() -> None:
    assert set(addresses.DUE) == set(DueKind) - {DueKind.DRAFT}
    assert set(addresses.STORY) == set(TimelineKind)
    steps = ("", "_change", "_back")
    of_kinds = {f"{kind.name}{step}" for kind in KINDS.values() for step in steps}
    assert set(addresses.FORMS) | of_kinds == set(FORMS) | of_kinds
    assert all(form_name(form) for form in set(addresses.FORMS) | of_kinds)
    begun = (addresses.due_address(DueItem(DueKind.DRAFT, TODAY, "", "", form=form)) for form in of_kinds)
    pages = {page.url_path for page in PAGES}
    for address in (*addresses.DUE.values(), *addresses.STORY.values(), *addresses.FORMS.values(), *begun):
        assert re.fullmatch(r"([a-z-]+)(\?[a-z]+=)?", address)[1] in pages


@pytest.mark.parametrize(
    ("item", "address"),
    [
        (DueItem(DueKind.WEB, TODAY, "Ava", "", 3), "web?pupil=3"),
        (DueItem(DueKind.TRANSFER, TODAY, "F001", ""), "hand-over"),
        (DueItem(DueKind.DRAFT, TODAY, "A contact", "", form="contact"), "contact"),
        (DueItem(DueKind.DRAFT, TODAY, "A contact", "", 5, "contact"), "contact?family=5"),
        (DueItem(DueKind.REFERRAL, TODAY, "Ava", "Why?", 5, "referral_answer"), "refer"),
    ],
)
def test_an_address_says_which_one_where_its_page_shows_one(item: DueItem, address: str) -> None:
    assert addresses.due_address(item) == address
