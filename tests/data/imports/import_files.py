"""Files made for tests of bringing in, in many shapes, and what came of them."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook
from sqlmodel import select

from data.core.db import reading
from data.importing.preparing import FileAnswers
from data.importing.reading import read_source
from data.imports.actions import confirm_import, preview_import
from models.attendance.candidate_number import check_digit
from models.attendance.openings import Attendance
from models.attendance.pupils import Characteristic, Pupil, Source
from models.attendance.pupils import CharacteristicKind as Kind
from models.attendance.schools import Sector
from models.permissions import SYSTEM
from tests.factories import make_school

VALID = ["012345674", "051234561", "190001237", "240000016"]  # invented numbers whose check digit is right
AUGUST = (date(2026, 8, 1), date(2026, 8, 28))
HEADINGS = "SCN,School,Total Possible,Total Attendance,Authorised Absence,Unauthorised Absence"
LIST = "SCN,Forename,Surname,DOB,Year Group,Reg Class,Postcode,ASN,FSM,LAC,Gender,School"
TRACKER = [
    "Candidate Number",
    "Forename",
    "Surname",
    "DOB",
    "M/F",
    "School",
    "Stage",
    "Postcode",
    "SIMD",
    "FSM",
    "ASN",
    "LAC (prev/curr)",
    "Non-stat kinship",
    "HLW",
    "Family",
    "Support start",
    "Support end",
    "Status",
    "Aug-25",
]


def make_schools() -> dict[str, int]:
    return {
        "patna": make_school(name="Patna Primary School", seed_code="8242720"),
        "doon": make_school(name="Doon Academy", seed_code="8244138", sector=Sector.SECONDARY),
        "patrick": make_school(name="St Patrick's Primary School - Auchinleck", seed_code="8240728"),
    }


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def book(*rows, title: str = "Sheet1", extra=()) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, state, more in extra:
        other = workbook.create_sheet(name)
        other.sheet_state = state
        for row in more:
            other.append(row)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def preview(content: bytes, filename: str = "attendance.csv", *, period=AUGUST, **asked):
    return preview_import(source=read_source(content, filename), by=SYSTEM, answers=FileAnswers(period=period, **asked))


def confirm(content: bytes, filename: str = "attendance.csv", *, period=AUGUST, **asked):
    return confirm_import(source=read_source(content, filename), by=SYSTEM, answers=FileAnswers(period=period, **asked))


def reasons(found) -> dict[int, str]:
    return {problem.row: problem.reason for problem in found.problems}


def rows() -> list[tuple]:
    with reading() as session:
        query = select(
            Pupil.candidate_number,
            Attendance.possible,
            Attendance.attended,
            Attendance.authorised,
            Attendance.unauthorised,
        ).join(Pupil, Pupil.id == Attendance.pupil_id)
        return sorted(session.exec(query).all())


def valid_numbers(count: int) -> list[str]:
    candidates = (f"{number:08d}" for number in range(1_000_000, 1_001_000))
    return [digits + check_digit(digits) for digits in candidates if check_digit(digits)][:count]


def listing(*lines: str, day: date | None = date(2026, 10, 1), headings: str = LIST, **asked):
    content = csv(headings, *lines)
    return confirm_import(
        source=read_source(content, "pupils.csv"), by=SYSTEM, answers=FileAnswers(observed_on=day, **asked)
    )


def child(number: str = VALID[0], **cells) -> list:
    values = dict.fromkeys(TRACKER) | {
        "Candidate Number": number,
        "Forename": "Test",
        "Surname": "Madeup",
        "School": "Patna PS",
        "Stage": "P4",
        "HLW": "HLW 01",
        "Family": "F001",
        "Support start": date(2026, 1, 15),
        "Status": "Active",
    }
    return list((values | cells).values())


def tracker(*rows, day: date | None = date(2026, 11, 1), confirm: bool = True, **asked):
    action = confirm_import if confirm else preview_import
    content = book(["HOME LINK TEAM TRACKER 2025/26"], [], TRACKER, *rows)
    return action(source=read_source(content, "tracker.xlsx"), by=SYSTEM, answers=FileAnswers(observed_on=day, **asked))


def facts() -> dict[Kind, list[tuple[str, date, Source]]]:
    found: dict[Kind, list] = {}
    with reading() as session:
        for row in session.exec(select(Characteristic).order_by(Characteristic.observed_on)):
            found.setdefault(row.kind, []).append((row.value, row.observed_on, row.source))
    return found


def only(model):
    with reading() as session:
        return session.exec(select(model)).one()
