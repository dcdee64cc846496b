"""Fields that several kinds of file share, read in one way."""

import re

from data.importing.fields import FileField, Reader, Severity
from data.importing.source import Cell
from data.importing.values import read_date, read_sex, read_stage, read_text
from models.attendance.simd import postcode_key

MONTH_COLUMNS_NOTE = "Not brought in: attendance comes from the schools system's own files."
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d{1,15}))?e\+?(\d{1,2})", re.IGNORECASE | re.ASCII)  # as in 1.2E+08


def read_digits(cell: Cell) -> str | None:
    """An identifier as text, whether the file holds text or a number."""
    if isinstance(cell, str) and cell.isdigit():
        return cell
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip().lstrip("'").strip()
    if shortened := _SCIENTIFIC.fullmatch(text):
        if len(shortened[2] or "") != int(shortened[3]):
            raise ValueError("Excel shortened this number, and its last digits are lost. Ask for the file again.")
        return shortened[1] + (shortened[2] or "")
    return re.sub(r"\.0+$", "", text) or None


def read_postcode_key(cell: Cell) -> str | None:
    """A postcode in capitals without spaces."""
    text = read_text(cell)
    key = postcode_key(text) if text else None
    if text and key is None:
        raise ValueError("This is not shaped like a postcode.")
    return key


def read_postcode(cell: Cell) -> str | None:
    """A postcode with its space in the right place."""
    key = read_postcode_key(cell)
    return f"{key[:-3]} {key[-3:]}" if key else None


def short_text(limit: int) -> Reader:
    """A reader of text no longer than the column that keeps it."""

    def read(cell: Cell) -> str | None:
        text = read_text(cell)
        if text is not None and len(text) > limit:
            raise ValueError(f"This is longer than the {limit} characters we can keep.")
        return text

    return read


CANDIDATE_NUMBER = FileField(
    "candidate_number",
    "Candidate number",
    (
        "scn",
        "candidate number",
        "candidate no",
        "candidate num",
        "candidate",
        "scottish candidate number",
        "scottish candidate no",
        "scn number",
        "scn no",
        "pupil scn",
        "sqa number",
        "sqa no",
        "sqa scn",
        "cand no",
        "pupil candidate number",
        "pupil scottish candidate number",
        "scn candidate number",
        "candidate number scn",
        "scottish candidate number scn",
    ),
    read_digits,
    is_personal=True,
)
SCHOOL_NAME = FileField(
    "school",
    "School",
    ("school", "school name", "name of school", "establishment", "establishment name", "centre", "base school"),
    short_text(120),
)
SEED_CODE = FileField(
    "seed_code",
    "SEED code",
    (
        "seed",
        "seed code",
        "seedcode",
        "school seed",
        "school seed code",
        "seed no",
        "seed number",
        "school code",
        "school id",
        "school number",
        "establishment code",
        "establishment number",
        "centre code",
        "centre number",
    ),
    read_digits,
)
STAGE = FileField(
    "stage",
    "Stage",
    (
        "stage",
        "year group",
        "year",
        "yr group",
        "school stage",
        "pupil stage",
        "class stage",
        "year stage",
        "yeargroup",
        "yr",
    ),
    read_stage,
)
_PERSON = (
    (
        "forename",
        "Forename",
        (
            "forename",
            "first name",
            "firstname",
            "given name",
            "christian name",
            "known as",
            "forenames",
            "pupil forename",
            "first names",
            "preferred forename",
            "pupil first name",
            "child first name",
        ),
    ),
    (
        "surname",
        "Surname",
        (
            "surname",
            "last name",
            "lastname",
            "family name",
            "second name",
            "pupil surname",
            "pupil last name",
            "child surname",
        ),
    ),
    (
        "name",
        "Full name",
        (
            "name",
            "pupil name",
            "full name",
            "pupil",
            "child name",
            "childs name",
            "child",
            "name of pupil",
            "name of child",
            "student name",
            "student",
        ),
    ),
)
PERSON = tuple(
    FileField(name, label, headings, short_text(80), is_personal=True, on_fault=Severity.DOUBTFUL)
    for name, label, headings in _PERSON
)
BORN_ON = FileField(
    "born_on",
    "Date of birth",
    ("dob", "date of birth", "d o b", "birth date", "birthdate", "born", "born on", "birthday"),
    read_date,
    is_personal=True,
    on_fault=Severity.DOUBTFUL,
)
SEX = FileField(
    "sex",
    "Sex",
    ("gender", "sex", "m f", "male female", "f m", "legal sex", "male or female"),
    read_sex,
    is_personal=True,
    on_fault=Severity.DOUBTFUL,
)
POSTCODE = FileField(
    "postcode",
    "Postcode",
    ("postcode", "post code", "home postcode", "pupil postcode", "address postcode", "pcode"),
    read_postcode,
    is_personal=True,
    on_fault=Severity.DOUBTFUL,
)
FREE_MEALS_HEADINGS = (
    "fsm",
    "free school meals",
    "free meals",
    "free school meal",
    "free meal entitlement",
    "fme",
    "fsm entitlement",
    "free school meal entitlement",
    "fsm entitled",
    "fsm registered",
    "free school meals entitlement",
    "registered for free school meals",
    "free school meal entitled",
)
ADDITIONAL_SUPPORT_HEADINGS = (
    "asn",
    "additional support needs",
    "additional support need",
    "additional support",
    "asn log",
    "asn reason",
    "asn reasons",
    "asn type",
    "reason for support",
    "reasons for support",
    "support needs",
    "asn need",
    "has asn",
    "asn recorded",
)
LOOKED_AFTER_HEADINGS = (
    "lac",
    "looked after",
    "looked after child",
    "lac status",
    "looked after status",
    "currently looked after",
    "care experienced",
    "care experience",
    "lac prev curr",
    "looked after prev curr",
    "prev curr lac",
    "cecyp",
    "previously or currently looked after",
    "previously currently looked after",
    "looked after previously currently",
    "lac previously currently",
    "lac previous current",
    "lac current previous",
    "lac curr prev",
)
