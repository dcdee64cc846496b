"""The support of a family: each period as it stands, and the step to take next."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import streamlit as st

from components.kit.drafts import DraftForm, draft_form
from components.kit.editing import seen_version, sending
from components.kit.layout import saved
from components.kit.links import to_page
from components.kit.opening import open_button
from components.kit.text import as_text
from data.core.queries.choices import labels, offered
from data.families.actions.support_periods import close_support, extend_support, move_support
from data.families.queries.families import FamilyRow
from data.families.queries.support_periods import FamilySupport, PeriodRow
from models.choices import ChoiceList
from models.clock import HERE, day_text, today
from models.families.family import SUPPORT_TRANSITIONS, SUPPORT_WORDS, OpenActions, SupportClosing, SupportStatus
from models.permissions import Actor, Permission

MOST_LINKS = 30
_EXTEND, _CLOSE = "extend", "close"
_STEPS = {
    (SupportStatus.WAITING, SupportStatus.ACTIVE): "Begin support today",
    (SupportStatus.ACTIVE, SupportStatus.STEPPED_DOWN): "Step down to a lighter touch",
    (SupportStatus.STEPPED_DOWN, SupportStatus.ACTIVE): "Step up again",
}
_OPEN_ACTIONS = {
    OpenActions.STAY.value: "Somebody carries on with them: the plan stays open",
    OpenActions.DROP.value: "They are let go, and the plan is closed",
}


def reviews(rows: Sequence[FamilyRow]) -> None:
    """A link for each family, next review first. The day leads each, as a phone cuts off the end."""
    if not rows:
        st.info("No family is supported now. Families appear here once support begins.", icon=":material/diversity_3:")
        return
    workers = sorted({row.worker for row in rows})
    asked = (
        st.selectbox("Whose families?", workers, index=None, placeholder="Everybody's", key="support.worker")
        if len(workers) > 1
        else workers[0]
    )
    wanted = [row for row in rows if asked in (None, row.worker)]
    for row in sorted(wanted, key=lambda one: (one.review_on is None, one.review_on or today()))[:MOST_LINKS]:
        when = day_text(row.review_on) if row.review_on else "Waiting to begin"
        who = ", ".join(row.children) + ("" if asked else f" ({row.worker})")
        open_button(
            f"{when}: {who}",
            row.family_id,
            icon=":material/event_repeat:",
            key=f"support.open.{row.family_id}",
            name="family",
        )
    if len(wanted) > MOST_LINKS:
        st.caption(f"The next {MOST_LINKS} of {len(wanted)} families. Choose a worker to see theirs.")


def show_support(support: FamilySupport, actor: Actor) -> None:
    """Every period, those that go on first, and who handed the family to whom."""
    st.header(as_text(support.name))
    steps = labels(actor=actor, list_name=ChoiceList.NEXT_STEP)
    going_on = [period for period in support.periods if period.status is not SupportStatus.CLOSED]
    for period in going_on:
        with st.container(border=True):
            _period(period, steps)
            if actor.can(Permission.CASEWORK_WRITE):
                _next(period, actor)
    if not going_on:
        st.info("Nobody supports this family just now.", icon=":material/diversity_3:")
    for hand in support.handovers:
        st.caption(as_text(f"{day_text(hand.on)}: {hand.to_worker} took over from {hand.from_worker}."))
    ended = [period for period in support.periods if period.status is SupportStatus.CLOSED]
    if ended:
        st.subheader("Earlier support")
    for period in ended:
        _period(period, steps)


def _period(period: PeriodRow, steps: Mapping[str, str]) -> None:
    st.subheader(as_text(period.child))
    lines = [f"{SUPPORT_WORDS[period.status]}, by {period.worker}, since {day_text(period.started_on)}."]
    if period.ended_on:
        lines.append(f"Ended on {day_text(period.ended_on)}. Next: {steps.get(period.next_step, 'not recorded')}.")
        lines.append(period.closing_note)
    elif period.status is not SupportStatus.WAITING:
        lines.append(f"Next review: {day_text(period.review_on)}.")
    for one in period.extensions:
        on = day_text(one.extended_at.astimezone(HERE).date())
        lines.append(f"On {on} the review was set for {day_text(one.until_on)}: {one.reason}")
    st.text("\n".join(filter(None, lines)))


def _next(period: PeriodRow, actor: Actor) -> None:
    options = {to.value: words for (now, to), words in _STEPS.items() if now is period.status}
    if period.status is not SupportStatus.WAITING:
        options[_EXTEND] = "Extend: set a new review date"
    options[_CLOSE] = "Close support"
    chosen = st.radio(
        as_text(f"What next for {period.child}?"),
        list(options),
        index=None,
        format_func=options.get,
        horizontal=True,
        key=f"support.next.{period.id}",
    )
    if chosen == _EXTEND:
        _extend(period, actor)
    elif chosen == _CLOSE:
        _close(period, actor)
    elif chosen and SupportStatus(chosen) in SUPPORT_TRANSITIONS[period.status]:
        _step(period, SupportStatus(chosen), options[chosen], actor)


def _step(period: PeriodRow, to: SupportStatus, words: str, actor: Actor) -> None:
    if st.button(words, key=f"support.move.{period.id}.{to}.{period.version}", type="primary"):
        with saved(f"{period.child}: {SUPPORT_WORDS[to].lower()}."):
            move_support(period_id=period.id, version=period.version, to=to, by=actor)


def _extend(period: PeriodRow, actor: Actor) -> None:
    form = draft_form("extend_support", actor=actor, subject=f"period:{period.id}")
    until_on = form.date("until_on", "New review date", min_value=today() + timedelta(days=1))
    reason = form.text_area("reason", "Why? Support is extended to build independence.", max_chars=300)
    version = seen_version(form, period.version)
    if not form.submit("Set this date"):
        return
    if until_on is None:
        form.show_problems({"until_on": "Please choose the day of the next review."})
        return
    with sending(form, f"The next review is on {day_text(until_on)}."):
        extend_support(
            period_id=period.id, version=version, until_on=until_on, reason=reason, draft_key=form.draft.key, by=actor
        )


def _close(period: PeriodRow, actor: Actor) -> None:
    form = draft_form("close_support", actor=actor, subject=f"period:{period.id}")
    ended_on = form.date("ended_on", "Last day of support", default=today(), max_value=today())
    steps = offered(actor=actor, list_name=ChoiceList.NEXT_STEP)
    step = form.select("next_step", "Where does the family go next?", steps, placeholder="Choose one")
    note = form.text_area("note", "How it went, for whoever meets the family next", max_chars=500)
    open_actions = _what_becomes_of_actions(form, period, actor) if period.open_actions else None
    version = seen_version(form, period.version)
    if not form.submit("Close this support"):
        return
    if step is None or ended_on is None:
        form.show_problems({"next_step": "Please say where the family goes next, and on which day support ended."})
        return
    closing = SupportClosing(
        period_id=period.id,
        version=version,
        ended_on=ended_on,
        next_step=step,
        closing_note=note,
        open_actions=open_actions,
    )
    with sending(form, f"Support of {period.child} is closed."):
        close_support(closing=closing, draft_key=form.draft.key, by=actor)


def _what_becomes_of_actions(form: DraftForm, period: PeriodRow, actor: Actor) -> OpenActions | None:
    st.warning(as_text(f"Still open in the plan: {'; '.join(period.open_actions)}"), icon=":material/checklist:")
    to_page("plan", "Tick them off in the plan first", actor=actor, query=[("pupil", str(period.pupil_id))])
    chosen = form.choice("open_actions", "What becomes of them?", _OPEN_ACTIONS)
    return OpenActions(chosen) if chosen else None
