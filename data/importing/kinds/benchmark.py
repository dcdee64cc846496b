"""Published attendance of schools, councils and Scotland, to compare with."""

import re

from data.importing.fields import FileField, FileKind
from data.importing.kinds.shared_fields import SEED_CODE, read_digits, short_text
from data.importing.source import Cell
from data.importing.values import read_percent, read_text, word_reader
from models.attendance.openings import BenchmarkMark, school_year_name
from models.attendance.pupils import STAGES
from models.imports import ImportKind

_MEASURES = (
    ("unauthorised", r"\bunauth"),
    ("authorised", r"\bauth"),
    ("exclusions", r"exclu"),
    ("attendance", r"attend"),
)
MEASURES = tuple(measure for measure, _ in _MEASURES)
_WIDE = (  # a column for each measure, instead of a row
    (
        "attendance",
        "Attendance",
        ("attendance", "attendance percent", "attendance rate", "percent attendance", "percentage attendance"),
    ),
    (
        "authorised",
        "Authorised absence",
        ("authorised absence", "authorised absence percent", "authorised absence rate", "percent authorised absence"),
    ),
    (
        "unauthorised",
        "Unauthorised absence",
        (
            "unauthorised absence",
            "unauthorised absence percent",
            "unauthorised absence rate",
            "percent unauthorised absence",
        ),
    ),
    ("exclusions", "Exclusions", ("exclusions", "temporary exclusions", "exclusion percent", "exclusions percent")),
)


def read_year(cell: Cell) -> str | None:
    """A school year as 2023/24, also written 2023-24, 2023/2024 or 2023/4."""
    text = read_text(cell)
    if text is None:
        return None
    found = re.fullmatch(r"((?:19|20)\d\d)\s*[/\-–]\s*(?:\d\d)?(\d{1,2})", text)
    if found is None or int(found.group(2)[-1]) != (int(found.group(1)) + 1) % 10:
        raise ValueError("This is not a school year such as 2023/24.")
    return school_year_name(int(found.group(1)))


read_measure = word_reader(_MEASURES, "We keep attendance, authorised and unauthorised absence, and exclusions.")


def read_published_stage(cell: Cell) -> str | None:
    """P1 to S6, or all."""
    text = (read_text(cell) or "").strip().casefold()
    if not text:
        return None
    if text.startswith("all"):
        return "all"
    if text.upper() not in STAGES:
        raise ValueError("This is not a stage from P1 to S6, or all stages.")
    return text.upper()


def read_figure(cell: Cell) -> float | BenchmarkMark | None:
    """A percentage, or the mark that stands in its place."""
    text = (read_text(cell) or "").casefold() if isinstance(cell, str) else ""
    if text in set(BenchmarkMark):
        return BenchmarkMark(text)
    return read_percent(cell)


_read_area = short_text(120)

KIND = FileKind(
    ImportKind.BENCHMARK,
    (
        FileField("year", "School year", ("year", "school year", "academic year", "session"), read_year),
        SEED_CODE,
        FileField(
            "la_code",
            "Council code",
            ("la code", "local authority code", "council code", "lacode"),
            read_digits,
            is_distinctive=True,
        ),
        FileField(
            "la_name",
            "Council",
            ("la name", "local authority", "council", "local authority name", "la", "council name"),
            _read_area,
            is_distinctive=True,
        ),
        FileField("school_name", "School", ("school name", "school", "name of school", "establishment"), _read_area),
        FileField("sector", "Sector", ("school type", "sector", "type", "school sector"), short_text(20)),
        FileField("stage", "Stage", ("stage", "year group", "school stage"), read_published_stage),
        FileField(
            "measure",
            "Measure",
            ("measure", "indicator", "statistic", "category", "attendance type", "type of attendance"),
            read_measure,
            is_distinctive=True,
        ),
        FileField(
            "value",
            "Figure",
            ("value", "percentage", "percent", "rate", "figure", "percent of openings"),
            read_figure,
            is_distinctive=True,
        ),
        *(FileField(measure, label, headings, read_figure, is_distinctive=True) for measure, label, headings in _WIDE),
    ),
    needs=(("year",), ("seed_code", "la_code"), ("measure", *MEASURES), ("value", *MEASURES)),
    key="year",
)
