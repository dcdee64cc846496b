"""Counting awards, and the list for a celebration: of one's own people, and without small numbers outside the team."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from data.awards.actions.awards import export_certificates
from data.awards.queries.awards import list_awards
from data.awards.queries.counts import award_counts
from data.core.db import reading
from models.audit import AuditAction, AuditEvent
from models.awards.counts import CountBy
from models.clock import today
from models.errors import PermissionDenied
from models.permissions import Role
from tests.factories import make_actor, make_pupil, make_school
from tests.rows.awards import days_ago, earn, level_id, make_award
from tests.rows.families import Home, make_home
from tests.rows.support import enrol


def test_certificates_name_only_those_one_may_open(home: Home) -> None:
    other = make_home(username="other", number="051234561", reference="F002")
    for pupil_id in (home.pupil_id, other.pupil_id):
        earn(pupil_id)
    content = export_certificates(first_on=days_ago(5), last_on=today(), by=home.worker)
    rows = [row[:2] for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]
    assert rows[2:] == [("Name", "Award"), ("Ava Madeup", "Hi5, One star")]
    with reading() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == AuditAction.FIGURES_EXPORTED)).one()
    assert "(1 names)" in event.detail
    with pytest.raises(PermissionDenied):
        export_certificates(first_on=days_ago(5), last_on=today(), by=make_actor(role=Role.HEADTEACHER))


@pytest.mark.both_databases
def test_a_school_counts_its_own_and_no_small_numbers(home: Home) -> None:
    ours, theirs = make_school(), make_school(name="Other Primary School", seed_code="8240002")
    enrol(home.pupil_id, ours)
    earn(home.pupil_id)
    for place in range(6):
        pupil_id = make_pupil(candidate_number=f"20000000{place}", forename=f"Child {place}")
        enrol(pupil_id, theirs if place < 3 else ours)
        earn(pupil_id)
    schools = award_counts(actor=home.worker)[CountBy.SCHOOL]
    assert schools.lines == {"Madeup Primary School": (4,), "Other Primary School": (3,)}
    head = make_actor(role=Role.HEADTEACHER, school_ids=(ours,))
    hidden = award_counts(actor=head)[CountBy.SCHOOL]
    assert (hidden.lines, hidden.total) == ({"Madeup Primary School": (None,)}, (None,))
    pupil_id = make_pupil(candidate_number="200000009", forename="One more")
    enrol(pupil_id, ours)
    earn(pupil_id)
    assert award_counts(actor=head)[CountBy.SCHOOL].total == (5,)
    with pytest.raises(PermissionDenied):
        award_counts(actor=make_actor(role=Role.VIEWER))


def test_an_award_belongs_to_the_school_of_its_day(home: Home) -> None:
    primary, secondary = make_school(), make_school(name="Madeup Academy", seed_code="8240030")
    enrol(home.pupil_id, primary, on=days_ago(400))
    enrol(home.pupil_id, secondary, on=days_ago(100))
    earn(home.pupil_id, 200, started_on=days_ago(300))
    adult = make_award(level_id("Barista training"), adult_id=home.adult_id)
    rows = {row.award_id: row.school for row in list_awards(actor=home.worker)}
    assert rows == {1: "Madeup Primary School", adult: "Madeup Academy"}
