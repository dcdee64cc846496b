"""The forms of an action plan: a new one from the web, one more action, letting one go, and closing."""

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from components.kit.drafts import DraftForm, draft_form
from components.kit.editing import seen_version, sending
from components.kit.layout import saved
from components.kit.opening import choose_one
from components.kit.text import as_text
from components.library.directory import choose_service
from data.families.actions.plans import add_action, close_plan, drop_action, make_plan, review_plan
from data.families.queries.plans import PlanPage, PlanRow
from data.library.queries.directory import service_names
from models.clock import day_text, today
from models.families.plans import PlanActionBase, PlanCreate, action_problems
from models.permissions import Actor
from models.wellbeing.web import INDICATOR_NAMES, Indicator

_OTHER = "other"


def new_plan_form(page: PlanPage, actor: Actor) -> None:
    """Headings from the web, one action under each, and the day to look again."""
    form = draft_form("plan", actor=actor, subject=f"pupil:{page.pupil_id}")
    st.subheader("Make a plan together")
    proposed = ", ".join(INDICATOR_NAMES[one] for one in page.proposed)
    if page.web and proposed:
        st.caption(f"Lowest in the web of {day_text(page.web.taken_on)}: {proposed}. Choose others if they fit better.")
    names = {one.value: INDICATOR_NAMES[one] for one in Indicator} | {_OTHER: "Something else"}
    chosen = form.choices("headings", "What is the plan about?", names) or [one.value for one in page.proposed]
    services = service_names(actor=actor)
    actions = {heading: _action(form, heading, names[heading], services) for heading in chosen or [_OTHER]}
    review_on = form.date("review_on", "When do you look at it together again?", min_value=today() + timedelta(days=1))
    if form.submit("Save the plan"):
        begun = {heading: one for heading, one in actions.items() if one.what.strip() or one.who.strip()}
        problems = _problems(begun) if begun else {f"what.{next(iter(actions))}": "Please write one thing at least."}
        if problems:
            form.show_problems(problems)
            return
        plan = PlanCreate(
            pupil_id=page.pupil_id,
            reading_id=page.web.id if page.web else None,
            review_on=review_on,
            actions=tuple(begun.values()),
        )
        with saved("The plan is made."):
            make_plan(plan=plan, draft_key=form.draft.key, by=actor)
    form.discard_button()


def _problems(actions: dict[str, PlanActionBase]) -> dict[str, str]:
    return {
        f"{field}.{heading}": words
        for heading, action in actions.items()
        for field, words in action_problems(action).items()
    }


def _action(form: DraftForm, heading: str, title: str, services: Mapping[str, str]) -> PlanActionBase:
    with st.container(border=True):
        st.subheader(title)
        return PlanActionBase(
            indicator="" if heading == _OTHER else heading,
            what=form.text_input(f"what.{heading}", f"What will be done? ({title})", max_chars=300),
            who=form.text_input(f"who.{heading}", f"Who will do it? ({title})", max_chars=120, autocomplete="off"),
            due_on=form.date(f"due_on.{heading}", f"By when? ({title})"),
            good_looks_like=form.text_input(
                f"good.{heading}", f"What will good look like, in the family's words? ({title})", max_chars=500
            ),
            service_id=choose_service(form, f"service.{heading}", f"Through a service? ({title})", services),
        )


def add_action_form(plan: PlanRow, actor: Actor) -> None:
    """One more thing somebody will do."""
    form = draft_form("plan_action", actor=actor, subject=f"plan:{plan.id}")
    names = {one.value: INDICATOR_NAMES[one] for one in Indicator} | {_OTHER: "Something else"}
    heading = form.select("heading", "What is it about?", names, placeholder="Choose one")
    if heading is None:
        form.finish()
        return
    services = service_names(actor=actor)
    action = _action(form, "new", "New action", services).model_copy(
        update={"indicator": "" if heading == _OTHER else heading}
    )
    if form.submit("Add this action"):
        if problems := _problems({"new": action}):
            form.show_problems(problems)
            return
        with saved("The action is added."):
            add_action(plan_id=plan.id, action=action, draft_key=form.draft.key, by=actor)


def drop_action_form(plan: PlanRow, actor: Actor) -> None:
    """Let an action go, with a reason."""
    action = choose_one(
        "Which action is dropped?",
        {one.id: one for one in plan.open_actions},
        lambda one: one.what,
        key=f"plan.drop.{plan.id}",
        placeholder="Choose an action",
    )
    if action is None:
        return
    form = draft_form("plan_drop", actor=actor, subject=f"action:{action.id}")
    reason = form.text_input("reason", "Why?", max_chars=300)
    version = seen_version(form, action.version)
    if form.submit("Drop this action"):
        with sending(form, "The action is dropped, and stays visible with the reason."):
            drop_action(action_id=action.id, version=version, reason=reason, draft_key=form.draft.key, by=actor)


def review_plan_form(plan: PlanRow, actor: Actor) -> None:
    """The form for the next day to look at the plan, to be sent once family and worker have looked at it together."""
    form = draft_form("plan_review", actor=actor, subject=f"plan:{plan.id}")
    review_on = form.date("review_on", "You looked at it together. When again?", min_value=today() + timedelta(days=1))
    if form.submit("Set this day"):
        if review_on is None:
            form.show_problems({"review_on": "Please choose a day to come."})
            return
        with saved(f"You look at the plan together again on {day_text(review_on)}."):
            review_plan(plan_id=plan.id, review_on=review_on, draft_key=form.draft.key, by=actor)


def close_plan_form(plan: PlanRow, actor: Actor) -> None:
    """Close the plan; open actions are never left behind unnoticed."""
    form = draft_form("plan_close", actor=actor, subject=f"plan:{plan.id}")
    left_open: list[int] = []
    if plan.open_actions:
        still_open = "; ".join(one.what for one in plan.open_actions)
        st.warning(as_text(f"Still open: {still_open}"), icon=":material/checklist:")
        if form.tick("are_left", "They stay open on purpose, and I say why"):
            left_open = [one.id for one in plan.open_actions]
    note = form.text_area("note", "How did it go?", max_chars=500)
    if form.submit("Close the plan"):
        with saved("The plan is closed."):
            close_plan(plan_id=plan.id, note=note, left_open=left_open, draft_key=form.draft.key, by=actor)
