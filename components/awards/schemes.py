"""Award schemes and their levels on screen, to change, retire and add."""

from collections.abc import Sequence

import streamlit as st

from components.awards.forms.award import AWARDED_TO, LEVEL_NAMES, SCHEME_NAMES, level_form, scheme_answers, scheme_form
from components.kit.drafts import draft_form
from components.kit.editing import change_form, drawer, sending
from components.kit.opening import choose_one
from components.kit.text import as_text
from data.awards.actions.award_schemes import save_level, save_scheme
from data.awards.queries.schemes import LevelRow, SchemeRow
from models.awards.award import AWARDED_TO_NAMES
from models.permissions import Actor

_ASKED = ("hours", "days", "activities")


def scheme_table(schemes: Sequence[SchemeRow]) -> None:
    """Every level of every scheme, with the least it takes."""
    rows = [
        {
            "Award": one.content.name,
            "Level": level.content.name,
            "Takes": _takes(level),
            "For": AWARDED_TO_NAMES[one.content.awarded_to],
            "Least age": one.content.min_age,
            "SCQF level": level.content.scqf_level,
            "Offered": "Yes" if one.content.is_offered else "Retired",
        }
        for one in schemes
        for level in one.levels
    ]
    st.dataframe(
        rows, alt=f"{len(rows)} levels of {len(schemes)} awards", hide_index=True, key="schemes.table", placeholder="–"
    )


def _takes(level: LevelRow) -> str:
    needed = {name: getattr(level.content, name) for name in _ASKED}
    return ", ".join(f"{number} {name}" for name, number in needed.items() if number) or "Nothing counted"


def choose_scheme(schemes: Sequence[SchemeRow]) -> SchemeRow | None:
    """The scheme to change."""
    by_id = {one.scheme_id: one for one in schemes}
    return choose_one("Change which award?", by_id, lambda one: one.content.name, key="schemes.chosen")


def change_scheme(scheme: SchemeRow, actor: Actor) -> None:
    """What the provider asks, as a form of its own."""
    stored, subject = scheme_answers(scheme.content), f"award_scheme:{scheme.scheme_id}"
    form, version = change_form(
        "award_scheme",
        actor=actor,
        subject=subject,
        stored=stored,
        version=scheme.version,
        names=SCHEME_NAMES,
        labels={"awarded_to": AWARDED_TO},
    )
    if changed := scheme_form(form):
        with sending(form, f"{changed.name} is saved.", stored=stored):
            save_scheme(draft_key=form.draft.key, scheme=changed, scheme_id=scheme.scheme_id, version=version, by=actor)


def change_levels(scheme: SchemeRow, actor: Actor) -> None:
    """One level at a time, or another one."""
    levels = {level.level_id: level for level in scheme.levels}
    chosen = st.radio(
        "Which level?",
        [*levels, 0],
        index=None,
        horizontal=True,
        key=f"schemes.level.{scheme.scheme_id}",
        format_func=lambda id_: as_text(levels[id_].content.name) if id_ else "Another level",
    )
    if chosen is None:
        return
    level = levels.get(chosen)
    subject = f"award_level:{chosen}" if level else f"award_scheme:{scheme.scheme_id}"
    stored = level.content.model_dump() if level else {}
    form, version = change_form(
        "award_level", actor=actor, subject=subject, stored=stored, version=scheme.version, names=LEVEL_NAMES
    )
    if entered := level_form(form):
        with sending(form, f"{entered.name} is saved.", stored=stored):
            save_level(
                draft_key=form.draft.key,
                scheme_id=scheme.scheme_id,
                version=version,
                level=entered,
                level_id=level.level_id if level else None,
                by=actor,
            )


def add_scheme(actor: Actor, *, times: int) -> None:
    """A scheme the team has not had so far; its levels follow."""
    with drawer("Add an award", "award_scheme", actor=actor, icon=":material/add:", times=times) as part:
        if not part.open:
            return
        form = draft_form("award_scheme", actor=actor)
        if entered := scheme_form(form):
            with sending(form, f"{entered.name} is added. Choose it above to give it levels."):
                save_scheme(draft_key=form.draft.key, scheme=entered, by=actor)
