"""Undoing a whole import, and the promise that a file is brought in entirely or not at all."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import SQLModel, select

from data.core import audit
from data.core.db import reading
from data.importing.fields import ImportOptions
from data.importing.preparing import FileAnswers
from data.importing.reading import read_source
from data.imports import actions as imports
from data.imports.actions import confirm_import, export_problems, preview_import, save_mapping, undo_import
from data.imports.queries import list_imports
from models.access import Setting
from models.attendance.openings import AttendanceSummary
from models.attendance.pupils import Pupil
from models.attendance.schools import School
from models.audit import AuditAction, AuditEvent
from models.errors import Conflict, ImportProblem, InvalidInput, NotFound
from models.imports import ColumnMapping, ImportChange, ImportKind, ImportRun
from models.permissions import SYSTEM
from tests.data.imports.import_files import LIST, TRACKER, VALID, book, child, csv

SCHOOLS = csv("seed_code,name,sector,supported", "8242720,Patna Primary School,Primary,Y", "8244138,Doon Academy,S,N")
SIMD = csv("Postcode,DZ,SIMD2020v2_Rank", "KA6 7LY,S01007877,100", "KA1 5DL,S01007878,3000")
PUPILS = csv(
    LIST,
    f"{VALID[0]},Test,Madeup,26/04/2018,P4,P4A,KA6 7LY,N,N,N,F,Patna PS",
    f"{VALID[1]},Other,Madeup,26/04/2012,S2,2A,KA1 5DL,Y,Y,N,M,Doon Academy",
)
ATTENDANCE = csv("SCN,School,Possible,Present", f"{VALID[0]},Patna PS,36,33", f"{VALID[1]},Doon Academy,36,20")
FILES = {
    "schools.csv": SCHOOLS,
    "simd.csv": SIMD,
    "pupils_2026-10.csv": PUPILS,
    "attendance_2026-09.csv": ATTENDANCE,
    "tracker 2026-11-01.xlsx": book(["Tracker"], TRACKER, child(VALID[0]), child(VALID[2], Family="F002")),
}
# Kept on purpose: the history and the audit log say what happened, and the version only ever rises.
HISTORY = {"import_run", "import_change", "audit_event", "audit_head", "setting", "alembic_version"}


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Every table but the history, without the numbers the database gives out by itself."""
    with reading() as session:
        return {
            name: sorted(
                (tuple(value for key, value in row.items() if key not in ("id", "import_id")) for row in rows), key=repr
            )
            for name, table in SQLModel.metadata.tables.items()
            if name not in HISTORY
            for rows in [session.connection().execute(table.select()).mappings().all()]
        }


def bring(name: str, content: bytes | None = None, **asked) -> int | None:
    return confirm_import(
        source=read_source(content or FILES[name], name), by=SYSTEM, answers=FileAnswers(**asked)
    ).import_id


def test_each_import_undone_newest_first_leaves_the_database_as_it_was(database: str) -> None:
    before, ids = [], []
    for name in FILES:
        before.append(dump())
        ids.append(bring(name))
    for import_id, state in zip(reversed(ids), reversed(before), strict=True):
        report = undo_import(import_id=import_id, by=SYSTEM)
        assert report.kept == ()
        assert report.taken_back
        assert dump() == state


def test_changes_are_put_back(database: str) -> None:
    for name in FILES:
        bring(name)
    before = dump()
    changed = {
        "schools.csv": SCHOOLS.replace(b"Doon Academy", b"Doon Valley Academy").replace(b",Y", b",N"),
        "simd.csv": SIMD.replace(b"3000", b"20"),
        "pupils_2026-10.csv": PUPILS.replace(b"Madeup,26/04/2018", b"Testcase,26/05/2018").replace(b"P4A", b"P4B"),
        "attendance_2026-09.csv": ATTENDANCE.replace(b"36,33", b"36,34"),
        "tracker 2026-11-01.xlsx": book(["Tracker"], TRACKER, child(VALID[0], Status="Waiting", HLW="HLW 02")),
    }
    for name, content in changed.items():
        import_id = bring(name, content, options=ImportOptions(accept_unusual_share=True))
        assert import_id, name
        assert dump() != before
        report = undo_import(import_id=import_id, by=SYSTEM)
        assert any("put back as before" in sentence for sentence in report.taken_back)
        assert dump() == before, name


def test_what_later_work_depends_on_stays_and_is_said(database: str) -> None:
    ids = {name: bring(name) for name in FILES}
    report = undo_import(import_id=ids["schools.csv"], by=SYSTEM)
    assert report.kept == ("2 schools stay, because something brought in or written later depends on them.",)
    report = undo_import(import_id=ids["pupils_2026-10.csv"], by=SYSTEM)
    assert any("pupils stay" in sentence for sentence in report.kept)
    assert any("Facts about pupils removed" in sentence for sentence in report.taken_back)
    with reading() as session:
        assert len(session.exec(select(School)).all()) == 2
        assert len(session.exec(select(Pupil)).all()) == 3
        assert session.get(ImportRun, ids["schools.csv"]).undo_note == (
            "2 schools stay, because something brought in or written later depends on them."
        )


def test_what_was_changed_again_later_stays_and_is_said(database: str) -> None:
    bring("schools.csv")
    first = bring("attendance_2026-09.csv")
    second = bring("attendance_2026-09.csv", ATTENDANCE.replace(b"36,33", b"36,34"))
    bring("attendance_2026-09.csv", ATTENDANCE.replace(b"36,33", b"36,35"))
    report = undo_import(import_id=second, by=SYSTEM)
    assert report.kept == ("1 attendance rows stay as they are, because they were changed again later.",)
    report = undo_import(import_id=first, by=SYSTEM)
    assert "Attendance rows removed: 1." in report.taken_back
    assert any(sentence.startswith("1 attendance rows stay") for sentence in report.kept)


def test_of_two_changes_the_one_changed_again_stays_and_the_other_is_put_back(database: str) -> None:
    bring("schools.csv")
    bring("attendance_2026-09.csv")
    both = ATTENDANCE.replace(b"36,33", b"36,34").replace(b"36,20", b"36,21")
    second = bring("attendance_2026-09.csv", both)
    bring("attendance_2026-09.csv", both.replace(b"36,34", b"36,35"))
    report = undo_import(import_id=second, by=SYSTEM)
    assert "Attendance rows put back as before: 1." in report.taken_back
    assert report.kept == ("1 attendance rows stay as they are, because they were changed again later.",)


def test_an_import_is_undone_once(database: str) -> None:
    import_id = bring("schools.csv")
    undo_import(import_id=import_id, by=SYSTEM)
    with pytest.raises(Conflict):
        undo_import(import_id=import_id, by=SYSTEM)
    with pytest.raises(NotFound):
        undo_import(import_id=999, by=SYSTEM)
    (row,) = list_imports(actor=SYSTEM)
    assert (row.new, row.undone_by, row.kind_label) == (2, "command line", "List of schools")
    assert bring("schools.csv") is not None


def test_the_same_file_twice_changes_nothing_and_writes_nothing(database: str) -> None:
    for name in FILES:
        bring(name)
    before, runs = dump(), len(list_imports(actor=SYSTEM))
    for name, content in FILES.items():
        result = confirm_import(source=read_source(content, name), by=SYSTEM)
        assert result.import_id is None
        assert "nothing to change" in result.message
    assert dump() == before
    assert len(list_imports(actor=SYSTEM)) == runs


def test_a_dry_run_saves_nothing_and_says_what_confirming_does(database: str) -> None:
    bring("schools.csv")
    before = dump()
    found = preview_import(source=read_source(PUPILS, "pupils_2026-10.csv"), by=SYSTEM)
    assert dump() == before
    assert len(list_imports(actor=SYSTEM)) == 1
    result = confirm_import(source=read_source(PUPILS, "pupils_2026-10.csv"), by=SYSTEM)
    assert result.preview == found


def test_all_or_nothing_when_the_audit_record_cannot_be_written(database: str, monkeypatch) -> None:
    bring("schools.csv")
    before = dump()

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(imports, "record", fail)
    with pytest.raises(RuntimeError):
        bring("pupils_2026-10.csv")
    assert dump() == before
    assert len(list_imports(actor=SYSTEM)) == 1


def test_progress_is_told_only_outside_the_transaction(database: str, monkeypatch) -> None:
    told: list[tuple[float, str]] = []
    open_now = []
    real = imports.transaction

    from contextlib import contextmanager

    @contextmanager
    def watched():
        with real() as session:
            open_now.append(1)
            yield session
            open_now.pop()

    monkeypatch.setattr(imports, "transaction", watched)

    def progress(share: float, words: str) -> None:
        assert not open_now
        told.append((share, words))

    confirm_import(source=read_source(SCHOOLS, "schools.csv"), by=SYSTEM, progress=progress)
    assert told[-1] == (1.0, "Done")
    assert [share for share, _ in told] == sorted(share for share, _ in told)


def test_every_import_is_recorded_and_ends_cached_figures(database: str) -> None:
    import_id = bring("schools.csv")
    undo_import(import_id=import_id, by=SYSTEM)
    with reading() as session:
        events = session.exec(select(AuditEvent).order_by(AuditEvent.id)).all()
        assert [event.action for event in events] == [AuditAction.FILE_IMPORTED, AuditAction.IMPORT_UNDONE]
        assert "2 new" in events[0].detail
        assert events[0].target == f"import:{import_id}"
        assert session.get(Setting, "data_version").value == "2"
        assert audit.check_chain(session).problems == ()


def test_nothing_that_can_be_brought_in_is_refused(database: str) -> None:
    bring("schools.csv")
    content = csv("SCN,School,Possible,Present", "123,Patna PS,36,33")
    with pytest.raises(ImportProblem, match="None of the rows"):
        bring("attendance_2026-09.csv", content)
    with pytest.raises(ImportProblem, match="no rows below"):
        bring("attendance_2026-09.csv", csv("SCN,School,Possible,Present", "Totals,,1,1"))
    with reading() as session:
        assert not session.exec(select(AttendanceSummary)).all()
        assert not session.exec(select(ImportChange)).all()


def test_rows_to_look_at_are_a_workbook_in_which_nothing_is_a_formula(database: str) -> None:
    bring("schools.csv")
    content = csv("SCN,School,Possible,Present", f'{VALID[0]},"=HYPERLINK(""x"")",36,33', "+1,Patna PS,36,33")
    found = preview_import(source=read_source(content, "attendance_2026-09.csv"), by=SYSTEM)
    page = load_workbook(BytesIO(export_problems(preview=found, by=SYSTEM))).worksheets[0]
    rows = list(page.iter_rows(min_row=3))
    assert [row[1].value for row in rows] == [2, 3]
    assert [row[3].value for row in rows] == ['=HYPERLINK("x")', "+1"]
    assert "f" not in {cell.data_type for row in rows for cell in row}


@pytest.mark.both_databases
def test_a_way_of_reading_is_kept_by_name_and_checked(database: str) -> None:
    key = "0" * 64
    save_mapping(name=" My  way ", kind=ImportKind.SIMD, headings_key=key, mapping={"rank": "R"}, by=SYSTEM)
    save_mapping(name="My way", kind=ImportKind.SIMD, headings_key=key, mapping={"rank": "Rank"}, by=SYSTEM)
    with reading() as session:
        row = session.exec(select(ColumnMapping)).one()
        assert (row.name, row.kind, json.loads(row.mapping)) == ("My way", ImportKind.SIMD, {"rank": "Rank"})
    for name, mapping in (("", {"rank": "R"}), ("x", {}), ("x", {"nonsense": "R"}), ("x", {"rank": "R", "dz": "R"})):
        with pytest.raises(InvalidInput):
            save_mapping(name=name, kind=ImportKind.SIMD, headings_key=key, mapping=mapping, by=SYSTEM)


@pytest.mark.both_databases
def test_attendance_of_a_period_says_so_in_the_history(database: str) -> None:
    bring("schools.csv")
    bring("attendance_2026-09.csv")
    assert list_imports(actor=SYSTEM)[0].period == (date(2026, 9, 1), date(2026, 9, 30))
