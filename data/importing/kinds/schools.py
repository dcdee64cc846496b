"""The council's list of schools."""

import re

from data.importing.fields import FileField, FileKind, Row, Severity
from data.importing.kinds.shared_fields import SCHOOL_NAME, SEED_CODE, read_digits, read_postcode, short_text
from data.importing.source import Cell
from data.importing.values import read_text, read_whole_number, read_yes_no
from models.attendance.schools import Sector
from models.imports import ImportKind

SUPPRESSED_MARKS = frozenset({"c", "z", "x", "low", "*", "-"})  # the marks of published school statistics
# The sixth digit of codes given before 2000; newer ones, which begin with 1, follow no such rule.
_SECTOR_DIGITS = {"2": Sector.PRIMARY, "3": Sector.SECONDARY, "4": Sector.SPECIAL}
_SEED_WEIGHTS = (4, 5, 6, 7, 8, 9)
_SECTOR_WORDS = {
    "primary": Sector.PRIMARY,
    "prim": Sector.PRIMARY,
    "p": Sector.PRIMARY,
    "ps": Sector.PRIMARY,
    "secondary": Sector.SECONDARY,
    "sec": Sector.SECONDARY,
    "s": Sector.SECONDARY,
    "academy": Sector.SECONDARY,
    "high": Sector.SECONDARY,
    "special": Sector.SPECIAL,
    "sp": Sector.SPECIAL,
}


def read_sector(cell: Cell) -> Sector | None:
    """Primary, secondary or special, however it is said."""
    text = (read_text(cell) or "").casefold()
    if not text:
        return None
    found = {_SECTOR_WORDS[word] for word in re.findall(r"[a-z]+", text) if word in _SECTOR_WORDS}
    if len(found) != 1:
        raise ValueError("This is not primary, secondary or special.")
    return found.pop()


def read_count(cell: Cell) -> int | None:
    """A published count; a suppression mark means it is not known."""
    if isinstance(cell, str) and cell.strip().casefold() in SUPPRESSED_MARKS:
        return None
    count = read_whole_number(cell)
    if count is not None and count < 0:
        raise ValueError("There cannot be fewer than none.")
    return count


def read_degrees(cell: Cell) -> float | None:
    """A latitude or longitude in decimal degrees."""
    text = read_digits(cell)
    if text is None:
        return None
    try:
        degrees = float(text)
    except ValueError:
        degrees = 999.0
    if not -180 <= degrees <= 180:
        raise ValueError("This is not a position in degrees.")
    return degrees


KIND = FileKind(
    ImportKind.SCHOOLS,
    (
        SEED_CODE,
        FileField("name", "Name of the school", (*SCHOOL_NAME.headings, "name"), short_text(120)),
        FileField(
            "sector",
            "Sector",
            ("sector", "school type", "type", "school sector", "type of school", "phase", "school phase"),
            read_sector,
            is_distinctive=True,
        ),
        FileField(
            "postcode",
            "Postcode",
            ("postcode", "post code", "school postcode"),
            read_postcode,
            on_fault=Severity.DOUBTFUL,
        ),
        FileField(
            "cluster",
            "Cluster",
            ("cluster", "school cluster", "cluster name", "learning community", "education group"),
            short_text(80),
            on_fault=Severity.DOUBTFUL,
            is_distinctive=True,
        ),
        FileField(
            "latitude",
            "Latitude",
            ("latitude", "lat", "y coordinate"),
            read_degrees,
            on_fault=Severity.DOUBTFUL,
            is_distinctive=True,
        ),
        FileField(
            "longitude",
            "Longitude",
            ("longitude", "long", "lon", "lng", "x coordinate"),
            read_degrees,
            on_fault=Severity.DOUBTFUL,
            is_distinctive=True,
        ),
        FileField(
            "roll",
            "Pupils on the roll",
            ("roll", "pupil roll", "school roll", "pupils", "total pupils", "number of pupils", "total roll"),
            read_count,
            on_fault=Severity.DOUBTFUL,
            is_distinctive=True,
        ),
        FileField(
            "quintile_1_pupils",
            "Pupils in SIMD quintile 1",
            (
                "quintile 1 pupils",
                "simd quintile 1",
                "pupils in quintile 1",
                "pupils in simd quintile 1",
                "simd 1",
                "q1 pupils",
                "simd q1",
                "quintile 1",
                "pupils in simd q1",
                "pupils in q1",
                "quintile1 pupils",
            ),
            read_count,
            on_fault=Severity.DOUBTFUL,
            is_distinctive=True,
        ),
        FileField(
            "is_supported",
            "Supported by the team",
            (
                "supported",
                "is supported",
                "supported by the team",
                "home link",
                "hlw school",
                "home link school",
                "supported school",
                "hlt supported",
                "supported y n",
                "home link team",
            ),
            read_yes_no,
            on_fault=Severity.DOUBTFUL,
            is_distinctive=True,
        ),
    ),
    needs=(("seed_code",), ("name",)),
    key="seed_code",
)


def seed_fits_check_digit(seed_code: str) -> bool:
    """Whether the code fits the rule that 2,493 of 2,495 published codes fit. No one publishes it as a rule."""
    total = sum(int(digit) * weight for digit, weight in zip(seed_code, _SEED_WEIGHTS, strict=False))
    return total % 11 % 10 == int(seed_code[6])


def checked_school(row: Row) -> tuple[str, Sector] | None:
    """The code and the sector, once there is a code of seven digits, a name and a sector."""
    code = row.values.get("seed_code")
    if not row.is_rejected and (code is None or not re.fullmatch(r"[0-9]{7}", code)):
        row.say("seed_code", "A SEED code has seven digits.")
    if row.values.get("name") is None:
        row.say("name", "The name of the school is missing.")
    if row.is_rejected:
        return None
    if row.values.get("sector") is None:
        _sector_from_name(row)
    if not seed_fits_check_digit(row.values["seed_code"]):
        reason = "This SEED code does not fit the usual check digit. Please compare it with the school's papers."
        row.say("seed_code", reason, severity=Severity.DOUBTFUL)
    return row.values["seed_code"], row.values["sector"]


def _sector_from_name(row: Row) -> None:
    try:
        row.values["sector"] = read_sector(row.values["name"])
    except ValueError:
        code = row.values["seed_code"]
        sector = None if code.startswith("1") else _SECTOR_DIGITS.get(code[5])
        row.values["sector"] = sector
        if sector is None:
            row.say("name", "We could not tell whether this school is primary, secondary or special.")
        else:
            reason = f"Nothing says what kind of school this is. By its SEED code it is {sector}: please check."
            row.say("name", reason, severity=Severity.DOUBTFUL)
