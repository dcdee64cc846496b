"""One award: how far it has come, hours by hand, and the next step."""

from functools import partial

import streamlit as st

from components.awards.forms.award import CHANGE_NAMES, award_change_form, change_answers, work_form
from components.kit.drafts import draft_form
from components.kit.editing import change_form, drawer, sending, undo_drawer
from components.kit.layout import saved
from components.kit.links import to_page
from components.kit.opening import choose_one
from components.kit.text import as_text, counted
from data.awards.actions.awards import add_work, change_award, move_awards, remove_work, take_award_back
from data.awards.queries.awards import AwardRecord, AwardRow, WorkRow
from data.programmes.queries.programmes import list_programmes
from models.awards.award import AWARD_STATUS_NAMES, AWARD_TRANSITIONS, AwardStatus
from models.clock import day_text, today
from models.permissions import Actor

_STEPS = {
    (AwardStatus.PLANNED, AwardStatus.IN_PROGRESS): "Begin",
    (AwardStatus.IN_PROGRESS, AwardStatus.SUBMITTED): "Submitted to the provider",
    (AwardStatus.SUBMITTED, AwardStatus.AWARDED): "Awarded",
    (AwardStatus.SUBMITTED, AwardStatus.IN_PROGRESS): "Back to in progress",
    (AwardStatus.STOPPED, AwardStatus.IN_PROGRESS): "Take it up again",
}


def one_award(record: AwardRecord, actor: Actor) -> None:
    """Everything about one award, and what may be done with it."""
    row = record.row
    st.header(as_text(f"{row.who}: {row.award}"))
    st.text("\n".join(_facts(row)))
    for part in row.progress.parts:
        st.progress(min(1.0, part.done / part.needed), text=f"{part.done} of {part.needed} {part.name}")
    next_steps(row, actor)
    if row.is_on_its_way:
        st.subheader("Add by hand")
        _add_work(row, actor)
    _added(record, actor)
    _change(record, actor)
    if row.status is AwardStatus.AWARDED:
        undo_drawer(
            "Awarded by mistake",
            "award_back",
            actor=actor,
            subject=f"award:{row.award_id}",
            version=row.version,
            notice="The award is taken back. It stands as submitted.",
            send=partial(take_award_back, award_id=row.award_id),
        )
    if row.family_id:
        to_page(f"family?id={row.family_id}", "The family", actor=actor)


def _facts(row: AwardRow) -> list[str]:
    lines = [f"{AWARD_STATUS_NAMES[row.status]}, since {day_text(row.started_on)}."]
    if row.awarded_on:
        lines = [f"Awarded on {day_text(row.awarded_on)}; began on {day_text(row.started_on)}."]
    if row.expires_on:
        word = "Lapsed" if row.expires_on < today() else "Lapses"
        lines.append(f"{word} on {day_text(row.expires_on)}.")
    if row.programme:
        lines.append(f"The registers of {row.programme} count.")
    if row.school:
        lines.append(row.school)
    return lines


def next_steps(row: AwardRow, actor: Actor) -> None:
    """A button for each step possible from here."""
    on = today()
    if row.status is AwardStatus.SUBMITTED:
        on = st.date_input(
            "Day of the award",
            on,
            min_value=row.started_on,
            max_value=on,
            format="DD/MM/YYYY",
            key=f"awards.on.{row.award_id}",
        )
    with st.container(horizontal=True):
        for to in AwardStatus:
            if to not in AWARD_TRANSITIONS[row.status]:
                continue
            words = _STEPS.get((row.status, to), "Stop for now")
            is_back = to is AwardStatus.STOPPED or row.status is AwardStatus.SUBMITTED and to is AwardStatus.IN_PROGRESS
            key = f"awards.move.{row.award_id}.{to}.{row.version}"
            if st.button(words, key=key, type="secondary" if is_back else "primary"):
                with saved(f"{row.who}: {AWARD_STATUS_NAMES[to].lower()}."):
                    move_awards(versions={row.award_id: row.version}, to=to, on=on, by=actor)


def _add_work(row: AwardRow, actor: Actor) -> None:
    form = draft_form("award_work", actor=actor, subject=f"award:{row.award_id}")
    if work := work_form(form):
        with saved("It is added."):
            add_work(draft_key=form.draft.key, award_id=row.award_id, work=work, by=actor)


def _added(record: AwardRecord, actor: Actor) -> None:
    if not record.added:
        return
    st.subheader("Added by hand so far")
    st.text("\n".join(map(_words, record.added)))
    if not record.row.is_on_its_way:
        return
    by_id = {work.work_id: work for work in record.added}
    chosen = choose_one("Added by mistake?", by_id, _words, key=f"awards.mistake.{record.row.award_id}")
    if chosen:
        undo_drawer(
            "Take it away",
            "award_work_back",
            actor=actor,
            subject=f"award_work:{chosen.work_id}",
            version=record.row.version,
            notice="It is taken away.",
            send=partial(remove_work, work_id=chosen.work_id),
        )


def _words(work: WorkRow) -> str:
    one = work.content
    parts = [
        day_text(one.done_on),
        f"{one.minutes / 60:g} h" if one.minutes else "",
        counted(one.activities, "activity", "activities") if one.activities else "",
        one.what,
    ]
    return ", ".join(filter(None, parts))


def programme_options(actor: Actor) -> dict[str, str]:
    """The programmes whose registers may count."""
    return {str(row.programme_id): f"{row.name} ({row.first_on:%b %Y})" for row in list_programmes(actor=actor)}


def _change(record: AwardRecord, actor: Actor) -> None:
    if record.content.evidence:
        st.subheader("Evidence")
        st.text(record.content.evidence)
    row, subject = record.row, f"award:{record.row.award_id}"
    with drawer(
        "Evidence and details", "award_change", subject=subject, actor=actor, icon=":material/edit:", times=row.version
    ) as part:
        if not part.open:
            return
        programmes, stored = programme_options(actor), change_answers(record.content)
        form, version = change_form(
            "award_change",
            actor=actor,
            subject=subject,
            stored=stored,
            version=row.version,
            names=CHANGE_NAMES,
            labels=dict.fromkeys(CHANGE_NAMES, programmes),
        )
        if change := award_change_form(form, programmes=programmes):
            with sending(form, "The award is up to date.", stored=stored):
                change_award(draft_key=form.draft.key, award_id=row.award_id, version=version, change=change, by=actor)
