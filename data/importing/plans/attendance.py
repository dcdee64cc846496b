"""Working out an attendance summary against what is held for its period."""

from typing import Any

from sqlmodel import Session, col, select

from data.core.tables import held_rows
from data.importing.fields import Row
from data.importing.kinds.attendance import check_openings
from data.importing.matching import SchoolMatcher
from data.importing.parsing import titles
from data.importing.periods import Period, period_in
from data.importing.plans.people import (
    DatedRow,
    PupilNumbers,
    enrolments,
    pupil_numbers,
    repeated,
    required_schools,
    school_on,
)
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest, missing_words, resolve_school
from models.attendance.openings import Attendance, AttendancePeriod, overlaps
from models.attendance.pupils import Source
from models.errors import ImportProblem

_COUNTS = ("possible", "attended", "authorised", "unauthorised")


def plan_attendance(session: Session, request: PlanRequest) -> ImportPlan:
    """Plan each row of one period as new, changed, the same or rejected."""
    plan = ImportPlan()
    period = plan.period = _period(request, plan)
    matcher = required_schools(session, request.options)
    period_id = _period_id(session, plan, period)
    held = _held(session, period_id)
    rows = _Rows(session, plan, matcher, pupil_numbers(session, request.options), period_id, held, period)
    for row in request.parsed.rows:
        plan.settle(row, rows.work_out(row))
    if period_id < 0 and not plan.inserts.get(Attendance):
        plan.inserts.pop(AttendancePeriod, None)
    if rows.numbers.added:
        plan.notes.append(
            f"{rows.numbers.added:,} of these pupils are not on a pupil list yet. We keep them by number."
        )
    _judge(session, plan, rows)
    return plan


def _period(request: PlanRequest, plan: ImportPlan) -> Period:
    """The days stated, else those of a title, else of the file's name; a note tells if the last two disagree."""
    if request.period:
        if request.period[0] > request.period[1]:
            raise ImportProblem("The first day of the period is after its last day. Please swap them.")
        return request.period
    lines = [line for reading in request.parsed.recognised.sheets for line in titles(reading)]
    titled = next((days for line in lines if (days := period_in(line))), None)
    named = period_in(request.filename)
    if titled and named and (titled[0].year, titled[0].month) != (named[0].year, named[0].month):
        plan.notes.append(
            f"The file is named for {named[0]:%B %Y}, but its title says {_words(titled)}. We went by the title."
        )
    found = titled or named
    if found is None:
        raise ImportProblem(
            "We could not see which days this attendance is for. Please give the first and last day of the period."
        )
    return found


def _words(period: Period) -> str:
    return f"{period[0]:%d/%m/%Y} to {period[1]:%d/%m/%Y}"


def _period_id(session: Session, plan: ImportPlan, period: Period) -> int:
    """The id of the period, new ones planned. One that shares days with another is refused, naming both."""
    for row_id, first_on, last_on in held_rows(session, AttendancePeriod, "id", "first_on", "last_on"):
        if (first_on, last_on) == period:
            return int(row_id)
        if overlaps((first_on, last_on), period):
            raise ImportProblem(
                f"This file is for {_words(period)}, which shares days with attendance already brought in for "
                f"{_words((first_on, last_on))}. Nothing was changed. Check the period, or undo the earlier file first."
            )
    return plan.add(AttendancePeriod, {"first_on": period[0], "last_on": period[1]}, has_id=True)


def _held(session: Session, period_id: int) -> dict[int, tuple[Any, ...]]:
    names = ("pupil_id", "id", "school_id", *_COUNTS)
    return {row[0]: row[1:] for row in held_rows(session, Attendance, *names, period_id=period_id)}


class _Rows:
    """The rows of one file, worked out one after the other."""

    def __init__(
        self,
        session: Session,
        plan: ImportPlan,
        matcher: SchoolMatcher,
        numbers: PupilNumbers,
        period_id: int,
        held: dict[int, tuple[Any, ...]],
        period: Period,
    ) -> None:
        self.session, self.plan, self.matcher, self.numbers = session, plan, matcher, numbers
        self.period_id, self.held, self.last_on = period_id, held, period[1]
        self.seen: dict[str, Row] = {}
        self.schools: set[int] = set()
        self._enrolled: dict[Any, list[DatedRow]] | None = None

    def work_out(self, row: Row) -> Outcome:
        check_openings(row)
        number = self.numbers.read(row)
        if number is None or repeated(row, self.seen.get(number)):
            return Outcome.REJECTED
        school_id = self._school(row, number)
        if row.is_rejected or school_id is None:
            return Outcome.REJECTED
        self.seen[number] = row
        self.schools.add(school_id)
        pupil_id = self.numbers.known.get(number) or self.numbers.add(self.plan, number)
        said = row.values.get
        return self._compare(
            pupil_id,
            {
                "school_id": school_id,
                "possible": said("possible"),
                "attended": said("attended"),
                "authorised": said("authorised"),
                "unauthorised": said("unauthorised"),
            },
        )

    def _compare(self, pupil_id: int, values: dict[str, Any]) -> Outcome:
        held = self.held.get(pupil_id)
        if held is None:
            values["period_id"], values["pupil_id"] = self.period_id, pupil_id
            self.plan.add(Attendance, values)
            return Outcome.NEW
        before = dict(zip(("school_id", *_COUNTS), held[1:], strict=True))
        return self.plan.replace(Attendance, held[0], before, values)

    def _school(self, row: Row, number: str) -> int | None:
        school_id = resolve_school(row, self.matcher, self.plan)
        if school_id is None and not row.is_rejected:
            school_id = self._enrolled_at(self.numbers.known.get(number))
            if school_id is None:
                row.say("school", "The row names no school, and the pupil is not on a pupil list.")
        return school_id

    def _enrolled_at(self, pupil_id: int | None) -> int | None:
        if self._enrolled is None:
            self._enrolled = enrolments(self.session, self.plan, day=self.last_on, source=Source.SEEMIS).facts
        return school_on(self._enrolled.get(pupil_id, []), self.last_on)


def _judge(session: Session, plan: ImportPlan, rows: _Rows) -> None:
    """Ask about a file that changes or leaves out an unusual share of its period; tell about an unusual new one."""
    in_file = {rows.numbers.known[number] for number in rows.seen}
    plan.judge_changed(len(rows.held), "rows of this period")
    known = {pupil_id for pupil_id, held in rows.held.items() if held[1] in rows.schools}
    if rows.held:
        plan.unusual += missing_words(known, in_file, "pupils of these schools held for this period")
        return
    known = _in_latest_period(session, rows.schools)
    plan.notes += missing_words(known, in_file, "pupils these schools had in the latest period")


def _in_latest_period(session: Session, school_ids: set[int]) -> set[int]:
    latest = select(AttendancePeriod.id).order_by(col(AttendancePeriod.last_on).desc()).limit(1).scalar_subquery()
    found = select(Attendance.pupil_id).where(Attendance.period_id == latest, col(Attendance.school_id).in_(school_ids))
    return {pupil_id for (pupil_id,) in session.connection().execute(found)}
