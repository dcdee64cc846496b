"""The command that reports attendance."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from data.cli.output import AsJson, command, say_json

if TYPE_CHECKING:
    from data.attendance.queries.attendance_by import AttendanceRow

Grouping = Literal[
    "school",
    "cluster",
    "sector",
    "stage",
    "quintile",
    "free_meals",
    "additional_support",
    "care_experience",
    "kinship",
    "supported",
    "month",
    "school_year",
]
_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
NOT_KNOWN = "not known"


def attendance(
    *,
    by: Annotated[Grouping, typer.Option(help="What to group the figures by.")],
    first: Annotated[
        datetime | None, typer.Option("--from", help="First day, as 2026-02-01. All when not given.", formats=_DAYS)
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", help="Last day.", formats=_DAYS)] = None,
    as_json: AsJson = False,
) -> None:
    """Report attendance by one grouping: openings (half days) possible and attended, the rate, and how many pupils.

    Free school meals are counted from P6 up, because they are universal below.
    """
    with command(as_json=as_json):
        from data.attendance.queries.attendance_by import attendance_by
        from data.attendance.queries.schools import list_schools
        from models.attendance.figures import GroupBy
        from models.permissions import SYSTEM

        start, end = first.date() if first else None, last.date() if last else None
        found = attendance_by(actor=SYSTEM, by=GroupBy(by), first=start, last=end)
        schools = {str(school.id): school.name for school in list_schools(actor=SYSTEM)} if by == "school" else {}
    rows = [_row(by, schools.get(row.value, row.value), row) for row in found]
    rows.sort(key=lambda row: str(row[by]))
    if as_json:
        say_json(rows)
        return
    for row in rows:
        rate = "no openings" if row["rate"] is None else f"{row['rate']:.2f}%"
        typer.echo(f"{row[by]}: {rate}, {row['attended']:,} of {row['openings']:,} openings, {row['pupils']:,} pupils")
    if not rows:
        typer.echo("There is no attendance in those days. Bring an attendance file in first.")


def _row(by: str, value: str, row: "AttendanceRow") -> dict[str, Any]:
    return {
        by: value or NOT_KNOWN,
        "openings": row.openings,
        "attended": row.attended,
        "rate": None if row.rate is None else round(row.rate, 2),
        "pupils": row.pupils,
        "authorised": row.authorised,
        "unauthorised": row.unauthorised,
        "persistently_absent": row.persistently_absent,
    }
