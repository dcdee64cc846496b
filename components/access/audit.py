"""The audit log on screen: its filters, its sentences, the covers given and the check of the chain."""

from functools import partial

import streamlit as st

from components.kit.tables import arrow_table, show_table
from components.kit.text import as_text
from data.access.actions.audit import export_audit
from data.access.queries.audit import AuditFilter, AuditPage, check_log, list_covers, list_people
from models.audit import AuditAction
from models.clock import local_text, today
from models.permissions import Actor

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filters(actor: Actor) -> AuditFilter:
    """What to show: by whom, of what kind, and when."""
    with st.container(horizontal=True):
        by = st.selectbox("Person", list_people(actor=actor), index=None, placeholder="Everyone", key="audit.by")
        action = st.selectbox(
            "Kind of event", list(AuditAction), index=None, format_func=_kind, placeholder="All kinds", key="audit.kind"
        )
        first_on = st.date_input("From", value=None, max_value=today(), format="DD/MM/YYYY", key="audit.from")
        last_on = st.date_input("To", value=None, max_value=today(), format="DD/MM/YYYY", key="audit.to")
    return AuditFilter(by=by, action=action, first_on=first_on, last_on=last_on)


def _kind(action: AuditAction) -> str:
    return action.replace("_", " ").capitalize()


def page_number(wanted: AuditFilter) -> int:
    """Which page was chosen; a new filter starts again at the first, because its pager has a key of its own."""
    return int(st.session_state.get(_pager_key(wanted)) or 1)


def _pager_key(wanted: AuditFilter) -> str:
    return f"audit.page.{wanted.by}.{wanted.action}.{wanted.first_on}.{wanted.last_on}"


def events(found: AuditPage, wanted: AuditFilter, actor: Actor) -> None:
    """The sentences, the pager and the download."""
    if not found.total:
        st.info("Nothing was written down for this choice. Try a longer time, or everyone.", icon=":material/history:")
        return
    st.caption(f"{found.total:,} events, newest first.")
    st.table(  # unlike st.dataframe it breaks a long sentence into lines, also on a phone
        arrow_table(
            [{"When": local_text(row.happened_at), "What happened": as_text(row.sentence)} for row in found.rows]
        ),
        alt=f"{len(found.rows)} of {found.total:,} events",
        hide_index=True,
    )
    if found.pages > 1:
        st.pagination(found.pages, key=_pager_key(wanted))
    st.download_button(
        "Download these events",
        data=partial(export_audit, wanted=wanted, by=actor),
        file_name="home-link-audit-log.xlsx",
        mime=_XLSX,
        icon=":material/download:",
        key="audit.download",
    )


def chain_check(actor: Actor) -> None:
    """Check, when asked, that no event was altered or taken away."""
    st.subheader("Is the log complete?")
    st.text("Each event is sealed to the one before it, so that an altered or missing event is noticed.")
    if not st.button("Check the log", icon=":material/verified:", key="audit.check"):
        return
    report = check_log(actor=actor)
    if report.problems:
        st.error("\n".join(f"- {problem}" for problem in report.problems), title="The log was tampered with")
    else:
        st.success(f"All {report.events:,} events are here, unaltered and in order.")
        st.text(f"Seal of the newest event, to note down elsewhere if you wish: {report.head_hash[:16]}")


def covers(actor: Actor) -> None:
    """Which colleagues' pages were opened, by whom and why."""
    st.subheader("Covers given")
    rows = [
        {
            "Given": local_text(cover.given_at),
            "Worker": cover.worker,
            "Child": cover.pupil,
            "Reason": cover.reason,
            "Until": local_text(cover.until_at) if cover.is_open else f"Ended {local_text(cover.until_at)}",
        }
        for cover in list_covers(actor=actor)
    ]
    if rows:
        show_table(rows, alt=f"{len(rows)} covers given, newest first", key="audit.covers")
    else:
        st.info("Nobody has opened a colleague's page to cover for them.", icon=":material/lock_open:")
