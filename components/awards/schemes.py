"""Award schemes and their levels on screen, to change, retire and add."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components.kit.editing import drawer
from components.kit.opening import choose_one
from components.kit.records import change_fields, new_record
from components.kit.tables import show_table
from components.kit.text import as_text
from data.awards.queries.schemes import SchemeRow
from models.awards.award import AWARD_LEVELS, AWARD_SCHEMES
from models.kinds import Record
from models.permissions import Actor

_ASKED = ("hours", "days", "activities")


def scheme_table(schemes: Sequence[SchemeRow]) -> None:
    """Every level of every scheme, with the least it takes."""
    rows = [
        {
            "Award": one.record.heading,
            "Level": level.heading,
            "Takes": _takes(level),
            "For": one.record.words("awarded_to"),
            "Least age": one.record.values["min_age"],
            "SCQF level": level.values["scqf_level"],
            "Offered": "Yes" if one.record.values["is_offered"] else "Retired",
        }
        for one in schemes
        for level in one.levels
    ]
    show_table(rows, alt=f"{len(rows)} levels of {len(schemes)} awards", key="schemes.table", placeholder="–")


def _takes(level: Record) -> str:
    needed = {name: level.values[name] for name in _ASKED}
    return ", ".join(f"{number} {name}" for name, number in needed.items() if number) or "Nothing counted"


def choose_scheme(schemes: Sequence[SchemeRow]) -> SchemeRow | None:
    """The scheme to change."""
    by_id = {one.record.record_id: one for one in schemes}
    return choose_one("Change which award?", by_id, lambda one: one.record.heading, key="schemes.chosen")


def change_scheme(scheme: SchemeRow, actor: Actor) -> None:
    """The form for what a scheme itself asks; its levels have forms of their own."""
    change_fields(scheme.record, actor=actor, label="Save the scheme")


def change_levels(scheme: SchemeRow, actor: Actor) -> None:
    """A choice of level, or of a new one, and its form."""
    scheme_id = scheme.record.record_id
    levels = {level.record_id: level for level in scheme.levels}
    chosen = st.radio(
        "Which level?",
        [*levels, 0],
        index=None,
        horizontal=True,
        key=f"schemes.level.{scheme_id}",
        format_func=lambda id_: as_text(levels[id_].heading) if id_ else "Another level",
    )
    if chosen:
        change_fields(replace(levels[chosen], version=scheme.record.version), actor=actor, label="Save the level")
    elif chosen is not None:
        new_record(
            AWARD_LEVELS,
            actor=actor,
            label="Save the level",
            owner_id=scheme_id,
            subject=f"award_scheme:{scheme_id}",
            notice="The level is saved.",
        )


def add_scheme(actor: Actor, *, times: int) -> None:
    """A scheme the team has not had so far; its levels follow."""
    with drawer("Add an award", "award_scheme", actor=actor, icon=":material/add:", times=times) as part:
        if part.open:
            notice = "The award is added. Choose it above to give it levels."
            new_record(AWARD_SCHEMES, actor=actor, label="Save the scheme", notice=notice)
