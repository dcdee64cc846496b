"""Families on their way into a programme: one tap a step, who was never reached, and whom to invite."""

from collections.abc import Mapping

import streamlit as st

from components.kit.drafts import DraftForm, draft_form
from components.kit.editing import drawer
from components.kit.layout import explained, saved
from components.kit.links import to_page
from components.kit.taps import new_taps, tap_choice
from components.kit.text import as_text
from data.attendance.queries.schools import list_schools
from data.core.queries.choices import labels, offered
from data.families.actions.families import search_families
from data.programmes.actions.reach import invite_families, say_where, set_stage, take_off_list
from data.programmes.queries.programmes import ProgrammeRecord
from data.programmes.queries.reach import ReachRow, families_at_school, families_named
from models.choices import ChoiceList
from models.clock import day_text
from models.permissions import Actor
from models.programmes.programme import REACH_NAMES, ReachStage
from models.text import is_searchable

# In short, so that a family takes two lines of a phone.
_STAGES = {
    ReachStage.INVITED.value: "Invited",
    ReachStage.CALLED.value: "Called",
    ReachStage.TASTER.value: "Taster",
    ReachStage.JOINED.value: "Joined",
    ReachStage.STAYED.value: "Stayed",
    ReachStage.MOVED_ON.value: "Moved on",
}
_LAST_SEARCH = "reach.last_search"


def keep_taps(rows: tuple[ReachRow, ...], actor: Actor) -> bool:
    """Keep the steps that were tapped; whether there was anything to keep."""
    seen = {row.reach_id: row.stage for row in rows}
    taps = new_taps("reach", {id_: stage.value for id_, stage in seen.items()})
    for reach_id, stage in taps.items():
        with explained():
            set_stage(reach_id=reach_id, seen=seen[reach_id], stage=ReachStage(stage), by=actor)
    return bool(taps)


def reach_list(programme: ProgrammeRecord, rows: tuple[ReachRow, ...], actor: Actor) -> bool:
    """Everybody on the way into a programme; whether the browser holds a tap that this tab has not seen."""
    st.header(as_text(programme.content.name))
    to_page(f"programme?id={programme.programme_id}", "The programme", actor=actor, icon=":material/arrow_back:")
    _invite(programme, rows, actor)
    return any(_never_reached(rows, actor) + _on_their_way(rows, actor))


def _never_reached(rows: tuple[ReachRow, ...], actor: Actor) -> list[bool]:
    """The list to act on."""
    waiting = [row for row in rows if row.stage is ReachStage.INVITED]
    st.subheader(f"Invited and not reached yet ({len(waiting)})")
    if rows and not waiting:
        st.success("Everybody invited has been called.", icon=":material/check_circle:")
    return [_family(row, {}, actor) for row in waiting]


def _on_their_way(rows: tuple[ReachRow, ...], actor: Actor) -> list[bool]:
    going = [row for row in rows if row.stage is not ReachStage.INVITED]
    st.subheader(f"On their way ({len(going)})")
    if not rows:
        st.info("Nobody is invited yet. Choose families above.", icon=":material/directions_walk:")
    places = labels(actor=actor, list_name=ChoiceList.MOVED_ON_TO)
    return [_family(row, places, actor) for row in going]


def _family(row: ReachRow, places: Mapping[str, str], actor: Actor) -> bool:
    with st.container(border=True, gap="xsmall"):
        is_behind = tap_choice("reach", row.reach_id, row.family, _STAGES, row.stage.value)
        who = ", ".join((row.school or "school not known", f"with {row.worker or 'nobody now'}"))
        step = row.steps.get(row.stage)
        st.text(f"{who}. {REACH_NAMES[row.stage]}" + (f" on {day_text(step)}" if step else ""))
        if row.stage is ReachStage.MOVED_ON:
            _where(row, places, actor)
        if row.can_open:
            with st.container(horizontal=True):
                to_page(f"contact?family={row.family_id}", "Log a contact", actor=actor, width="content")
                to_page(f"family?id={row.family_id}", "Family", actor=actor, width="content")
        if row.stage is ReachStage.INVITED and st.button(
            "Take off the list", key=f"reach.off.{row.reach_id}", type="tertiary"
        ):
            with saved("The family is off the list."):
                take_off_list(reach_id=row.reach_id, by=actor)
    return is_behind


def _where(row: ReachRow, places: Mapping[str, str], actor: Actor) -> None:
    """Where the family went, in its own words."""
    key = f"reach.where.{row.reach_id}.{row.version}"
    open_places = offered(actor=actor, list_name=ChoiceList.MOVED_ON_TO)
    options = [*open_places, *({row.moved_on_to} - {"", *open_places})]
    with st.form(key):
        index = options.index(row.moved_on_to) if row.moved_on_to else None
        to = st.selectbox(
            "Moved on to",
            options,
            index,
            format_func=lambda code: places.get(code, code),
            key=f"{key}.to",
            placeholder="Choose where to",
        )
        note = st.text_input("Which one", row.moved_on_note, max_chars=200, key=f"{key}.note")
        is_sent = st.form_submit_button("Save where to", key=f"{key}.submit")
    if is_sent and to is None:
        st.error("Please choose where to.", icon=":material/edit:")
    elif is_sent and to:
        with saved("It is saved."):
            say_where(reach_id=row.reach_id, version=row.version, moved_on_to=to, note=note, by=actor)


def _invite(programme: ProgrammeRecord, rows: tuple[ReachRow, ...], actor: Actor) -> None:
    """Choose families by school or by name, and invite them."""
    programme_id = programme.programme_id
    subject, icon = f"programme:{programme_id}", ":material/group_add:"
    with drawer("Invite families", "invite", subject=subject, actor=actor, icon=icon, times=len(rows)) as part:
        if not part.open:
            return
        form = draft_form("invite", actor=actor, subject=subject)
        families = _families(form, programme.content.school_id, actor)
        there = {row.family_id for row in rows}
        options = {str(id_): as_text(name) for id_, name in families.items() if id_ not in there}
        chosen = form.choices("families", "Tap the families to invite", options) if options else []
        if not options:
            st.caption("Families appear here once a school is chosen or a name is typed; those invited are below.")
        if not form.submit("Invite them", icon=":material/check:"):
            return
        if form.has_problems({"families": None if chosen else "Please tap at least one family."}):
            return
        with saved("They are on the list as invited."):
            ids = [int(id_) for id_ in chosen]
            invite_families(draft_key=form.draft.key, programme_id=programme_id, family_ids=ids, by=actor)


def _families(form: DraftForm, school_id: int | None, actor: Actor) -> dict[int, str]:
    """Those of the school chosen, those the name finds, and those ticked before."""
    schools = {str(one.id): one.name for one in list_schools(actor=actor) if one.is_supported}
    usual = schools.get(str(school_id), "Choose a school")
    chosen = form.select("school", "Supported families of which school?", schools, placeholder=usual)
    text = form.text_input("name", "Or find a family by name", autocomplete="off", max_chars=100)
    families = families_named(actor=actor, family_ids=[int(id_) for id_ in form.saved("families", [])])
    if chosen or school_id:
        families |= families_at_school(actor=actor, school_id=int(chosen or school_id or 0))
    if is_searchable(text):
        is_repeat = st.session_state.get(_LAST_SEARCH) == text
        st.session_state[_LAST_SEARCH] = text
        rows = search_families(text=text, by=actor, is_repeat=is_repeat).rows
        families |= {row.family_id: f"{row.name}, with {row.worker or 'nobody now'}" for row in rows}
    return families
