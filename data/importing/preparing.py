"""From bytes to rows, with the database's saved mappings and schools' names, and then to a plan."""

import json
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from data.importing.fields import ImportOptions
from data.importing.kinds.records import IN_FILES
from data.importing.parsing import Parsed, parse
from data.importing.periods import Period
from data.importing.plans.attendance import plan_attendance
from data.importing.plans.benchmark import plan_benchmark
from data.importing.plans.evaluation_questions import with_questions
from data.importing.plans.evaluations import plan_evaluations
from data.importing.plans.people import school_matcher
from data.importing.plans.plan import ImportPlan, PlanRequest
from data.importing.plans.pupils import plan_pupils
from data.importing.plans.records import plan_records
from data.importing.plans.schools import plan_schools
from data.importing.plans.simd import plan_simd
from data.importing.plans.tracker import plan_tracker
from data.importing.plans.webs import plan_webs
from data.importing.recognise import recognise, saved_headings_keys
from data.importing.source import SourceFile
from models.columns import now
from models.errors import ImportProblem
from models.imports import ColumnMapping, ImportKind

_PLANS = {
    ImportKind.SCHOOLS: plan_schools,
    ImportKind.SIMD: plan_simd,
    ImportKind.PUPILS: plan_pupils,
    ImportKind.TRACKER: plan_tracker,
    ImportKind.ATTENDANCE: plan_attendance,
    ImportKind.BENCHMARK: plan_benchmark,
    ImportKind.WEBS: plan_webs,
    ImportKind.EVALUATIONS: plan_evaluations,
    **dict.fromkeys(IN_FILES, plan_records),
}


@dataclass(frozen=True, slots=True)
class FileAnswers:
    """What the person said about a file, besides the file itself."""

    kind: ImportKind | None = None
    mapping: dict[str, str] | None = None
    period: Period | None = None
    observed_on: date | None = None
    options: ImportOptions = ImportOptions()


def prepare(session: Session, source: SourceFile, asked: FileAnswers) -> tuple[PlanRequest, str]:
    """The rows of the file and the name of the saved mapping used, if any. Reads only."""
    kind, mapping, saved_name = asked.kind, asked.mapping, ""
    if mapping is None:
        saved = _saved_mapping(session, source, kind)
        if saved is not None:
            kind, mapping, saved_name = saved.kind, json.loads(saved.mapping), saved.name
    recognised = with_questions(session, recognise(source, kind=kind, mapping=mapping))
    is_school = school_matcher(session, asked.options).is_school
    parsed = Parsed(recognised) if recognised.missing else parse(recognised, is_school=is_school)
    request = PlanRequest(
        parsed=parsed,
        filename=source.filename,
        options=asked.options,
        today=now().date(),
        period=asked.period,
        observed_on=asked.observed_on,
    )
    return request, saved_name


def _saved_mapping(session: Session, source: SourceFile, kind: ImportKind | None) -> ColumnMapping | None:
    query = select(ColumnMapping).where(col(ColumnMapping.headings_key).in_(saved_headings_keys(source)))
    if kind:
        query = query.where(ColumnMapping.kind == kind)
    return session.exec(query.order_by(col(ColumnMapping.saved_at).desc())).first()


def work_out(session: Session, request: PlanRequest) -> ImportPlan:
    """The plan for the file: the same function for a dry run and for bringing it in. Raises ImportProblem."""
    recognised = request.parsed.recognised
    if recognised.missing:
        raise ImportProblem(
            f"To bring in “{recognised.kind.label}” we need a column for: {'; '.join(recognised.missing)}. "
            "Nothing was changed. Say which column it is, or choose another kind of file."
        )
    if not request.parsed.rows:
        raise ImportProblem("There are no rows below the headings of this file. Nothing was changed.")
    return _PLANS[recognised.kind.kind](session, request)
