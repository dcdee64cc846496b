"""Commands that bring files in, list what was brought in, and take it back."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from data.cli.output import AsJson, command, refuse, say_json

if TYPE_CHECKING:
    from data.importing.preparing import FileAnswers
    from data.importing.preview import Preview

KindName = Literal["schools", "simd", "pupils", "tracker", "attendance", "benchmark", "webs", "evaluations", "service"]
_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
Files = Annotated[
    list[Path], typer.Argument(help="The files, in any order.", exists=True, dir_okay=False, readable=True)
]
Kind = Annotated[KindName | None, typer.Option(help="What kind of file it is, when Home Link should not guess.")]
Span = Annotated[
    tuple[datetime, datetime] | None,
    typer.Option("--period", help="First and last day an attendance file covers, as 2026-02-01.", formats=_DAYS),
]
Day = Annotated[
    datetime | None, typer.Option("--as-of", help="The day a pupil list or tracker was true.", formats=_DAYS)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and save nothing.")]
Repair = Annotated[bool, typer.Option(help="Put back a leading zero a candidate number lost.")]
UnusualNumbers = Annotated[
    bool, typer.Option("--accept-unusual-numbers", help="Take candidate numbers with a wrong check digit.")
]
AnswerStage = Annotated[
    Literal["pre", "post"] | None, typer.Option("--answers", help="Whether evaluations are from before or after.")
]
UnusualShare = Annotated[
    bool, typer.Option("--accept-unusual-share", help="Go on although much would change or be missing.")
]


def bring_in(
    files: Files,
    *,
    kind: Kind = None,
    period: Span = None,
    as_of: Day = None,
    dry_run: DryRun = False,
    repair: Repair = True,
    accept_unusual_numbers: UnusualNumbers = False,
    accept_unusual_share: UnusualShare = False,
    answers: AnswerStage = None,
    as_json: AsJson = False,
) -> None:
    """Bring files in: schools, the SIMD lookup, pupil lists, the tracker, attendance, published figures, webs, answers.

    Several files are taken in that order, whatever order they are given in. Each is brought in whole or not at
    all; at the first that is refused the command stops with exit code 1, and those before it stay.
    """
    if period and len(files) > 1:
        raise typer.BadParameter("--period is for one file at a time.")
    with command(as_json=as_json):
        choices = _choices(
            kind,
            period,
            as_of,
            answers,
            repair_lost_zeros=repair,
            accept_unusual_numbers=accept_unusual_numbers,
            accept_unusual_share=accept_unusual_share,
        )
        reports = _each(_in_order(files, kind, as_json=as_json), choices, dry_run=dry_run, as_json=as_json)
    reasons = [f"{report['file']}: {report['reason']}" for report in reports if report["reason"]]
    if as_json:
        say_json({"done": not reasons, "dry_run": dry_run, "reasons": reasons, "files": reports})
    for reason in reasons:
        typer.echo(f"Refused: {reason}", err=True)
    if reasons:
        raise typer.Exit(1)


def _choices(
    kind: KindName | None,
    period: tuple[datetime, datetime] | None,
    as_of: datetime | None,
    answers: str | None,
    **options: bool,
) -> "FileAnswers":
    """What the command line said about how to read the files, as the actions take it."""
    from data.importing.fields import ImportOptions
    from data.importing.preparing import FileAnswers
    from models.evaluations.questionnaires import Stage
    from models.imports import ImportKind

    return FileAnswers(
        kind=ImportKind(kind) if kind else None,
        period=(period[0].date(), period[1].date()) if period else None,
        observed_on=as_of.date() if as_of else None,
        options=ImportOptions(**options, answer_stage=Stage(answers) if answers else None),  # type: ignore[arg-type]
    )


def _each(paths: Sequence[Path], choices: "FileAnswers", *, dry_run: bool, as_json: bool) -> list[dict[str, Any]]:
    """What became of each file, up to the first that is refused."""
    reports: list[dict[str, Any]] = []
    for path in paths:
        reports.append(_one(path, choices, dry_run=dry_run))
        if not as_json:
            _say(reports[-1])
        if reports[-1]["reason"] and not dry_run:
            break
    return reports


def _in_order(files: Sequence[Path], kind: str | None, *, as_json: bool) -> list[Path]:
    """Files that others build on first; within a kind, by name, so that months come one after the other."""
    from data.importing.reading import read_source
    from data.importing.recognise import recognise
    from models.errors import ImportProblem
    from models.imports import ImportKind

    if kind or len(files) == 1:
        return sorted(files)
    order = list(ImportKind)
    keys = {}
    for path in files:
        try:
            found = recognise(read_source(path.read_bytes(), path.name)).kind.kind
        except ImportProblem as problem:
            refuse([f"{path.name}: {problem}"], as_json=as_json)
        keys[path] = (order.index(found), path.name)
    return sorted(files, key=lambda path: keys[path])


def _one(path: Path, choices: "FileAnswers", *, dry_run: bool) -> dict[str, Any]:
    """Bring one file in, or try it; `reason` says why not."""
    from data.importing.reading import read_source
    from data.imports.actions import confirm_import, preview_import
    from models.errors import HomeLinkError
    from models.permissions import SYSTEM

    reason = ""
    try:
        source = read_source(path.read_bytes(), path.name)
        if not dry_run:
            try:
                result = confirm_import(source=source, by=SYSTEM, answers=choices)
                return _report(path, result.preview, import_id=result.import_id, message=result.message)
            except HomeLinkError as refusal:
                reason = str(refusal)
        preview = preview_import(source=source, by=SYSTEM, answers=choices)
    except HomeLinkError as refusal:
        return _report(path, None, reason=str(refusal))
    return _report(path, preview, reason=reason or _why_not(preview))


def _why_not(preview: "Preview") -> str:
    """Why bringing the file in would be refused; empty when it would not."""
    return "" if preview.can_confirm else preview.blocked or " ".join(preview.warnings)


def _report(
    path: Path, preview: "Preview | None", *, import_id: int | None = None, message: str = "", reason: str = ""
) -> dict[str, Any]:
    report: dict[str, Any] = {"file": path.name, "import_id": import_id, "message": message, "reason": reason}
    if preview is None:
        return report | {"kind": None, "problems": []}
    counts = preview.counts
    return report | {
        "kind": preview.kind.value,
        "period": list(preview.period) if preview.period else None,
        "rows": counts.rows,
        "new": counts.new,
        "changed": counts.changed,
        "same": counts.same,
        "rejected": counts.rejected,
        "doubtful": counts.doubtful,
        "repaired": counts.repaired,
        "skipped": counts.skipped,
        "notes": list(preview.notes),
        "warnings": list(preview.warnings),
        "problems": [
            {
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "reason": " ".join((problem.reason, problem.detail)).strip(),
                "severity": problem.severity.value,
            }
            for problem in preview.problems
        ],
    }


def _say(report: dict[str, Any]) -> None:
    typer.echo(f"{report['file']}: {report['kind'] or 'not read'}")
    for line in _lines(report):
        typer.echo(f"  {line}")


def _lines(report: dict[str, Any]) -> Iterator[str]:
    if report["kind"]:
        yield ", ".join(
            f"{report[name]:,} {name}" for name in ("rows", "new", "changed", "same", "rejected", "doubtful")
        )
        yield from (*report["notes"], *report["warnings"])
    for problem in report["problems"]:
        place = ", ".join(part for part in (problem["sheet"], f"row {problem['row']}", problem["column"]) if part)
        yield f"{problem['severity']}: {place}: {problem['value']!r}: {problem['reason']}"
    if report["message"]:
        yield report["message"]


def list_all(*, as_json: AsJson = False) -> None:
    """List every file that was brought in, newest first, with the number that `undo` takes."""
    with command(as_json=as_json):
        from data.imports.queries import list_imports
        from models.permissions import SYSTEM

        rows = list_imports(actor=SYSTEM)
    if as_json:
        say_json([asdict(row) for row in rows])
        return
    for row in rows:
        undone = f", undone {row.undone_at:%Y-%m-%d}" if row.undone_at else ""
        counts = f"{row.new:,} new, {row.changed:,} changed, {row.same:,} same, {row.rejected:,} rejected"
        typer.echo(
            f"{row.id}: {row.filename} ({row.kind}), {row.imported_at:%Y-%m-%d} by {row.imported_by}: {counts}{undone}"
        )
    if not rows:
        typer.echo("Nothing has been brought in yet.")


def undo(
    import_id: Annotated[int, typer.Argument(metavar="ID", help="The number `imports` lists.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Take a whole file back. What it added goes and what it changed is as before, except where later work needs it."""
    with command(as_json=as_json):
        from data.imports.actions import undo_import
        from models.permissions import SYSTEM

        report = undo_import(import_id=import_id, by=SYSTEM)
    if as_json:
        kept = list(report.kept)
        say_json({"done": True, "id": import_id, "taken_back": list(report.taken_back), "kept": kept})
        return
    for line in (*report.taken_back, *report.kept):
        typer.echo(line)
