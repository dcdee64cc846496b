"""The schools system's attendance summary: half-day openings of each pupil over a period."""

import math

from data.importing.fields import FileField, FileKind, Row, Severity
from data.importing.kinds.shared_fields import CANDIDATE_NUMBER, SCHOOL_NAME, SEED_CODE, STAGE
from data.importing.source import Cell
from data.importing.values import read_percent, read_whole_number
from models.imports import ImportKind


def read_attended(cell: Cell) -> int | None:
    """Openings attended. A cell that says `87%` belongs in a percentage column, and is refused here."""
    if isinstance(cell, str) and "%" in cell:
        raise ValueError("This is a percentage, where we expected a number of openings.")
    return read_whole_number(cell)


KIND = FileKind(
    ImportKind.ATTENDANCE,
    (
        CANDIDATE_NUMBER,
        SCHOOL_NAME,
        SEED_CODE,
        STAGE,
        FileField(
            "possible",
            "Possible openings",
            (
                "total possible",
                "possible",
                "possible openings",
                "openings possible",
                "openings",
                "total openings",
                "possible attendance",
                "possible attendances",
                "poss",
                "poss openings",
                "possible half days",
                "possible sessions",
                "sessions possible",
                "total possible openings",
                "half days possible",
                "no of possible openings",
                "number of possible openings",
                "possibles",
                "total poss",
                "total possible attendance",
                "total possible attendances",
            ),
            read_whole_number,
            is_distinctive=True,
        ),
        FileField(
            "attended",
            "Openings attended",
            (
                "total attendance",
                "attendance",
                "attended",
                "present",
                "actual",
                "total present",
                "openings attended",
                "actual attendance",
                "attendances",
                "half days attended",
                "total attended",
                "total attendance present",
                "actual openings",
                "sessions attended",
                "total attendances",
                "actual attendances",
                "no present",
                "openings present",
                "att",
                "total att",
                "attended openings",
                "times present",
            ),
            read_attended,
            is_distinctive=True,
        ),
        FileField(
            "percent",
            "Attendance in per cent",
            (
                "attendance percent",
                "percent attendance",
                "percent",
                "attendance rate",
                "rate",
                "percentage attendance",
                "attended percent",
                "attendance percentage",
                "att percent",
                "percent att",
                "percentage",
                "percent present",
                "overall attendance percent",
                "attendance pc",
                "overall attendance",
                "percent attended",
            ),
            read_percent,
            is_distinctive=True,
            on_fault=Severity.DOUBTFUL,
        ),
        FileField(
            "authorised",
            "Authorised absence",
            (
                "authorised absence",
                "authorised",
                "auth absence",
                "auth abs",
                "authorised absences",
                "total authorised",
                "auth",
                "authorized absence",
                "authorised abs",
                "total authorised absence",
                "authorised openings",
                "absence authorised",
                "authorized",
                "total auth",
            ),
            read_whole_number,
            is_distinctive=True,
            on_fault=Severity.DOUBTFUL,
        ),
        FileField(
            "unauthorised",
            "Unauthorised absence",
            (
                "unauthorised absence",
                "unauthorised",
                "unauth absence",
                "unauth abs",
                "unauthorised absences",
                "total unauthorised",
                "unauth",
                "unauthorized absence",
                "unauthorised abs",
                "absence unauthorised",
                "total unauthorised absence",
                "unauthorised openings",
                "unauthorized",
                "total unauth",
            ),
            read_whole_number,
            is_distinctive=True,
            on_fault=Severity.DOUBTFUL,
        ),
    ),
    needs=(("candidate_number",), ("attended", "percent")),
    key="candidate_number",
    has_school_sections=True,
)


def check_openings(row: Row) -> None:
    """Make the row's openings whole and possible, or say why not. Missing is not zero."""
    possible = row.values.get("possible")
    if row.is_rejected:
        return
    if possible is None:
        reason = "The number of possible openings is missing."
        if row.values.get("percent") is not None:
            reason = "A percentage alone does not say how many openings there were."
        row.say("possible", reason)
    elif possible < 0:
        row.say("possible", "There cannot be fewer than no openings.")
    else:
        _check_attended(row, possible)
        _check_parts(row)


def _check_attended(row: Row, possible: int) -> None:
    attended, percent = row.values.get("attended"), row.values.get("percent")
    if attended is None and percent is not None:
        attended = row.values["attended"] = _from_percent(row, possible, percent)
    if attended is None:
        row.say("attended", "The openings attended are missing, and missing is not zero.")
    elif attended < 0:
        row.say("attended", "There cannot be fewer than no openings attended.")
    elif attended > possible:
        row.say("attended", f"More openings attended ({attended}) than possible ({possible}).")


def _from_percent(row: Row, possible: int, percent: float) -> int:
    """The openings attended that a percentage means; doubtful unless exactly one number would be written so."""
    nearest = math.floor(possible * percent / 100 + 0.5)
    written = f"{round(percent, 6):f}".rstrip("0")
    places = len(written.partition(".")[2])
    matching = [
        number
        for number in range(max(nearest - 5, 0), nearest + 6)
        if possible and abs(100 * number / possible - percent) <= 0.5 * 10**-places + 1e-9
    ]
    if matching != [nearest] and possible:
        row.say(
            "percent",
            f"{percent:g}% of {possible} openings is not a whole number of openings; we took {nearest}.",
            severity=Severity.DOUBTFUL,
        )
    return nearest


def _check_parts(row: Row) -> None:
    """Absences that do not fill the rest are kept as the file has them, and pointed out."""
    for name in ("authorised", "unauthorised"):
        if (row.values.get(name) or 0) < 0:
            row.say(name, "There cannot be fewer than no absences; we left this empty.", severity=Severity.DOUBTFUL)
            row.values[name] = None
    parts = (row.values.get("attended"), row.values.get("authorised"), row.values.get("unauthorised"))
    if row.is_rejected or None in parts:
        return
    total, possible = sum(filter(None, parts)), row.values["possible"]
    if total != possible:
        reason = f"Attended and absent add up to {total}, not to the {possible} openings possible."
        row.say("attended", reason, severity=Severity.DOUBTFUL)
