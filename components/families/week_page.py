"""My week: what is planned, what is due, and how much room there is."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import streamlit as st

from components.families.addresses import due_address
from components.families.records import safety_note
from components.kit.editing import drawer
from components.kit.layout import explained, saved
from components.kit.links import to_page
from components.kit.records import new_record
from components.kit.text import as_text
from data.families.actions.appointments import cancel_appointment
from data.families.actions.calendar_links import make_calendar_link, revoke_calendar_link
from data.families.queries.contacts import list_contact_families
from data.families.queries.week import AppointmentRow, Week
from models.clock import HERE
from models.families.meetings import APPOINTMENT_NAMES, APPOINTMENTS
from models.families.week import DUE_NAMES, DueItem, DueKind, Room, due_words
from models.permissions import Actor, Permission

SHOWN = 4  # of each kind at once
_ICONS: dict[DueKind, str] = {
    DueKind.SUPPORT: ":material/handshake:",
    DueKind.WEB: ":material/hexagon:",
    DueKind.PLAN: ":material/task_alt:",
    DueKind.REFERRAL: ":material/inbox:",
    DueKind.TRANSFER: ":material/move_down:",
    DueKind.DECLINED: ":material/undo:",
    DueKind.DRAFT: ":material/edit_note:",
}
# What no day was agreed for: only how long it has been there is known, and nothing about it is overdue.
_SINCE = {DueKind.REFERRAL, DueKind.TRANSFER, DueKind.DECLINED, DueKind.DRAFT}


def room_words(room: Room, *, has_weights: bool) -> str:
    """How full the caseload is, such as `12 of 15 families: room for 3 more.`"""
    unit = "places (by weight)" if has_weights else "families"
    left = f"room for {room.left} more" if room.left > 0 else "full" if room.left == 0 else f"{-room.left} over"
    return f"{room.taken} of {room.room_for} {unit}: {left}."


def due_list(due: Sequence[DueItem], *, actor: Actor, today: date) -> None:
    """What is due, by kind; each opens what does it. Nothing here can be ticked off."""
    st.subheader(f"Due ({len(due)})")
    if not due:
        st.success("Nothing is due. Well done.", icon=":material/check_circle:")
    for kind in DueKind:
        items = [item for item in due if item.kind is kind]
        if items:
            st.markdown(f"**{DUE_NAMES[kind]} ({len(items)})**")
        for item in items[:SHOWN]:
            _due(item, actor, today)
        if items[SHOWN:]:
            with st.expander(f"{len(items) - SHOWN} more", key=f"my_week.more.{kind}"):
                for item in items[SHOWN:]:
                    _due(item, actor, today)


def _due(item: DueItem, actor: Actor, today: date) -> None:
    has_no_day = item.kind in _SINCE
    words = f"since {item.due_on.day} {item.due_on:%b}" if has_no_day else due_words(item.due_on, today)
    with st.container(gap=None):
        to_page(due_address(item), f"{item.title}: {words}", actor=actor, icon=_ICONS[item.kind])
        if item.line:
            st.caption(as_text(item.line))


def today_first(week: Week, *, actor: Actor, today: date) -> None:
    """What is planned today."""
    st.subheader("Today")
    _day_of([row for row in week.appointments if _day(row) == today], actor)


def rest_of_week(week: Week, *, actor: Actor, today: date) -> None:
    """The days to come, and behind a click the days gone by."""
    st.subheader("This week")
    to_come = [row for row in week.appointments if _day(row) > today]
    if not to_come:
        st.caption("Nothing else is planned this week.")
    _days(to_come, actor)
    if gone := [row for row in week.appointments if _day(row) < today]:
        with st.expander("Earlier this week", icon=":material/history:", key="my_week.earlier"):
            _days(gone, actor)


def _days(rows: Sequence[AppointmentRow], actor: Actor) -> None:
    for day, of_day in groupby(rows, key=_day):
        st.markdown(f"**{day:%A} {day.day} {day:%B}**")
        _day_of(list(of_day), actor)


def _day(row: AppointmentRow) -> date:
    return row.starts_at.astimezone(HERE).date()


def _day_of(rows: Sequence[AppointmentRow], actor: Actor) -> None:
    if not rows:
        st.caption("No visit or meeting is planned.")
    for row in rows:
        with st.container(border=True, gap="xsmall"):
            start = row.starts_at.astimezone(HERE)
            what = ", ".join(part for part in (APPOINTMENT_NAMES[row.kind], row.title, row.place) if part)
            st.text(f"{start:%H:%M}, {row.minutes} minutes: {what}")
            safety_note(row.safety_note)
            if row.family:
                to_page(f"family?id={row.family_id}", row.family, actor=actor)
                to_page(f"contact?family={row.family_id}", "Log a contact", actor=actor)
            if st.button("Cancel this", key=f"my_week.cancel.{row.appointment_id}", type="tertiary"):
                with saved("It is out of your week."):
                    cancel_appointment(appointment_id=row.appointment_id, by=actor)


def plan_something(actor: Actor) -> None:
    """The form that puts something in the week; closed until it is wanted or in hand."""
    if actor.worker_id is None:
        return  # an account without a worker has no week of its own
    with drawer("Plan something", "appointment", actor=actor, icon=":material/add:") as part:
        if not part.open:
            return
        families = {str(family.family_id): family.name for family in list_contact_families(actor=actor)}
        label, options = "Put it in my week", {"family_id": families}
        new_record(
            APPOINTMENTS,
            actor=actor,
            label=label,
            owner_id=actor.worker_id,
            options=options,
            notice="It is in your week.",
        )


def calendar_link(week: Week, actor: Actor) -> None:
    """Make or revoke the private address of one's week."""
    if not actor.can(Permission.CASEWORK_WRITE) or week.room is None:
        return
    with st.expander("Your week in your own calendar", icon=":material/calendar_add_on:", key="my_week.calendar"):
        st.text(
            "A private address your phone's calendar can subscribe to. It shows kind, place and time, and names no "
            "family or child. Anyone who has the address can read it, so keep it to yourself."
        )
        label = "Make a new address; the old one stops working" if week.has_calendar_link else "Make my address"
        if st.button(label, key="my_week.make_link", icon=":material/link:"):
            with explained():
                address = f"{_origin()}/calendar/{make_calendar_link(by=actor)}.ics"
                st.caption("Copy it now: it is shown this once.")
                st.code(address, language=None, wrap_lines=True)
        if week.has_calendar_link and st.button("Stop this address working", key="my_week.revoke_link"):
            with saved("The address no longer works."):
                revoke_calendar_link(by=actor)


def _origin() -> str:
    """This server's own address, as the browser has it."""
    scheme, _, rest = (st.context.url or "").partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
