"""The audit log as the lead reads it, and the checks of the whole database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from data.access.actions.audit import export_audit
from data.access.queries import checks
from data.access.queries.audit import PAGE_LENGTH, AuditFilter, check_log, list_covers, list_events, list_people
from data.access.queries.checks import check_database
from data.core.audit import record
from data.core.db import transaction
from models.access import Cover
from models.attendance.openings import Attendance, AttendancePeriod
from models.audit import AuditAction
from models.columns import now
from models.errors import PermissionDenied
from models.imports import ImportKind, ImportRun
from models.permissions import SYSTEM, Actor, Role
from tests.factories import make_actor, make_pupil, make_school, save

EVERYTHING = AuditFilter()


def _note(action: AuditAction, *, by: str = "lead", target: str = "", detail: str = "") -> None:
    with transaction() as session:
        record(session, action=action, by=by, target=target, detail=detail)


def _sentences(actor: Actor, wanted: AuditFilter = EVERYTHING) -> list[str]:
    return [row.sentence for row in list_events(actor=actor, wanted=wanted).rows]


def test_events_read_as_sentences_newest_first(lead: Actor) -> None:
    pupil_id, school_id = make_pupil(), make_school()
    import_id = save(ImportRun(kind=ImportKind.PUPILS, filename="pupils.csv", file_hash="x", imported_by="lead")).id
    _note(AuditAction.SIGNED_IN)
    _note(AuditAction.PUPIL_VIEWED, target=f"pupil:{pupil_id}", detail="on their caseload")
    _note(AuditAction.PUPIL_VIEWED, target="pupil:99", detail="gone since")
    _note(AuditAction.SCHOOL_CHANGED, target=f"school:{school_id}", detail="cluster")
    _note(AuditAction.FILE_IMPORTED, target=f"import:{import_id}", detail="12 new")
    _note(AuditAction.ACCOUNT_DEACTIVATED, by="somebody", target=f"account:{lead.account_id}")
    _note(AuditAction.REFUSED, by="stranger", target="pupil_search", detail="no permission")
    assert _sentences(lead) == [
        "stranger was refused pupil search: no permission",
        "somebody closed the account Lead (lead)",
        f"Lead brought in pupils.csv (import {import_id}): 12 new",
        "Lead changed Madeup Primary School: cluster",
        "Lead opened the page of pupil:99: gone since",
        "Lead opened the page of Test Madeup: on their caseload",
        "Lead signed in",
    ]


def test_a_sentence_is_not_left_hanging_and_takes_braces_as_text(lead: Actor) -> None:
    _note(AuditAction.PUPIL_SEARCHED, by="{by}", detail="")
    _note(AuditAction.SIGN_IN_FAILED, by="{by}", target="{detail}", detail="{target}")
    assert _sentences(lead) == ["A sign-in as {detail} failed: {target}", "{by} searched for a pupil"]


def test_events_are_filtered_by_person_kind_and_day(lead: Actor) -> None:
    _note(AuditAction.SIGNED_IN, by="one")
    _note(AuditAction.SIGNED_OUT, by="two")
    today = now().date()
    assert _sentences(lead, AuditFilter(by="one")) == ["one signed in"]
    assert _sentences(lead, AuditFilter(action=AuditAction.SIGNED_OUT)) == ["two signed out"]
    assert len(_sentences(lead, AuditFilter(first_on=today - timedelta(1), last_on=today + timedelta(1)))) == 2
    assert _sentences(lead, AuditFilter(last_on=today - timedelta(2))) == []
    assert _sentences(lead, AuditFilter(first_on=today + timedelta(2))) == []
    assert list_people(actor=lead) == ["one", "two"]


def test_a_day_is_the_day_people_live(lead: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past midnight on 1 July in Scotland is still 30 June in UTC."""
    monkeypatch.setattr("data.core.audit.now", lambda: datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    _note(AuditAction.SIGNED_IN)
    assert _sentences(lead, AuditFilter(first_on=date(2026, 7, 1), last_on=date(2026, 7, 1))) == ["Lead signed in"]
    assert _sentences(lead, AuditFilter(first_on=date(2026, 6, 30), last_on=date(2026, 6, 30))) == []


def test_events_come_in_pages(lead: Actor) -> None:
    with transaction() as session:
        for number in range(PAGE_LENGTH + 2):
            record(session, action=AuditAction.SIGNED_IN, by=f"p{number:02d}")
    first, second = (list_events(actor=lead, wanted=EVERYTHING, page=page) for page in (1, 2))
    assert (len(first.rows), first.total, first.pages) == (PAGE_LENGTH, PAGE_LENGTH + 2, 2)
    assert [row.by for row in second.rows] == ["p01", "p00"]
    assert list_events(actor=lead, wanted=AuditFilter(by="nobody")).pages == 1


def test_covers_are_listed_for_the_lead(lead: Actor) -> None:
    worker, pupil_id = make_actor(role=Role.WORKER), make_pupil()
    for days in (-1, 1):
        instant = now() + timedelta(days=days)
        save(
            Cover(
                account_id=worker.account_id,
                pupil_id=pupil_id,
                reason=f"Reason {days}",
                given_by="worker",
                given_at=instant - timedelta(7),
                until_at=instant,
            )
        )
    assert [(row.worker, row.pupil, row.reason, row.is_open) for row in list_covers(actor=lead)] == [
        ("Worker", "Test Madeup", "Reason 1", True),
        ("Worker", "Test Madeup", "Reason -1", False),
    ]


@pytest.mark.parametrize("role", [Role.WORKER, Role.HEADTEACHER, Role.ADMINISTRATOR, Role.VIEWER])
def test_nobody_else_reads_the_log(database: str, role: Role) -> None:
    actor = make_actor(role=role)
    for read in (
        lambda: list_events(actor=actor, wanted=EVERYTHING),
        lambda: list_people(actor=actor),
        lambda: list_covers(actor=actor),
        lambda: check_log(actor=actor),
        lambda: export_audit(wanted=EVERYTHING, by=actor),
        lambda: check_database(actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            read()


def test_a_reader_who_may_not_know_pupils_sees_their_number_only(lead: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    pupil_id = make_pupil()
    _note(AuditAction.PUPIL_VIEWED, target=f"pupil:{pupil_id}", detail="x")
    monkeypatch.setattr(Actor, "can", lambda _, permission: permission == "audit_read")
    assert _sentences(lead) == [f"Lead opened the page of pupil:{pupil_id}: x"]


def test_the_log_says_when_it_was_tampered_with(lead: Actor) -> None:
    for _ in range(2):
        _note(AuditAction.SIGNED_IN)
    assert check_log(actor=lead).problems == ()
    with transaction() as session:
        session.execute(text("UPDATE audit_head SET events = 3"))
    assert "missing" in check_log(actor=lead).problems[0]


def test_the_download_is_a_workbook_and_is_written_down(lead: Actor) -> None:
    _note(AuditAction.SIGNED_IN)
    assert export_audit(wanted=EVERYTHING, by=lead).startswith(b"PK")
    assert _sentences(lead)[0] == "Lead downloaded the audit log: 1 events"


def test_a_sound_database_passes(database: str) -> None:
    school_id, pupil_id = make_school(), make_pupil()
    _note(AuditAction.SIGNED_IN)
    report = check_database(actor=SYSTEM)
    assert (report.problems, report.events, len(report.head_hash)) == ((), 1, 64)
    assert school_id
    assert pupil_id


def test_overlaps_stale_summaries_and_an_old_schema_are_named(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = save(AttendancePeriod(first_on=date(2026, 2, 1), last_on=date(2026, 2, 28))).id
    save(AttendancePeriod(first_on=date(2026, 2, 15), last_on=date(2026, 3, 1)))
    save(Attendance(period_id=first, pupil_id=make_pupil(), school_id=make_school(), possible=40, attended=30))
    monkeypatch.setattr(checks.ScriptDirectory, "get_current_head", lambda _: "9999")
    schema, overlap, summary = check_database(actor=SYSTEM).problems
    assert schema.endswith("the newest is 9999.")
    assert overlap == "Two attendance periods overlap: 2026-02-01 to 2026-02-28, and 2026-02-15 to 2026-03-01."
    assert summary == "The attendance summary of Feb 2026 does not agree with its rows."


def test_a_row_pointing_nowhere_is_named_on_sqlite(sqlite_database: str) -> None:
    with transaction() as session:
        connection = session.connection().connection.dbapi_connection
        assert connection is not None
        connection.execute("COMMIT")
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("INSERT INTO account_school (account_id, school_id) VALUES (7, 8)")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("BEGIN")
    problems = check_database(actor=SYSTEM).problems
    assert len(problems) == 2
    assert all("account_school points to a row of" in problem for problem in problems)


def test_unfinished_rules_are_named_on_postgresql(postgresql_database: str) -> None:
    with transaction() as session:
        session.execute(text("ALTER TABLE pupil ADD CONSTRAINT newer CHECK (id > 0) NOT VALID"))
        session.execute(
            text("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_pupil_search_key'::regclass")
        )
    assert check_database(actor=SYSTEM).problems == (
        "The index ix_pupil_search_key is not complete.",
        "The rule newer was never checked against every row.",
    )
