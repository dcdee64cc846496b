"""How many awards were earned, the list for a celebration, and qualifications that lapse."""

from datetime import date
from functools import partial

import streamlit as st

from components.awards.charts import awards_by_name
from components.kit.charts import CONFIG
from components.kit.opening import open_button
from components.kit.tables import DAY, show_table
from data.awards.actions.awards import export_certificates
from data.awards.queries.awards import certificates, list_awards
from data.awards.queries.counts import award_counts
from models.attendance.openings import school_year, school_year_name
from models.awards.counts import COUNT_BY_NAMES, AwardTable, CountBy
from models.clock import day_text, today
from models.permissions import Actor, Permission

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HIDDEN = "not shown"


def show_counts(actor: Actor) -> None:
    """Awards by school year, and by school, programme or award."""
    st.subheader("Awards earned")
    tables = award_counts(actor=actor)
    by = CountBy(
        st.radio(
            "Count",
            list(CountBy),
            horizontal=True,
            key="awards.by",
            format_func=COUNT_BY_NAMES.__getitem__,
            bind="query-params",
        )
        or CountBy.SCHOOL
    )
    table = tables[by]
    if not table.years:
        st.info("No award has been earned yet.", icon=":material/emoji_events:")
        return
    years = [school_year_name(year) for year in table.years]
    words = "; ".join(f"{year}: {_shown(count)}" for year, count in zip(years, table.total, strict=True))
    st.text(f"Awards earned in each school year. {words}.")
    if not actor.can(Permission.AWARD_WRITE):
        st.caption("Numbers from 1 to 4, and any that would give one of them away, are not shown.")
    if any(count for counts in table.lines.values() for count in counts):  # a chart without a bar says nothing
        st.plotly_chart(
            awards_by_name(years, table.lines),
            alt=f"Awards earned {COUNT_BY_NAMES[by].lower()}. {words}.",
            key="awards.chart",
            config=CONFIG,
        )
    _table(table, years, COUNT_BY_NAMES[by].removeprefix("By ").capitalize())


def _table(table: AwardTable, years: list[str], heading: str) -> None:
    lines = {**table.lines, "All": table.total}
    rows = [
        {heading: name} | {year: _shown(count) for year, count in zip(years, counts, strict=True)}
        for name, counts in lines.items()
    ]
    show_table(rows, alt=f"The same as a table: {len(rows)} lines", key="awards.counts")


def _shown(count: int | None) -> str:
    return _HIDDEN if count is None else str(count)


def celebration(actor: Actor) -> None:
    """The names to call, and the list as a workbook."""
    st.subheader("Certificates for a celebration")
    with st.container(horizontal=True):
        first_on = _day("Awarded from", date(school_year(today()), 8, 1), "awards.first")
        last_on = _day("Awarded until", today(), "awards.last")
        schools = sorted({row.school for row in list_awards(actor=actor) if row.school})
        school = st.selectbox("Of which school?", schools, index=None, placeholder="All", key="awards.of") or ""
    rows = certificates(actor=actor, first_on=first_on, last_on=last_on, school=school)
    if not rows:
        st.info("Nobody earned an award in that time.", icon=":material/emoji_events:")
        return
    lines = [{"Name": row.who, "Award": row.award, "Awarded on": row.awarded_on} for row in rows]
    show_table(lines, alt=f"{len(rows)} certificates", key="awards.certificates", columns={"Awarded on": DAY})
    st.download_button(
        "Download the list",
        data=partial(export_certificates, first_on=first_on, last_on=last_on, school=school, by=actor),
        file_name="certificates.xlsx",
        mime=_EXCEL,
        icon=":material/download:",
        key="awards.download",
    )
    st.caption("People you may open the record of. The download is written down.")


def _day(label: str, default: date, key: str) -> date:
    return st.date_input(label, default, format="DD/MM/YYYY", key=key, width=200) or default


def lapsing(actor: Actor) -> None:
    """Qualifications that lapse in the next 90 days, or have lapsed in the last 90."""
    st.subheader("Qualifications to renew")
    rows = [row for row in list_awards(actor=actor) if row.lapses_soon]
    if not rows:
        st.info("Nothing lapses in the next 90 days.", icon=":material/event_available:")
        return
    for row in sorted(rows, key=lambda one: (one.expires_on or today(), one.who)):
        if row.expires_on:
            word = "Lapsed" if row.expires_on < today() else "Lapses"
            words = f"{word} on {day_text(row.expires_on)}: {row.who}, {row.award}"
            open_button(words, row.award_id, icon=":material/event_repeat:", key=f"awards.renew.{row.award_id}")
