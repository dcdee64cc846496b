"""What the person may decide about a file: its kind, its columns, its dates and its oddities."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from components.kit.text import as_text
from data.attendance.queries.schools import SchoolRow
from data.importing.fields import ImportOptions, Severity
from data.importing.kinds import KINDS
from data.importing.plans.people import ACCEPT_UNUSUAL
from data.importing.preview import Preview
from data.imports.actions import save_mapping
from models.errors import HomeLinkError
from models.evaluations.questionnaires import STAGE_WORDS, Stage
from models.imports import IMPORT_NAMES, ImportKind
from models.permissions import Actor

NOT_THERE = ""
_DATED = frozenset({ImportKind.PUPILS, ImportKind.TRACKER})


def choose_kind(file_id: str, found: ImportKind | None) -> ImportKind | None:
    """The kind of file, as we think or as the person says."""
    return st.selectbox(
        "What kind of file is this?",
        list(ImportKind),
        index=list(ImportKind).index(found) if found else None,
        format_func=IMPORT_NAMES.__getitem__,
        placeholder="Choose the kind of file",
        key=f"imports.kind.{file_id}",
    )


def choose_dates(file_id: str, preview: Preview) -> dict[str, Any]:
    """The days an attendance file covers, or the day a list describes, where they differ from what we found."""
    if preview.kind is ImportKind.ATTENDANCE:
        return {"period": _choose_period(file_id, preview)}
    if preview.kind in _DATED:
        day = st.date_input(
            "What date does this list describe?",
            value=preview.observed_on,
            format="DD/MM/YYYY",
            key=f"imports.observed.{file_id}",
            help="What we know about a pupil is kept with the date it was true from.",
        )
        return {"observed_on": day if day != preview.observed_on else None}
    return {}


def _choose_period(file_id: str, preview: Preview) -> tuple[date, date] | None:
    days = st.date_input(
        "Which days does this file cover? Choose the first and the last",
        value=preview.period or [],
        format="DD/MM/YYYY",
        key=f"imports.period.{file_id}",
    )
    chosen = (days[0], days[1]) if isinstance(days, tuple) and len(days) == 2 else None
    return chosen if chosen != preview.period else None


def choose_columns(file_id: str, preview: Preview, *, by: Actor) -> dict[str, str] | None:
    """A table of how each column is read, and ways to say otherwise; None when nothing is to be read otherwise."""
    with st.expander("How we read the columns", icon=":material/table_chart:", expanded=bool(preview.blocked)):
        if preview.saved_mapping:
            st.caption(f"Read as you saved it: {as_text(preview.saved_mapping)}.")
        st.dataframe(
            [
                {
                    "Column in the file": each.heading,
                    "Read as": each.label or each.note,
                    "Examples": " · ".join(each.examples),
                }
                for each in preview.columns
            ],
            alt=f"How the {len(preview.columns)} columns of the file are read",
            hide_index=True,
            key=f"imports.columns.{file_id}",
        )
        if not st.toggle("Read the columns differently", key=f"imports.differently.{file_id}"):
            return None
        return _map_columns(file_id, preview, by)


def _map_columns(file_id: str, preview: Preview, by: Actor) -> dict[str, str]:
    headings = [each.heading for each in preview.columns]
    mapping = {}
    for each in KINDS[preview.kind].fields:
        current = preview.mapping.get(each.name, NOT_THERE)
        options = [NOT_THERE, *headings]
        heading = st.selectbox(
            each.label,
            options,
            index=options.index(current) if current in options else 0,
            format_func=lambda heading: heading or "Not in this file",
            key=f"imports.map.{file_id}.{each.name}",
        )
        if heading:
            mapping[each.name] = heading
    _offer_to_remember(file_id, preview, mapping, by)
    return mapping


def _offer_to_remember(file_id: str, preview: Preview, mapping: dict[str, str], by: Actor) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Remember this way of reading as", max_chars=80, key=f"imports.remember.{file_id}")
        pressed = st.button("Remember", key=f"imports.remember_button.{file_id}", disabled=not name.strip())
    if pressed:
        try:
            save_mapping(name=name, kind=preview.kind, headings_key=preview.headings_key, mapping=mapping, by=by)
            st.success("Remembered. Files with the same headings will be read this way.")
        except HomeLinkError as error:
            st.error(as_text(str(error)))


def choose_options(file_id: str, preview: Preview, schools: Sequence[SchoolRow]) -> ImportOptions:
    """What to do about oddities; each question is asked only when the file raises it."""
    return ImportOptions(
        repair_lost_zeros=_ask_repair(file_id, preview),
        accept_unusual_numbers=_ask_unusual_numbers(file_id, preview),
        accept_unusual_share=_ask_share(file_id, preview),
        answer_stage=_ask_answer_stage(file_id, preview),
        school_matches=_ask_schools(file_id, preview, schools),
    )


def _ask_repair(file_id: str, preview: Preview) -> bool:
    key = f"imports.repair.{file_id}"
    repaired = sum(problem.severity is Severity.REPAIRED for problem in preview.problems)
    if not repaired and st.session_state.get(key, True):
        return True
    return st.checkbox(
        f"Put back lost leading zeros ({repaired} found)" if repaired else "Put back lost leading zeros",
        value=True,
        key=key,
        persist_state="page",
        help="Each of them passes the check digit once the zero is back. They are listed below.",
    )


def _ask_unusual_numbers(file_id: str, preview: Preview) -> bool:
    if not any(problem.reason.endswith(ACCEPT_UNUSUAL) for problem in preview.problems):
        return False
    return st.checkbox(
        "Bring in rows whose candidate number fails its check digit",
        key=f"imports.unusual.{file_id}",
        help="Such a number is usually a slip, but a real record may be odd. Nothing else about the row is overlooked.",
    )


def _ask_share(file_id: str, preview: Preview) -> bool:
    for warning in preview.warnings:
        st.warning(as_text(warning), icon=":material/warning:")
    if not preview.warnings:
        return False
    return st.checkbox("I have checked: this is the right file", key=f"imports.share.{file_id}")


def _ask_answer_stage(file_id: str, preview: Preview) -> Stage | None:
    if preview.kind is not ImportKind.EVALUATIONS:
        return None
    return st.selectbox(
        "When were these answers given?",
        list(Stage),
        index=None,
        format_func=lambda stage: f"{STAGE_WORDS[stage]} the programme",
        placeholder="As the file says",
        key=f"imports.answer_stage.{file_id}",
    )


def _ask_schools(file_id: str, preview: Preview, schools: Sequence[SchoolRow]) -> dict[str, int]:
    """Which school each unknown name means. An answer is remembered for later files."""
    names = {school.id: school.name for school in schools}
    key = f"imports.schools.{file_id}"
    asked = {**st.session_state.get(key, {}), **{each.name: each.suggestion_id for each in preview.unknown_schools}}
    st.session_state[key] = asked  # names of schools only, so that an answered question stays on the page
    answers = {}
    for index, name in enumerate(asked):
        school_id = st.selectbox(
            as_text(f"Which school is “{name}”?"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=f"Perhaps {names[asked[name]]}" if asked[name] in names else "Choose a school",
            key=f"{key}.{index}",
        )
        if school_id is not None:
            answers[name] = school_id
    return answers
