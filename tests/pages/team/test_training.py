"""Staff training: one's own, put right and taken back, and the hours of the team."""

from datetime import timedelta

from data.core.queries.records import list_records
from data.team.queries import training_of_team
from models.attendance.openings import school_year
from models.clock import today
from models.permissions import Role
from models.team.training import TRAININGS, Training
from tests.factories import make_actor, save
from tests.pages.tab import Tab, rows_of
from tests.rows.families import Home, make_home

PAGE = "team/training"


def _training(worker_id: int | None, **fields: object) -> int:
    values = {"what": "First aid", "held_on": today(), "minutes": 90, "purpose": "safety", "recorded_by": "worker"}
    return save(Training(worker_id=worker_id, **{**values, **fields})).id


def test_a_worker_records_and_puts_right_their_own(home: Home) -> None:
    by = home.worker
    tab = Tab(by, PAGE, opened=(f"drawer.training.worker:{by.worker_id}.0",))
    assert "Nothing recorded yet" in tab.words
    tab.press("Save the course")
    for words in ("Please say what it was.", "Please say how many hours.", "Please tap one."):
        assert words in tab.words
    tab.field("text_input", "what").set_value("First aid").run()
    tab.field("number_input", "minutes").set_value(2.5).run()
    tab.field("radio", "purpose").set_value("safety").run()
    tab.press("Save the course")
    assert [(row.worker_id, row.what, row.minutes) for row in rows_of(Training)] == [(by.worker_id, "First aid", 150)]
    assert "2.5 hours in" in tab.words
    tab = Tab(by, PAGE, opened=("drawer.training_change.training:1.1",), training=1)
    tab.field("number_input", "minutes").set_value(3.0).run()
    tab.press("Save the change")
    assert [row.minutes for row in rows_of(Training)] == [180]


def test_nobody_elses_is_seen_but_by_the_lead(home: Home) -> None:
    other = make_home(username="other", number="111111116", reference="F002").worker
    training_id = _training(other.worker_id)
    assert list_records(kind=TRAININGS, actor=home.worker) == ()
    assert "First aid" not in Tab(home.worker, PAGE, training=training_id).words
    lead = make_actor(role=Role.LEAD)
    assert "First aid" in Tab(lead, PAGE, training=training_id).words


def test_the_lead_counts_the_hours_of_this_school_year(home: Home) -> None:
    make_home(username="other", number="111111116", reference="F002")
    for minutes in (90, 30):
        _training(home.worker.worker_id, minutes=minutes)
    _training(home.worker.worker_id, held_on=today() - timedelta(days=400))
    lead = make_actor(role=Role.LEAD)
    found = training_of_team(actor=lead, year=school_year(today()))
    assert [(one.worker, one.times, one.hours) for one in found] == [("HLW of other", 0, 0), ("HLW of worker", 2, 2)]
    tab = Tab(lead, PAGE)
    assert "2 hours by 2 workers; 1 with none recorded yet." in tab.words
    assert "Your training" not in tab.words
