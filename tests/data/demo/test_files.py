"""Rows from files: what the notation means, and that a cell which does not fit is refused by file, line and column."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import func, select

from data.core.db import reading, transaction
from data.reference.choices import SHIPPED
from data.reference.demo_accounts import DEMONSTRATION
from data.reference.files import Loader, read_lines
from models import TABLES
from models.choices import ChoiceList
from models.errors import ImportProblem
from models.families.family import Family, Worker
from models.families.meetings import Appointment, AppointmentKind
from models.programmes.school_calendar import CalendarDays

TOLD_ON = date(2026, 10, 31)
WORKER = "key,name\nAileen,Aileen Madeup (demo)\nBryce,Bryce Madeup (demo)\n"
FAMILY = "reference,name,weight,safety_note\nDEMO-001,Madeup family (demo),2,\n"
APPOINTMENT = "worker_id,family_id,kind,starts_at,minutes,is_cancelled,recorded_at,recorded_by\n"
GOOD = "Bryce,DEMO-001,visit,-3w 14:30,45,yes,2026-08-17 09:00,demonstration\n"
CODES = {
    "contact.kind": ChoiceList.CONTACT_KIND,
    "meeting.kind": ChoiceList.MEETING_KIND,
    "statement.kind": ChoiceList.STATEMENT_KIND,
    "consent.kind": ChoiceList.CONSENT_KIND,
    "adult.relationship": ChoiceList.RELATIONSHIP,
    "referral.source": ChoiceList.REFERRAL_SOURCE,
    "referral.main_reason": ChoiceList.REFERRAL_REASON,
    "support_period.next_step": ChoiceList.NEXT_STEP,
    "programme.kind": ChoiceList.PROGRAMME_KIND,
    "programme.aims": ChoiceList.AIM,
    "reach.moved_on_to": ChoiceList.MOVED_ON_TO,
    "destination.kind": ChoiceList.MOVED_ON_TO,
    "volunteer_check.kind": ChoiceList.CHECK_KIND,
    "answer.tags": ChoiceList.TAG,
}


def _load(folder: Path, **files: str) -> None:
    for name, words in files.items():
        (folder / f"{name}.csv").write_text(words, encoding="utf-8")
    with transaction() as session:
        Loader(session.connection(), TOLD_ON).load(folder)


def test_rows_point_at_each_other_by_what_they_are_called(database: str, tmp_path: Path) -> None:
    _load(tmp_path, appointment=APPOINTMENT + GOOD, family=FAMILY, worker=WORKER)
    with reading() as session:
        (row,) = session.exec(select(Appointment)).all()
        assert session.get(Worker, row.worker_id).name == "Bryce Madeup (demo)"
        family = session.get(Family, row.family_id)
    assert (family.reference, family.weight, family.safety_note) == ("DEMO-001", 2, "")
    assert (row.kind, row.minutes, row.is_cancelled, row.version) == (AppointmentKind.VISIT, 45, True, 1)
    assert row.starts_at == datetime(2026, 10, 10, 13, 30, tzinfo=UTC)  # British summer time
    assert row.recorded_at == datetime(2026, 8, 17, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("2026-08-17", date(2026, 8, 17)), ("-10d", date(2026, 10, 21)), ("+3w", date(2026, 11, 21)), ("+0d", TOLD_ON)],
)
def test_a_day_may_be_so_long_before_or_after(sqlite_database: str, tmp_path: Path, cell: str, expected: date) -> None:
    _load(tmp_path, calendar_days=f"kind,name,first_on,last_on,recorded_by\nholiday,October,{cell},2099-01-01,lead\n")
    with reading() as session:
        assert session.exec(select(CalendarDays.first_on)).one() == expected


def test_a_file_saved_by_a_spreadsheet_or_without_lines_is_read(database: str, tmp_path: Path) -> None:
    _load(tmp_path, worker=f"\ufeff{WORKER}", family="reference,name\n")
    with reading() as session:
        assert session.exec(select(func.count()).select_from(Worker)).one() == 2
        assert session.exec(select(func.count()).select_from(Family)).one() == 0


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (GOOD.replace("visit", "party"), "line 3: kind: Input should be 'visit'"),
        (GOOD.replace("45", "many"), "line 3: minutes: Input should be a valid integer"),
        (GOOD.replace("45", "0"), "line 3: minutes: Input should be greater than"),
        (GOOD.replace("yes", "perhaps"), "line 3: is_cancelled: Input should be a valid boolean"),
        (GOOD.replace("demonstration", ""), "line 3: recorded_by: Field required"),
        (GOOD.replace("demonstration", "x" * 81), "line 3: recorded_by: String should have at most 80"),
        (GOOD.replace("DEMO-001", "DEMO-999"), "line 3: family_id: “DEMO-999” is not the name of one row of family"),
        (GOOD.replace("Bryce", "Twin"), "line 3: worker_id: “Twin” is not the name of one row of worker"),
        (GOOD.replace("2026-08-17", "2026-02-30"), "line 3: recorded_at: “2026-02-30 09:00” is not such as"),
        (GOOD.replace("-3w 14:30", "-3w"), "line 3: starts_at: “-3w” is not such as"),
        (GOOD.replace("-3w", "-3m"), "line 3: starts_at: “-3m 14:30” is not such as"),
        (GOOD.replace("45,", ""), "line 3: it has not as many cells as headings"),
        (GOOD.replace("45,", "45,45,"), "line 3: it has not as many cells as headings"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused(sqlite_database: str, tmp_path: Path, bad: str, reason: str) -> None:
    workers = WORKER + "Twin,One Madeup (demo)\nTwin,Other Madeup (demo)\n"
    with pytest.raises(ImportProblem) as refused:
        _load(tmp_path, worker=workers, family=FAMILY, appointment=APPOINTMENT + GOOD + bad)
    assert str(refused.value).startswith(f"appointment.csv, {reason}")
    with reading() as session:
        assert session.exec(select(func.count()).select_from(Worker)).one() == 0


def test_a_heading_the_table_does_not_have_is_refused(sqlite_database: str, tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="worker.csv, line 2: nmae: the table has no such column"):
        _load(tmp_path, worker="key,nmae\nAileen,Aileen Madeup (demo)\n")


def test_every_file_of_the_demonstration_is_used() -> None:
    names = {path.name for path in DEMONSTRATION.iterdir()}
    assert names - {f"{table.__tablename__}.csv" for table in TABLES} == {"usual_attendance.csv"}


@pytest.mark.parametrize("column", CODES)
def test_its_codes_are_of_the_lists(column: str) -> None:
    table, name = column.split(".")
    cells = [cells[name] for _, cells in read_lines(DEMONSTRATION / f"{table}.csv")]
    used = {code for cell in cells for code in cell.split(",") if code}
    assert used
    assert used <= set(SHIPPED[CODES[column]])
