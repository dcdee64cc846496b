"""Bringing files in: the dry run, the confirmation, undoing, and remembering how a layout is read."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, col, select

from data.attendance.summaries import rebuild_summaries
from data.core.audit import check_permission, record
from data.core.collecting import uncollected
from data.core.db import find_row, reading, transaction
from data.core.versions import next_data_version
from data.exporting.workbook import ExportSheet, workbook
from data.importing.applying import NAMES, Undone, apply_plan, remove_import
from data.importing.fields import ImportOptions
from data.importing.kinds import KINDS
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest
from data.importing.preparing import FileAnswers, prepare, work_out
from data.importing.preview import Counts, Preview, build_preview
from data.importing.source import SourceFile
from models.attendance.openings import AttendancePeriod, AttendanceSummary
from models.attendance.schools import SchoolAlias, name_key
from models.audit import AuditAction
from models.columns import now
from models.errors import Conflict, ImportProblem, InvalidInput
from models.imports import IMPORT_NAMES, ColumnMapping, ImportKind, ImportRun
from models.permissions import Actor, Permission

Progress = Callable[[float, str], None]
_AS_FOUND = FileAnswers()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What bringing a file in did. `import_id` is None when there was nothing to change."""

    import_id: int | None
    preview: Preview
    message: str

    @property
    def counts(self) -> Counts:
        """Rows by what became of them."""
        return self.preview.counts


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What was taken back, and what could not be and why, in sentences."""

    import_id: int
    taken_back: tuple[str, ...]
    kept: tuple[str, ...]


def preview_import(*, source: SourceFile, by: Actor, answers: FileAnswers = _AS_FOUND) -> Preview:
    """A dry run: exactly what confirming would do, with nothing saved. A file read once serves any number of them."""
    check_permission(by, Permission.IMPORT_WRITE)
    with uncollected(), reading() as session:
        request, saved_mapping = prepare(session, source, answers)
        try:
            plan, blocked = work_out(session, request), ""
        except ImportProblem as problem:
            plan, blocked = _nothing(request), str(problem)
    return build_preview(request, plan, by=by, saved_mapping=saved_mapping, blocked=blocked)


def _nothing(request: PlanRequest) -> ImportPlan:
    """The plan of a file that cannot be brought in as it stands: no row is accepted."""
    plan = ImportPlan(period=request.period, observed_on=request.observed_on)
    plan.outcomes[Outcome.REJECTED] = len(request.parsed.rows)
    return plan


def confirm_import(
    *, source: SourceFile, by: Actor, answers: FileAnswers = _AS_FOUND, progress: Progress = lambda _share, _words: None
) -> ImportResult:
    """Bring a file in, all of it or nothing.

    `progress` is called only outside the transaction: it may draw on a screen, which may end the run at any time.
    """
    check_permission(by, Permission.IMPORT_WRITE)
    progress(0.1, "Understanding the rows")
    with uncollected():
        with reading() as session:
            request, saved_mapping = prepare(session, source, answers)
        progress(0.5, "Comparing with what we hold, and saving")
        with transaction() as session:
            plan = work_out(session, request)
            preview = build_preview(request, plan, by=by, saved_mapping=saved_mapping)
            _refuse(preview)
            import_id = None if plan.changes_nothing else _save(session, source, request, plan, preview.counts, by)
    progress(1.0, "Done")
    return ImportResult(import_id, preview, _message(preview.counts, import_id))


def _refuse(preview: Preview) -> None:
    if preview.blocked:
        raise ImportProblem(preview.blocked)
    if not preview.is_acknowledged:
        raise ImportProblem(
            f"{' '.join(preview.warnings)} Nothing was changed. If it is right, say so and bring the file in again."
        )


def _message(counts: Counts, import_id: int | None) -> str:
    if import_id is None:
        return "There was nothing to change: everything in this file is already here."
    return f"{counts.new:,} new, {counts.changed:,} changed, {counts.same:,} the same, {counts.rejected:,} left out."


def _save(
    session: Session, source: SourceFile, request: PlanRequest, plan: ImportPlan, counts: Counts, by: Actor
) -> int:
    kind = request.parsed.recognised.kind.kind
    run = ImportRun(
        kind=kind,
        filename=source.filename[:200],
        file_hash=source.sha256,
        period_first_on=plan.period[0] if plan.period else None,
        period_last_on=plan.period[1] if plan.period else None,
        rows_new=counts.new,
        rows_changed=counts.changed,
        rows_same=counts.same,
        rows_rejected=counts.rejected,
        rows_doubtful=counts.doubtful,
        imported_by=by.username,
    )
    session.add(run)
    session.flush()
    import_id = run.id or 0
    apply_plan(session, plan, import_id)
    _remember_schools(session, request.options)
    _refresh(session, kind, plan)
    record(
        session,
        action=AuditAction.FILE_IMPORTED,
        by=by.username,
        target=f"import:{import_id}",
        detail=f"{IMPORT_NAMES[kind]}, {source.filename[:120]}: {_message(counts, import_id)}",
    )
    return import_id


def _remember_schools(session: Session, options: ImportOptions) -> None:
    """Store the school each name was said to mean, so that later files are not asked about it."""
    for name, school_id in options.school_matches.items():
        key = name_key(name)[:120]
        if session.exec(select(SchoolAlias).where(SchoolAlias.name_key == key)).first() is None:
            session.add(SchoolAlias(name_key=key, school_id=school_id))
    session.flush()


def _refresh(session: Session, kind: ImportKind, plan: ImportPlan) -> None:
    """Rebuild the summaries the file may have changed, and end every cached figure with a new data version."""
    if kind is ImportKind.ATTENDANCE and plan.period:
        found = session.exec(select(AttendancePeriod.id).where(AttendancePeriod.first_on == plan.period[0]))
        rebuild_summaries(session, [each for each in found if each])
    elif kind in (ImportKind.PUPILS, ImportKind.TRACKER, ImportKind.SIMD):
        rebuild_summaries(session, None)
    next_data_version(session)


def undo_import(*, import_id: int, by: Actor) -> UndoReport:
    """Take a whole import back: what it added goes, what it changed is as before, except where later work needs it."""
    check_permission(by, Permission.IMPORT_WRITE)
    with transaction() as session:
        run = find_row(session, ImportRun, import_id)
        if run.undone_at is not None:
            raise Conflict("This file was already undone.")
        run.undone_at, run.undone_by = now(), by.username
        session.flush()
        session.execute(delete(AttendanceSummary))
        undone = remove_import(session, import_id)
        report = UndoReport(import_id, _taken_back(undone), _kept(undone))
        run.undo_note = " ".join(report.kept)[:500]
        rebuild_summaries(session, None)
        next_data_version(session)
        record(
            session,
            action=AuditAction.IMPORT_UNDONE,
            by=by.username,
            target=f"import:{import_id}",
            detail=" ".join((*report.taken_back, *report.kept)),
        )
    return report


def _taken_back(undone: Undone) -> tuple[str, ...]:
    removed = [f"{NAMES[name].capitalize()} removed: {number:,}." for name, number in undone.removed.items()]
    back = undone.restored.items()
    restored = [f"{NAMES[name].capitalize()} put back as before: {number:,}." for name, number in back]
    return (*removed, *restored)


def _kept(undone: Undone) -> tuple[str, ...]:
    in_use = [
        f"{number:,} {NAMES[name]} stay, because something brought in or written later depends on them."
        for name, number in undone.in_use.items()
    ]
    changed = [
        f"{number:,} {NAMES[name]} stay as they are, because they were changed again later."
        for name, number in undone.changed_since.items()
    ]
    return (*in_use, *changed)


def save_mapping(*, name: str, kind: ImportKind, headings_key: str, mapping: dict[str, str], by: Actor) -> int:
    """Remember by name how a layout is read; the same headings find it again. The same name is replaced."""
    check_permission(by, Permission.IMPORT_WRITE)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80 or len(headings_key) != 64:
        raise InvalidInput("Give this way of reading the columns a name of up to 80 characters.")
    known = {field.name for field in KINDS[kind].fields}
    if not mapping or not known.issuperset(mapping) or len(set(mapping.values())) != len(mapping):
        raise InvalidInput("Each column can be used for one thing only. Please look at the columns again.")
    with transaction() as session:
        saved = session.exec(select(ColumnMapping).where(col(ColumnMapping.name) == name)).first()
        row = saved or ColumnMapping(name=name, kind=kind, headings_key="", mapping="", saved_by="")
        row.kind, row.headings_key, row.mapping = kind, headings_key, json.dumps(mapping)
        row.saved_at, row.saved_by = now(), by.username
        session.add(row)
        session.flush()
        record(session, action=AuditAction.MAPPING_SAVED, by=by.username, target=f"mapping:{row.id}", detail=name)
        return row.id or 0


def export_problems(*, preview: Preview, by: Actor) -> bytes:
    """A workbook of the rows to look at, as much of it as the preview's reader may see."""
    check_permission(by, Permission.IMPORT_WRITE)
    rows = [
        (one.sheet, one.row, one.column, one.value, one.severity.value, " ".join((one.reason, one.detail)).strip())
        for one in preview.problems
    ]
    skipped = [(one.sheet, one.row, one.reason) for one in preview.skipped]
    with transaction() as session:
        record(session, action=AuditAction.REJECTS_EXPORTED, by=by.username, target=preview.filename)
    headings = ("Sheet", "Row", "Column", "Value", "What we did", "Why")
    return workbook(
        (
            ExportSheet("Rows to look at", headings, rows, (f"{preview.kind_label}: {preview.filename}",)),
            ExportSheet("Rows that are not data", ("Sheet", "Row", "Why"), skipped),
        )
    )
