"""The sections of one pupil's page."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from components.attendance.charts.pupil import pupil_attendance
from components.kit.charts import CONFIG
from components.kit.tables import DAY, show_table
from components.kit.text import as_text
from data.attendance.queries.pupil_access import Access, AccessReason
from data.attendance.queries.pupils import PupilFact, PupilRecord, Support
from models.attendance.openings import period_name, rate
from models.attendance.pupil_attendance import AttendanceTotal, PupilAttendance, around_support, year_on_year
from models.attendance.pupils import CHARACTERISTIC_NAMES, Sex, Source
from models.awards.award import age_on
from models.clock import day_text, local_text
from models.families.family import SUPPORT_WORDS, SupportStatus

_SOURCES = {Source.SEEMIS: "SEEMiS pupil list", Source.TRACKER: "The team's tracker"}
_DAYS = {"From": DAY, "To": DAY}
_SEXES = {Sex.FEMALE: "Female", Sex.MALE: "Male"}
CAVEAT = (
    "Read this with care. Children are usually offered support when their attendance has dipped, and a dip tends to "
    "mend partly by itself. So the difference between before and during is likely to say more than the support did. "
    "Attendance also changes with the season and the stage, which is why the school is shown beside it."
)


def who_it_is(record: PupilRecord, today: date) -> None:
    """Number, school, stage and age."""
    place = record.places[-1] if record.places else None
    facts = {
        "Candidate number": record.candidate_number,
        "School": place.school if place else "Not known",
        "Stage": place.stage if place else "Not known",
        "Age": f"{age_on(record.born_on, today)} (born {day_text(record.born_on)})" if record.born_on else "Not known",
        "Sex": _SEXES[record.sex] if record.sex else "Not known",
    }
    st.text("\n".join(f"{name}: {value}" for name, value in facts.items()))


def attendance(record: PupilRecord) -> None:
    """The line over time, and every period behind it."""
    st.subheader("Attendance")
    points = record.attendance
    if not points:
        st.info("No attendance has been brought in for this pupil yet.", icon=":material/calendar_month:")
        return
    st.caption("This pupil beside all pupils of the school, month by month, in per cent of openings attended.")
    st.plotly_chart(pupil_attendance(points), alt=_summary(points), key="pupil.attendance", config=CONFIG)
    spans = [(s.started_on, s.ended_on) for s in record.supports if s.status is not SupportStatus.WAITING]
    around = around_support(points, spans)
    _totals([*year_on_year(points), *around])
    if around:
        st.caption(CAVEAT)
        st.caption("Months in which support began or ended are left out of before, during and after.")
    with st.expander("Every month, in openings (half days)", icon=":material/table_rows:"):
        rows = [_point_row(point) for point in reversed(points)]
        show_table(rows, alt=f"Attendance in {len(rows)} periods", key="pupil.periods")


def _summary(points: Sequence[PupilAttendance]) -> str:
    newest = points[-1]
    return (
        f"Line chart of attendance over {len(points)} periods. In {period_name(newest.first_on, newest.last_on)} "
        f"this pupil attended {_percent(rate(newest.attended, newest.possible))} of openings, all pupils of the "
        f"school {_percent(rate(newest.school_attended, newest.school_possible))}."
    )


def _percent(value: float | None) -> str:
    return "not known" if value is None else f"{value:.1f}%"


def _totals(totals: Sequence[AttendanceTotal]) -> None:
    rows = [
        {
            "When": total.name,
            "This pupil": _percent(total.rate),
            "School, same months": _percent(total.school_rate),
            "Attended": f"{total.attended:,} of {total.possible:,} openings",
            "From": total.first_on,
            "To": total.last_on,
        }
        for total in totals
    ]
    if rows:
        show_table(rows, alt="Attendance added up, beside the school's", key="pupil.totals", columns=_DAYS)


def _point_row(point: PupilAttendance) -> dict[str, object]:
    return {
        "Period": period_name(point.first_on, point.last_on),
        "Possible": point.possible,
        "Attended": point.attended,
        "Authorised absence": point.authorised,
        "Unauthorised absence": point.unauthorised,
        "This pupil": _percent(rate(point.attended, point.possible)),
        "School": _percent(rate(point.school_attended, point.school_possible)),
    }


def characteristics(record: PupilRecord) -> None:
    """What is known, from when, and who said so."""
    st.subheader("What is known, and from when")
    if not record.facts:
        st.info("Nothing has been brought in about this pupil yet.", icon=":material/info:")
        return
    places = [
        {
            "What": "School and stage",
            "Value": f"{place.school}, {place.stage}",
            "From": place.observed_on,
            "Source": _SOURCES[place.source],
        }
        for place in reversed(record.places)
    ]
    facts = [
        {
            "What": CHARACTERISTIC_NAMES[fact.kind],
            "Value": _value(fact),
            "From": fact.observed_on,
            "Source": _SOURCES[fact.source],
        }
        for fact in record.facts
    ]
    alt = f"{len(facts) + len(places)} dated facts"
    show_table([*facts, *places], alt=alt, key="pupil.facts", columns=_DAYS)


def _value(fact: PupilFact) -> str:
    words = fact.value.capitalize() if fact.value.islower() else fact.value
    return f"{words} (SIMD quintile {fact.quintile})" if fact.quintile else words


def support_history(supports: Sequence[Support]) -> None:
    """Who has supported this child, and when."""
    st.subheader("Support")
    if not supports:
        st.info("The team has not supported this child.", icon=":material/diversity_1:")
        return
    rows = [
        {
            "Worker": support.worker,
            "Standing": SUPPORT_WORDS[support.status],
            "From": support.started_on,
            "To": support.ended_on,
        }
        for support in supports
    ]
    alt = f"{len(rows)} periods of support"
    show_table(rows, alt=alt, key="pupil.supports", columns=_DAYS, placeholder="–")


def who_sees(people: Sequence[Access]) -> None:
    """The answer to give a family that asks."""
    st.subheader("Who may see this child, and why?")
    for access in people:
        st.text(f"• {_sentence(access)}")
    st.caption(
        "Every worker of the team can find the name, school, stage and worker of any pupil, so that nobody does "
        "work twice. Administrators and viewers cannot see any child. Each visit to this page is written down."
    )


def _sentence(access: Access) -> str:
    if access.reason is AccessReason.WORKER:
        return f"{access.name} supports the family" + ("." if access.has_account else ", and has no account here.")
    if access.reason is AccessReason.EVERY_PUPIL:
        return f"{access.name} leads the team and may open every child's page."
    if access.reason is AccessReason.SCHOOL:
        return f"{access.name}, at the child's school, sees which worker supports the child and since when, no more."
    until = local_text(access.until_at) if access.until_at else ""
    return f"{access.name} covers for a colleague until {until}. Reason given: {access.words}"


def heading(record: PupilRecord) -> None:
    """The child's name, as text."""
    st.header(as_text(record.name))
