"""A child's plan on screen: the actions to tick off, what to change, and the summary for the family."""

from functools import partial

import streamlit as st

from components.families.plan_forms import (
    add_action_form,
    close_plan_form,
    drop_action_form,
    new_plan_form,
    review_plan_form,
)
from components.kit.layout import saved
from components.kit.text import as_text
from data.families.actions.plans import finish_action, reopen_action
from data.families.actions.summaries_for_family import export_family_summary
from data.families.queries.plans import PlanPage, PlanRow, family_summary
from models.clock import day_text, today
from models.families.plans import ActionRow, ActionStatus, FamilySummary
from models.permissions import Actor, Permission
from models.wellbeing.web import INDICATOR_NAMES, Indicator, Voice

_VOICES = {Voice.CHILD.value: "The child's web", Voice.PARENT.value: "The parent's web", "": "No web"}
_CHANGES = {
    "add": "Add an action",
    "drop": "Drop an action",
    "review": "Look at it again later",
    "close": "Close the plan",
}


def show_plan(page: PlanPage, actor: Actor) -> None:
    """The open plan, or the form for a new one; then earlier plans."""
    st.header(as_text(page.name))
    may_write = actor.can(Permission.CASEWORK_WRITE)
    if page.plan:
        _open_plan(page.plan, actor, is_mine_to_change=may_write)
    elif may_write:
        new_plan_form(page, actor)
    for plan in page.plans:
        if plan is not page.plan:
            with st.expander(f"Earlier plan, begun {day_text(plan.started_on)}"):
                st.text("\n".join([*(action_words(one) for one in plan.actions), plan.closing_note]))


def _open_plan(plan: PlanRow, actor: Actor, *, is_mine_to_change: bool) -> None:
    st.caption(f"Made on {day_text(plan.started_on)}. Look at it together again on {day_text(plan.review_on)}.")
    for action in plan.actions:
        with st.container(border=True):
            st.text(action_words(action))
            if is_mine_to_change:
                _tick(action, actor)
    if not is_mine_to_change:
        return
    change = st.radio(
        "Change the plan", list(_CHANGES), index=None, format_func=_CHANGES.get, horizontal=True, key="plan.change"
    )
    if change == "add":
        add_action_form(plan, actor)
    elif change == "drop":
        drop_action_form(plan, actor)
    elif change == "review":
        review_plan_form(plan, actor)
    elif change == "close":
        close_plan_form(plan, actor)


def action_words(action: ActionRow) -> str:
    """One action in full, as text."""
    heading = INDICATOR_NAMES[Indicator(action.indicator)] if action.indicator else "Something else"
    lines = [
        f"{heading}: {action.what}",
        f"Who: {action.who}" + (f". By {day_text(action.due_on)}" if action.due_on else ""),
        f"Through: {action.service}" if action.service else "",
        f"Good will look like: {action.good_looks_like}" if action.good_looks_like else "",
    ]
    if action.status is ActionStatus.DONE:
        lines.append("Done")
    elif action.status is ActionStatus.DROPPED:
        lines.append(f"Dropped: {action.drop_reason}")
    return "\n".join(filter(None, lines))


def _tick(action: ActionRow, actor: Actor) -> None:
    key = f"plan.tick.{action.id}.{action.version}"
    if action.status is ActionStatus.OPEN:
        if st.button(as_text(f"Done: {action.what}"), icon=":material/check:", key=key):
            with saved("Well done. It is ticked off."):
                finish_action(action_id=action.id, version=action.version, by=actor)
    elif st.button(as_text(f"Open again: {action.what}"), icon=":material/undo:", key=key, type="tertiary"):
        with saved("The action is open again."):
            reopen_action(action_id=action.id, version=action.version, by=actor)


def summary_section(page: PlanPage, actor: Actor) -> None:
    """What the family is given, shown first and then to print."""
    st.header("Summary for the family")
    if not page.plans:
        st.caption("Once there is a plan, you can show, print or hand over a summary in plain words.")
        return
    voice = st.radio(
        "Whose web does it speak from?", list(_VOICES), format_func=_VOICES.get, horizontal=True, key="plan.voice"
    )
    chosen = Voice(voice) if voice else None
    _summary(family_summary(actor=actor, pupil_id=page.pupil_id, voice=chosen, on=today()))
    st.download_button(
        "Make a document to print",
        data=partial(export_family_summary, pupil_id=page.pupil_id, voice=chosen, by=actor),
        file_name="our-plan.pdf",
        mime="application/pdf",
        icon=":material/print:",
        key="plan.print",
    )


def _summary(summary: FamilySummary) -> None:
    with st.container(border=True):
        if summary.matters_to_me:
            st.subheader("What matters to me")
            st.text(summary.matters_to_me)
        st.subheader("What we agreed")
        st.text("\n\n".join(_agreed(action) for action in summary.agreed) or "We have not agreed on anything yet.")
        if summary.going:
            st.subheader("How it is going")
            st.text("\n".join(summary.going))
        if summary.next_step:
            st.subheader("What happens next")
            st.text(summary.next_step)


def _agreed(action: ActionRow) -> str:
    when = "done" if action.status is ActionStatus.DONE else f"by {day_text(action.due_on)}" if action.due_on else ""
    good = f"We will know it helps when: {action.good_looks_like}" if action.good_looks_like else ""
    through = f"Through {action.service}" if action.service else ""
    return "\n".join(filter(None, (action.what, ", ".join(filter(None, (action.who, when))), through, good)))
