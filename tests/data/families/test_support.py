"""Supported children and the figures export."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from data.attendance.actions.exports import export_figures
from data.core.db import reading
from data.families.queries.support import list_supported_children
from models.attendance.pupils import NO_NAME, Enrolment, Source
from models.audit import AuditAction, AuditEvent
from models.errors import PermissionDenied
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus
from models.permissions import Actor, Role
from tests.factories import make_actor, make_pupil, make_school, make_worker, save

WORKER = Actor(1, "worker", "Worker", Role.WORKER)


def _support(pupil: int, school: int, *, worker: int, reference: str = "F1") -> None:
    save(Enrolment(pupil_id=pupil, school_id=school, stage="P5", observed_on=date(2025, 8, 1), source=Source.SEEMIS))
    family = save(Family(reference=reference)).id
    save(FamilyChild(family_id=family, pupil_id=pupil))
    for started, ended, status in (
        (date(2025, 1, 6), date(2025, 6, 27), SupportStatus.CLOSED),
        (date(2025, 9, 1), None, SupportStatus.ACTIVE),
    ):
        save(
            SupportPeriod(
                pupil_id=pupil, family_id=family, worker_id=worker, started_on=started, ended_on=ended, status=status
            )
        )


@pytest.mark.both_databases
def test_each_child_once_with_the_newest_support_at_the_newest_school(database):
    here, there = make_school(name="Here Primary"), make_school(name="There Primary", seed_code="8240002")
    worker = make_worker()
    mover, nameless = (
        make_pupil(forename="Ada", surname="Testcase"),
        make_pupil(candidate_number="051234561", forename="", surname=""),
    )
    _support(mover, here, worker=worker)
    save(Enrolment(pupil_id=mover, school_id=there, stage="P6", observed_on=date(2026, 8, 1), source=Source.SEEMIS))
    _support(nameless, here, worker=worker, reference="F2")
    make_pupil(candidate_number="240000016")  # not supported
    rows = list_supported_children(actor=WORKER)
    assert [(row.child, row.school, row.stage, row.worker, row.started_on, row.status) for row in rows] == [
        (NO_NAME, "Here Primary", "P5", "HLW 01", date(2025, 9, 1), SupportStatus.ACTIVE),
        ("Ada Testcase", "There Primary", "P6", "HLW 01", date(2025, 9, 1), SupportStatus.ACTIVE),
    ]
    head = Actor(2, "head", "Head", Role.HEADTEACHER, frozenset({here}))
    assert [row.child for row in list_supported_children(actor=head)] == [NO_NAME]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMINISTRATOR])
def test_nobody_else_sees_them(database, role):
    _support(make_pupil(), make_school(), worker=make_worker())
    assert list_supported_children(actor=Actor(3, "other", "Other", role)) == []


def test_an_export_is_a_workbook_and_is_recorded(database):
    actor = make_actor(role=Role.WORKER)
    content = export_figures(
        title="Attendance",
        headings=("School", "Attendance %"),
        rows=[("=A1 Primary", 87.5)],
        notes=("Made of 2 pupils.",),
        by=actor,
    )
    values = [list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]
    assert ["School", "Attendance %"] in values
    assert ["=A1 Primary", 87.5] in values
    assert any("Made of 2 pupils." in row for row in values)
    with reading() as session:
        event = session.exec(select(AuditEvent)).one()
    assert (event.action, event.by_username, event.target) == (
        AuditAction.FIGURES_EXPORTED,
        "worker",
        "attendance figures",
    )


def test_a_viewer_may_not_export(database):
    with pytest.raises(PermissionDenied):
        export_figures(title="", headings=(), rows=(), notes=(), by=make_actor(role=Role.VIEWER))
