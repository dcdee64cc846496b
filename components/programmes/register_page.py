"""The register on a phone: everybody is here, then tap the absent; walk-ins, meals, and what to know of each."""

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from components.kit.address import asked_id
from components.kit.editing import change_form, sending
from components.kit.layout import explained, saved
from components.kit.links import to_page
from components.kit.opening import found, open_button
from components.kit.taps import new_taps, tap_choice
from components.kit.text import as_text
from components.programmes.sessions import change_one_session
from data.programmes.actions.registers import (
    add_walk_in,
    change_health_note,
    count_meals,
    leave_register,
    mark,
    mark_rest_present,
)
from data.programmes.queries.registers import Register, RegisterPerson, register, walk_ins
from data.programmes.queries.sessions import sessions_between
from models.clock import HERE, local_text, today
from models.permissions import Actor
from models.programmes.programme import PARTICIPANT_NAMES, ParticipantRole

_SAID = {"here": "Here", "absent": "Absent", "unsaid": "Not said"}
_MARKS: dict[str, bool | None] = {"here": True, "absent": False, "unsaid": None}
_KEPT = {mark: word for word, mark in _MARKS.items()}
_PHOTOS = {True: "Photos allowed", False: "No photos", None: "Photos: not asked"}
NEAR = timedelta(days=7)


def choose_session(actor: Actor) -> None:
    """The sessions of the last and the next seven days, one's own first."""
    rows = sessions_between(actor=actor, first_on=today() - NEAR, last_on=today() + NEAR)
    if not rows:
        st.info("No session is planned within a week of today.", icon=":material/event_busy:")
    for row in sorted(rows, key=lambda one: abs(one.starts_at.astimezone(HERE).date() - today())):
        done = "" if row.here is None else f" ({row.here} here)"
        open_button(
            f"{local_text(row.starts_at)}: {row.programme}{done}",
            row.session_id,
            icon=":material/how_to_reg:",
            key=f"register.open.{row.session_id}",
            name="session",
        )
    to_page("programmes", "All programmes", actor=actor)


def take_register(actor: Actor) -> None:
    """The register of the address's session."""
    session_id = asked_id("session")
    if session_id is None:
        choose_session(actor)
        return
    with found():
        now, is_tried = _keep_taps(register(actor=actor, session_id=session_id), actor)
    _heading(now, actor)
    if now.is_cancelled:
        st.info("This session was cancelled, so nobody is expected.", icon=":material/event_busy:")
    else:
        _everybody(now, actor)
        is_behind = [_person(person, session_id) for person in now.people] + [_meals(now)]
        _walk_in(now, actor)
        _health(now, actor)
        _leave(now, actor)
        if any(is_behind) and not is_tried:  # tried and refused, it would be tried for ever
            st.rerun()
    change_one_session(session_id, actor)


def _keep_taps(now: Register, actor: Actor) -> tuple[Register, bool]:
    """Keep what was tapped, all of it at once, and look again; whether there was anything to keep."""
    taps = new_taps(_prefix(now.session_id), {one.participant_id: _KEPT[one.is_present] for one in now.people})
    meals = st.session_state.get(_meals_key(now), now.meals)
    if not taps and meals in (None, now.meals):
        return now, False
    with explained():
        if taps:
            mark(session_id=now.session_id, marks={id_: _MARKS[word] for id_, word in taps.items()}, by=actor)
        else:
            count_meals(session_id=now.session_id, meals=int(meals), by=actor)
    return register(actor=actor, session_id=now.session_id), True


def _prefix(session_id: int) -> str:
    return f"register.{session_id}"


def _meals_key(now: Register) -> str:
    return f"register.meals.{now.session_id}.{now.meals}"


def _heading(now: Register, actor: Actor) -> None:
    st.header(as_text(now.programme))
    st.text(", ".join(part for part in (local_text(now.starts_at), f"{now.minutes} minutes", now.venue) if part))
    if now.note:
        st.info(as_text(now.note), icon=":material/sticky_note_2:")
    to_page(f"programme?id={now.programme_id}", "The programme", actor=actor, icon=":material/arrow_back:")


def _everybody(now: Register, actor: Actor) -> None:
    if not now.people:
        st.info(
            "Nobody is on the register yet. Families who join are; add anybody else below.", icon=":material/group:"
        )
        return
    absent = len(now.people) - now.here - now.unsaid
    stored = f" Saved {now.taken_at.astimezone(HERE):%H:%M}." if now.taken_at else ""
    st.markdown(f"**{now.here} here**, {absent} absent, {now.unsaid} not said.{stored}")
    label = "Everybody is here" if now.unsaid == len(now.people) else "The rest are here"
    if st.button(
        label,
        type="primary",
        icon=":material/done_all:",
        width="stretch",
        disabled=not now.unsaid,
        key=f"register.all.{now.session_id}",
    ):
        with explained():
            mark_rest_present(session_id=now.session_id, by=actor)
            st.rerun()


def _person(person: RegisterPerson, session_id: int) -> bool:
    role = "" if person.role is ParticipantRole.TAKES_PART else f" ({PARTICIPANT_NAMES[person.role].lower()})"
    stored = _KEPT[person.is_present]
    with st.container(border=True, gap="xsmall"):
        is_behind = tap_choice(_prefix(session_id), person.participant_id, person.name + role, _SAID, stored)
        if person.allergies:
            st.markdown(f":material/warning: **{as_text(person.allergies)}**")
        if person.is_known:
            emergency = "; ".join(person.emergency) or "nobody named"
            st.caption(as_text(f"{_PHOTOS[person.photos]}. In an emergency: {emergency}"))
        elif person.role is ParticipantRole.TAKES_PART:
            st.caption("New to us: please ask about allergies, photographs and whom to call.")
    return is_behind


def _walk_in(now: Register, actor: Actor) -> None:
    """Open the list and tap a name, or type one: two taps."""
    names = walk_ins(actor=actor, session_id=now.session_id)
    who = st.selectbox(
        "Somebody else came",
        list(names),
        index=None,
        format_func=lambda key: names.get(key, key),
        accept_new_options=True,
        placeholder="Tap a name, or type a new one",
        key=f"register.walk_in.{now.session_id}.{len(now.people)}",
    )
    if who:
        with saved("They are on the register."):
            add_walk_in(session_id=now.session_id, who=who, by=actor)


def _meals(now: Register) -> bool:
    """How many ate; whether the browser holds a number that this tab has not seen."""
    if not now.has_meal:
        return False
    said = st.number_input(
        "Meals",
        0,
        500,
        now.meals,
        key=_meals_key(now),
        placeholder="Not counted yet",
        help="The number present, until you change it.",
    )
    return said not in (None, now.meals)


def _health(now: Register, actor: Actor) -> None:
    """Change what whoever runs a session has to know about somebody."""
    known = {one.participant_id: one for one in now.people if one.is_known}
    with st.expander(
        "Allergies", icon=":material/medical_information:", key="register.health", on_change="rerun"
    ) as part:
        if not part.open:
            return
        chosen = known.get(_who(known, "register.health_of"))
        if chosen:
            _health_form(now, chosen, actor)


def _who(people: Mapping[int, RegisterPerson], key: str) -> int | None:
    return st.selectbox(
        "Whose?",
        list(people),
        index=None,
        format_func=lambda id_: people[id_].name,
        placeholder="Choose a person",
        key=key,
    )


def _health_form(now: Register, person: RegisterPerson, actor: Actor) -> None:
    form, version = change_form(
        "health_note",
        actor=actor,
        subject=f"participant:{person.participant_id}",
        version=person.health_version,
        stored={"allergies": person.allergies},
        names={"allergies": "Allergies"},
    )
    words = form.text_area("allergies", "Allergies, and what else matters during a session", max_chars=300)
    if form.submit("Save this"):
        with sending(form, "It is saved, and stands on the register."):
            change_health_note(
                draft_key=form.draft.key,
                session_id=now.session_id,
                participant_id=person.participant_id,
                version=version,
                allergies=words,
                by=actor,
            )


def _leave(now: Register, actor: Actor) -> None:
    with st.expander("Take somebody off the register", icon=":material/person_remove:", key="register.leave"):
        people = {one.participant_id: one for one in now.people}
        chosen = _who(people, f"register.leaving.{now.session_id}.{len(people)}")
        st.caption("From today on. What earlier registers say of them stays.")
        if chosen and st.button("Take them off", key=f"register.leave.{chosen}"):
            with saved("They are off the register from today."):
                leave_register(session_id=now.session_id, participant_id=chosen, by=actor)
