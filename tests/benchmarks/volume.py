"""Invented pupils in bulk: the size of the samples, or a hundred times it, in seconds and in plain SQL."""

import calendar
from datetime import date

from sqlalchemy import Date, bindparam, text
from sqlmodel import Session

from data.attendance.summaries import rebuild_summaries
from data.core.db import transaction
from models.access import Setting
from models.attendance.openings import AttendancePeriod
from models.attendance.schools import School, Sector
from models.attendance.simd import PostcodeSimd
from models.families.family import Family, Worker
from models.permissions import Actor, Role
from tests.factories import make_actor

PUPILS, MONTHS, SCHOOLS, SECONDARIES = 4271, 14, 15, 3
FAMILIES, WORKERS, POSTCODES = 120, 8, 200
OBSERVED_ON = date(2025, 8, 1)

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows) "
_PUPILS = """
INSERT INTO pupil (id, candidate_number, forename, surname, search_key, sex)
SELECT i, substr(CAST(100000000 + i AS VARCHAR(9)), 1, 9), 'Test' || i, 'Madeup', 'test' || i || ' madeup',
       CASE WHEN i % 2 = 0 THEN 'female' ELSE 'male' END FROM n
"""
_ENROLMENTS = """
INSERT INTO enrolment (pupil_id, school_id, stage, observed_on, source)
SELECT i, i % :schools + 1,
       CASE WHEN i % :schools >= :primaries THEN 'S' || (i / :schools % 6 + 1) ELSE 'P' || (i / :schools % 7 + 1) END,
       :day, 'seemis' FROM n
"""
# (kind, source, the value for pupil number i)
_CHARACTERISTICS = [
    ("postcode", "seemis", "'KA' || (i / 10 % 20 + 1) || ' ' || (i % 10) || 'AA'"),
    ("free_meals", "seemis", "CASE WHEN i * 7 % 10 < 3 THEN 'yes' ELSE 'no' END"),
    ("additional_support", "seemis", "CASE WHEN i * 11 % 10 < 4 THEN 'yes' ELSE 'no' END"),
    ("kinship", "tracker", "CASE WHEN i * 13 % 100 < 3 THEN 'yes' ELSE 'no' END"),
    ("care_experience", "tracker", "CASE WHEN i * 17 % 100 < 4 THEN 'currently' ELSE 'no' END"),
]
_CHARACTERISTIC = """
INSERT INTO characteristic (pupil_id, kind, value, observed_on, source)
SELECT i, '{kind}', {value}, :day, '{source}' FROM n
"""
_ATTENDANCE = """
INSERT INTO attendance (period_id, pupil_id, school_id, possible, attended, authorised, unauthorised)
SELECT period.id, pupil.id, pupil.id % :schools + 1, 36, 36 - pupil.id * 7 % 5 - (pupil.id + period.id) * 13 % 6,
       pupil.id * 7 % 5, (pupil.id + period.id) * 13 % 6
FROM pupil CROSS JOIN attendance_period AS period
"""
_CHILDREN = "INSERT INTO family_child (family_id, pupil_id) SELECT i % :families + 1, i FROM n"
_SUPPORT = """
INSERT INTO support_period (pupil_id, family_id, worker_id, started_on, status)
SELECT i, i % :families + 1, i % :families % :workers + 1, :day, 'active' FROM n
"""


def _numbered(session: Session, sql: str, *, rows: int) -> None:
    values = {"rows": rows, "schools": SCHOOLS, "primaries": SCHOOLS - SECONDARIES, "families": FAMILIES}
    values |= {"workers": WORKERS, "day": OBSERVED_ON}
    statement = text(_NUMBERS + sql)
    if ":day" in sql:
        statement = statement.bindparams(bindparam("day", type_=Date()))
    session.execute(statement, {name: value for name, value in values.items() if f":{name}" in statement.text})


def _places(session: Session) -> None:
    for number in range(SCHOOLS):
        is_secondary = number >= SCHOOLS - SECONDARIES
        sector, kind = (Sector.SECONDARY, "Academy") if is_secondary else (Sector.PRIMARY, "Primary School")
        name, code = f"Madeup {chr(65 + number)} {kind}", f"{8240001 + number}"
        session.add(
            School(name=name, seed_code=code, sector=sector, cluster=f"Cluster {number % 3}", is_supported=True)
        )
        session.flush()
    for number in range(POSTCODES):
        postcode = f"KA{number // 10 + 1}{number % 10}AA"
        session.add(PostcodeSimd(postcode=postcode, data_zone=f"S{number:08d}", rank=number * 34 + 1))
    session.add_all([Worker(name=f"HLW {number + 1:02d}") for number in range(WORKERS)])
    session.add_all([Family(reference=f"F{number + 1:03d}") for number in range(FAMILIES)])


def _periods(session: Session) -> None:
    months = [(2025 + (7 + step) // 12, (7 + step) % 12 + 1) for step in range(MONTHS + 1) if step != 11]  # no July
    for year, month in months:
        last = calendar.monthrange(year, month)[1]
        session.add(AttendancePeriod(first_on=date(year, month, 1), last_on=date(year, month, last)))


def fill(*, times: int = 1) -> None:
    """Fill an empty, migrated database with so many times the samples' pupils, and build the summaries."""
    with transaction() as session:
        _places(session)
        _periods(session)
        session.flush()
        _numbered(session, _PUPILS, rows=PUPILS * times)
        _numbered(session, _ENROLMENTS, rows=PUPILS * times)
        for kind, source, value in _CHARACTERISTICS:
            _numbered(session, _CHARACTERISTIC.format(kind=kind, source=source, value=value), rows=PUPILS * times)
        session.execute(text(_ATTENDANCE), {"schools": SCHOOLS})
        _numbered(session, _CHILDREN, rows=FAMILIES * 3 // 2)
        _numbered(session, _SUPPORT, rows=FAMILIES * 3 // 2)
        rebuild_summaries(session, None)
        session.merge(Setting(key="data_version", value="1"))


def person(role: Role, number: int = 0) -> Actor:
    """Somebody with this role; headteachers have the first school, workers the first caseload."""
    schools = (1,) if role is Role.HEADTEACHER else ()
    return make_actor(
        role=role, username=f"{role}{number}", school_ids=schools, worker_id=1 if role is Role.WORKER else None
    )
