"""Finding a pupil, covering for a colleague, and one pupil's page, as they are used."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from components.attendance.charts.pupil import pupil_attendance
from data.core.db import reading
from models.access import Cover
from models.attendance.openings import Attendance, AttendancePeriod
from models.attendance.pupil_attendance import PupilAttendance
from models.attendance.pupils import Characteristic, CharacteristicKind, Enrolment, Source
from models.audit import AuditAction, AuditEvent
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus
from models.permissions import Actor, Role
from tests.factories import make_actor, make_pupil, make_school, make_worker, save, sign_in_as

SHELL = str(Path(__file__).parents[3] / "components" / "access" / "shell.py")
FIND, PUPIL = "../../pages/attendance/find_pupil.py", "../../pages/attendance/pupil.py"

pytestmark = pytest.mark.usefixtures("sqlite_database")


def _tab(actor: Actor, page: str, *, pupil_id: object = None) -> AppTest:
    at = AppTest.from_file(SHELL, default_timeout=20)
    at.session_state["session.token"] = sign_in_as(actor)
    at.run()
    if pupil_id is not None:
        at.query_params["id"] = str(pupil_id)
    return at.switch_page(page).run()


def _support(worker_id: int, pupil_id: int) -> None:
    family_id = save(Family(reference=f"F{pupil_id}")).id
    save(FamilyChild(family_id=family_id, pupil_id=pupil_id))
    days = {"started_on": date(2026, 3, 2), "status": SupportStatus.ACTIVE}
    save(SupportPeriod(pupil_id=pupil_id, family_id=family_id, worker_id=worker_id, **days))


def _texts(at: AppTest) -> str:
    return "\n".join(
        element.value for kind in ("text", "caption", "info", "warning", "header") for element in at.get(kind)
    )


def _events(action: AuditAction) -> int:
    with reading() as session:
        return len(session.exec(select(AuditEvent).where(AuditEvent.action == action)).all())


@pytest.fixture
def worker() -> Actor:
    return make_actor(role=Role.WORKER, worker_id=make_worker())


@pytest.fixture
def other_pupil(sqlite_database: str) -> int:
    pupil_id = make_pupil(forename="Ann", surname="Test*case*", candidate_number="222222222")
    _support(make_worker(name="HLW 02"), pupil_id)
    return pupil_id


def test_a_search_is_shown_and_written_down_once(sqlite_database: str, worker: Actor) -> None:
    make_pupil()
    at = _tab(worker, FIND)
    assert "at least two letters" in _texts(at)
    at.text_input[0].set_value("adeu").run()
    assert at.dataframe[0].value["Name"].tolist() == ["Test Madeup"]
    at.run()
    assert _events(AuditAction.PUPIL_SEARCHED) == 1
    at.text_input[0].set_value("nobody").run()
    assert "No pupil found" in _texts(at)
    assert _events(AuditAction.PUPIL_SEARCHED) == 2


def test_more_than_fifty_are_announced(sqlite_database: str, worker: Actor) -> None:
    for number in range(52):
        make_pupil(candidate_number=f"{number:09d}")
    at = _tab(worker, FIND)
    at.text_input[0].set_value("madeup").run()
    assert "there are 2 more" in _texts(at)


def test_ones_own_child_is_a_link_away(sqlite_database: str, worker: Actor) -> None:
    pupil_id = make_pupil()
    _support(worker.worker_id or 0, pupil_id)
    at = _tab(worker, FIND)
    at.text_input[0].set_value("madeup").run()
    link = at.get("page_link")[0].proto
    assert link.label == "Open the page of Test Madeup"
    assert f"id={pupil_id}" in link.query_string


def test_cover_asks_for_a_reason_and_then_opens_the_page(other_pupil: int, worker: Actor) -> None:
    at = _tab(worker, FIND)
    at.text_input[0].set_value("222222222").run()
    assert "HLW 02 supports this family" in _texts(at)
    at.button(key=f"FormSubmitter:find_pupil.cover.{other_pupil}-Open the page").click().run()
    assert "few words" in at.error[0].value
    at.text_area[0].set_value("HLW 02 is on leave")
    at.button(key=f"FormSubmitter:find_pupil.cover.{other_pupil}-Open the page").click().run()
    assert not at.exception
    with reading() as session:
        assert [cover.reason for cover in session.exec(select(Cover))] == ["HLW 02 is on leave"]
    assert at.title[0].value == "Pupil"
    assert at.header[0].value == r"Ann Test\*case\*"
    assert "covers for a colleague until" in _texts(at)


@pytest.mark.parametrize("asked", ["other", "999", "abc", "٣", "9" * 30, "-1"])
def test_a_page_that_is_not_theirs_shows_nothing(other_pupil: int, worker: Actor, asked: str) -> None:
    at = _tab(worker, PUPIL, pupil_id=other_pupil if asked == "other" else asked)
    assert not at.exception
    assert len(at.title) == 1
    assert not at.header
    assert "Ann" not in _texts(at)
    assert _events(AuditAction.PUPIL_VIEWED) == 0


def test_the_lead_opens_any_page_and_sees_everything_known(other_pupil: int) -> None:
    school_id = make_school()
    save(
        Enrolment(
            pupil_id=other_pupil, school_id=school_id, stage="P5", observed_on=date(2025, 8, 20), source=Source.SEEMIS
        )
    )
    for kind, value in ((CharacteristicKind.FREE_MEALS, "yes"), (CharacteristicKind.ADDITIONAL_SUPPORT_REASON, "ASD")):
        save(
            Characteristic(
                pupil_id=other_pupil, kind=kind, value=value, observed_on=date(2025, 8, 20), source=Source.TRACKER
            )
        )
    for month in (2, 4):
        days = {"first_on": date(2026, month, 1), "last_on": date(2026, month, 28)}
        period_id = save(AttendancePeriod(**days)).id
        save(
            Attendance(period_id=period_id, pupil_id=other_pupil, school_id=school_id, possible=40, attended=month * 8)
        )
    at = _tab(make_actor(role=Role.LEAD), PUPIL, pupil_id=other_pupil)
    assert not at.exception
    totals, periods, supports, facts = (frame.value for frame in at.dataframe)
    assert dict(zip(totals["When"], totals["This pupil"], strict=True)) == {
        "This school year so far": "60.0%",
        "The year before support": "40.0%",
        "During support": "80.0%",
    }
    assert periods["Attended"].tolist() == [32, 16]
    assert supports["Worker"].tolist() == ["HLW 02"]
    assert facts[["What", "Value"]].to_numpy().tolist() == [
        ["Reason for additional support", "ASD"],
        ["Free school meals", "Yes"],
        ["School and stage", "Madeup Primary School, P5"],
    ]
    assert "a dip tends to mend partly by itself" in _texts(at)
    assert "HLW 02 supports the family, and has no account here." in _texts(at)
    assert "attended 80.0% of openings" in at.get("plotly_chart")[0].proto.alt


def test_a_child_nothing_is_known_about(sqlite_database: str) -> None:
    pupil_id = make_pupil(born_on=None)
    at = _tab(make_actor(role=Role.LEAD), PUPIL, pupil_id=pupil_id)
    assert not at.exception
    assert "Age: Not known" in _texts(at)
    assert "No attendance has been brought in" in _texts(at)
    assert "has not supported this child" in _texts(at)


def test_the_chart_leaves_a_gap_where_there_were_no_openings() -> None:
    def point(month: int, possible: int, attended: int) -> PupilAttendance:
        return PupilAttendance(date(2026, month, 1), date(2026, month, 28), possible, attended, None, None, 400, 380)

    pupil, school = pupil_attendance([point(2, 40, 30), point(3, 0, 0), point(4, 40, 0)]).data
    assert list(pupil.y) == [75.0, None, 0.0]
    assert list(school.y) == [95.0, 95.0, 95.0]
    assert pupil.line.dash != school.line.dash
