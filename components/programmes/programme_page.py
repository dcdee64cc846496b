"""One programme: what it is, its sessions, how far families have come, and what may be changed."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from components.access.state import leave_notice
from components.kit.charts import CONFIG
from components.kit.drafts import draft_form
from components.kit.editing import change_form, drawer, sending
from components.kit.layout import explained, saved
from components.kit.links import to_page
from components.kit.text import as_text
from components.programmes.charts import reach_funnel
from components.programmes.forms.programme import (
    PROGRAMME_NAMES,
    ProgrammeChoices,
    programme_answers,
    programme_fields,
    programme_of,
    rule_fields,
)
from components.programmes.sessions import add_more, show_sessions
from data.attendance.queries.schools import list_schools
from data.core.queries.choices import labels, offered
from data.programmes.actions.programmes import cancel_programme, change_programme, plan_programme
from data.programmes.queries.programmes import ProgrammeRecord, team_workers
from data.programmes.queries.reach import funnel
from data.programmes.queries.school_calendar import calendar_for_planning
from data.programmes.queries.sessions import list_sessions
from models.choices import ChoiceList
from models.clock import day_text, today
from models.kinds import Record
from models.permissions import Actor, Permission
from models.programmes.programme import AUDIENCE_NAMES, REACH_NAMES, VENUE_NAMES


def show_programme(programme: ProgrammeRecord, actor: Actor) -> None:
    """What it is, its sessions, how far families have come, and what may be changed."""
    programme_id = programme.programme_id
    rows = list_sessions(actor=actor, programme_id=programme_id)
    _heading(programme, actor)
    show_sessions(rows, programme, actor)
    if programme.has_counts:
        st.subheader("How far families have come")
        show_funnel([programme_id], actor, key="programme.funnel")
    if actor.can(Permission.PROGRAMME_WRITE):
        to_page(f"reach?programme={programme_id}", "The list of families", actor=actor)
        to_page(f"answers?programme={programme_id}", "Answers before and after", actor=actor)
        to_page(f"results?programme={programme_id}", "Results", actor=actor)
        st.subheader("Change")
        add_more(programme, actor, sessions=len(rows))
        _change(programme, actor)
        _call_off(programme, actor)


def _heading(programme: ProgrammeRecord, actor: Actor) -> None:
    content = programme.content
    kinds, aims = (labels(actor=actor, list_name=name) for name in (ChoiceList.PROGRAMME_KIND, ChoiceList.AIM))
    st.header(as_text(content.name))
    if programme.is_cancelled:
        st.warning("This programme was called off.", icon=":material/event_busy:")
    where = ", ".join(part for part in (VENUE_NAMES[content.venue_kind], content.venue) if part)
    facts = {
        "What": kinds.get(content.kind, content.kind),
        "For": f"{programme.is_for}. {AUDIENCE_NAMES[content.audience]}, {content.places} places",
        "When": f"{day_text(content.first_on)} to {day_text(content.last_on)}",
        "Where": where + (", with a meal" if content.has_meal else ""),
        "Run by": ", with ".join(part for part in (programme.worker, content.partner) if part),
        "Needed": content.needs if actor.can(Permission.PROGRAMME_WRITE) else "",
        "Aims": "; ".join(aims.get(code, code) for code in content.aims.split(",") if code),
    }
    st.text("\n".join(f"{name}: {words}" for name, words in facts.items() if words))


def show_funnel(programme_ids: list[int], actor: Actor, *, key: str) -> None:
    """The path as a picture, as words, and as a table."""
    counts = funnel(actor=actor, programme_ids=programme_ids)
    stages = [(REACH_NAMES[stage], count) for stage, count in counts.items()]
    if not stages[0][1]:
        st.info("No family has been invited yet.", icon=":material/directions_walk:")
        return
    words = ", ".join(f"{name.lower()} {count:,}" for name, count in stages)
    summary = f"Invitations that came at least this far (n = {stages[0][1]:,}): {words}."
    st.caption(summary)
    st.plotly_chart(reach_funnel(stages), alt=summary, key=key, config=CONFIG)
    with st.expander("The same as a table", icon=":material/table_rows:", key=f"{key}.table"):
        table = [{"Came at least this far": name, "Invitations": count} for name, count in stages]
        st.dataframe(table, alt=summary, key=f"{key}.rows", hide_index=True)


def _choices(actor: Actor, *, is_new: bool) -> ProgrammeChoices:
    schools = list_schools(actor=actor)
    words = offered if is_new else labels
    return ProgrammeChoices(
        kinds=words(actor=actor, list_name=ChoiceList.PROGRAMME_KIND),
        aims=words(actor=actor, list_name=ChoiceList.AIM),
        schools={one.id: one.name for one in schools if one.is_supported or not is_new},
        clusters=tuple(sorted({one.cluster for one in schools if one.cluster})),
        workers=team_workers(actor=actor),
        spans=dict(map(_span, calendar_for_planning(actor=actor, on=today()))),
    )


def _span(days: Record) -> tuple[str, tuple[str, date, date]]:
    words = f"{days.values['name']}: {days.words('first_on')} to {days.words('last_on')}"
    return str(days.record_id), (words, days.values["first_on"], days.values["last_on"])


def plan_new(actor: Actor, *, then: Callable[[int], object]) -> None:
    """The form of a new programme, with its sessions by rule."""
    with drawer("Plan a programme", "programme", actor=actor, icon=":material/add:") as part:
        if not part.open:
            return
        form, choices = draft_form("programme", actor=actor), _choices(actor, is_new=True)
        held = programme_fields(form, choices, worker=str(actor.worker_id) if actor.worker_id else None)
        st.caption("When does it meet? Sessions are made for these days, without the holidays. You can add them later.")
        rule, problems = rule_fields(form, is_asked=False)
        is_sent = form.submit("Plan the programme", icon=":material/check:")
        form.discard_button()
        if not is_sent:
            return
        programme = programme_of(form, held, choices.kinds)
        if form.has_problems(problems) or programme is None:
            return
        with explained():
            programme_id = plan_programme(draft_key=form.draft.key, programme=programme, rule=rule, by=actor)
            leave_notice(f"{programme.name} is planned.")
            then(programme_id)


def _change(programme: ProgrammeRecord, actor: Actor) -> None:
    subject, icon = f"programme:{programme.programme_id}", ":material/edit:"
    label, times = "Change the programme", programme.version
    with drawer(label, "programme_change", subject=subject, actor=actor, icon=icon, times=times) as part:
        if not part.open:
            return
        stored, choices = programme_answers(programme.content), _choices(actor, is_new=False)
        workers = {str(id_): name for id_, name in choices.workers.items()}
        form, version = change_form(
            "programme_change",
            actor=actor,
            subject=subject,
            stored=stored,
            version=programme.version,
            names=PROGRAMME_NAMES,
            labels=dict.fromkeys(PROGRAMME_NAMES, {**choices.kinds, **choices.aims, **choices.is_for, **workers}),
        )
        held = programme_fields(form, choices)
        if not form.submit("Save the change", icon=":material/check:"):
            return
        if changed := programme_of(form, held, choices.kinds):
            with sending(form, "The programme is changed. Its sessions are as they were.", stored=stored):
                change_programme(
                    draft_key=form.draft.key,
                    programme_id=programme.programme_id,
                    version=version,
                    programme=changed,
                    by=actor,
                )


def _call_off(programme: ProgrammeRecord, actor: Actor) -> None:
    label = "It is on again" if programme.is_cancelled else "Call the programme off"
    if st.button(label, key=f"programme.call_off.{programme.is_cancelled}", type="tertiary"):
        with saved("It is on again." if programme.is_cancelled else "The programme is called off."):
            cancel_programme(
                programme_id=programme.programme_id,
                version=programme.version,
                is_cancelled=not programme.is_cancelled,
                by=actor,
            )
