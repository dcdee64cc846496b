"""The dry run of one file as a person reads it, and bringing it in."""

from datetime import UTC, datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from components.access.state import leave_notice
from components.imports.choices import choose_columns, choose_dates, choose_kind, choose_options
from components.imports.files import checked, finish, source_of
from components.kit.layout import saved
from components.kit.text import as_text, counted
from data.attendance.queries.schools import list_schools
from data.importing.fields import Severity
from data.importing.preparing import FileAnswers
from data.importing.preview import Preview
from data.imports.actions import confirm_import, export_problems
from models.attendance.openings import period_name
from models.errors import ImportProblem
from models.permissions import Actor

SHOWN_PROBLEMS = 200
_DONE_WITH = {Severity.REJECTED: "Left out", Severity.REPAIRED: "Mended", Severity.DOUBTFUL: "Brought in"}


def review_file(file: UploadedFile, *, actor: Actor) -> None:
    """From the file in hand to the button that brings it in."""
    st.subheader(as_text(file.name), anchor=False)
    choices, preview = _decide(file, actor)
    if isinstance(preview, ImportProblem):
        st.error(as_text(str(preview)), icon=":material/error:")
    else:
        _show_counts(preview)
        _show_notes(preview)
        _show_problems(preview, file.file_id, actor)
        _offer_to_bring_in(file, choices, preview, actor)
    st.button(
        "Leave this file out",
        key=f"imports.skip.{file.file_id}",
        on_click=finish,
        args=(file.file_id,),
        type="tertiary",
    )


def _decide(file: UploadedFile, actor: Actor) -> tuple[FileAnswers, Preview | ImportProblem]:
    """Ask the questions the file raises, one after the other; returns the answers and the dry run with them."""
    file_id = file.file_id
    found = checked(file, FileAnswers(), by=actor)
    kind = choose_kind(file_id, found.kind if isinstance(found, Preview) else None)
    choices = FileAnswers(kind=kind if not isinstance(found, Preview) or kind is not found.kind else None)
    start = checked(file, choices, by=actor)
    if isinstance(start, ImportProblem):
        return choices, start
    dates = choose_dates(file_id, start)
    mapping = choose_columns(file_id, start, by=actor)
    choices = FileAnswers(kind=choices.kind, mapping=mapping, **dates)
    read = checked(file, choices, by=actor)
    if isinstance(read, ImportProblem):
        return choices, read
    options = choose_options(file_id, read, list_schools(actor=actor))
    choices = FileAnswers(kind=choices.kind, mapping=mapping, options=options, **dates)
    return choices, checked(file, choices, by=actor)


def _show_counts(preview: Preview) -> None:
    counts = preview.counts
    words = f"{counts.rows:,} rows of “{preview.kind_label}”"
    if preview.period:
        words += f" for {period_name(*preview.period)}"
    st.markdown(f"**Dry run:** {as_text(words)}. Nothing is saved yet.")
    with st.container(horizontal=True):
        for label, number in (
            ("New", counts.new),
            ("Changed", counts.changed),
            ("The same", counts.same),
            ("Left out", counts.rejected),
            ("To look at", counts.doubtful),
        ):
            st.metric(label, f"{number:,}", border=True, width=130)
    if counts.skipped:
        st.caption(f"Rows not counted, because they hold totals or titles: {counts.skipped:,}.")


def _show_notes(preview: Preview) -> None:
    if preview.blocked:
        st.error(as_text(preview.blocked), icon=":material/block:")
    for note in preview.notes:
        st.caption(as_text(note))


def _show_problems(preview: Preview, file_id: str, actor: Actor) -> None:
    if not preview.problems:
        return
    number = len(preview.problems)
    st.markdown(f"**Rows to look at** ({number:,})")
    st.dataframe(
        [
            {
                "Row": each.row,
                "What we did": _DONE_WITH[each.severity],
                "Column": each.column,
                "Value": each.value,
                "Why": f"{each.reason} {each.detail}".strip(),
                "Sheet": each.sheet,
            }
            for each in preview.problems[:SHOWN_PROBLEMS]
        ],
        alt=f"{number} things to look at, each with its row, value and reason",
        hide_index=True,
        key=f"imports.problems.{file_id}",
    )
    if number > SHOWN_PROBLEMS:
        st.caption(f"The first {SHOWN_PROBLEMS} are shown. The download has all of them.")
    st.download_button(
        "Download the rows to look at",
        data=lambda: export_problems(preview=preview, by=actor),
        file_name=f"rows to look at {datetime.now(UTC):%Y-%m-%d}.xlsx",
        key=f"imports.download.{file_id}",
        icon=":material/download:",
        on_click="ignore",
    )


def _show_progress(bar: DeltaGenerator, share: float, words: str) -> None:
    bar.progress(share, text=words)


def _offer_to_bring_in(file: UploadedFile, choices: FileAnswers, preview: Preview, actor: Actor) -> None:
    accepted = preview.counts.rows - preview.counts.rejected
    pressed = st.button(
        f"Bring in {counted(accepted, 'row', 'rows')}",
        type="primary",
        icon=":material/check:",
        disabled=not preview.can_confirm,
        key=f"imports.confirm.{file.file_id}",
    )
    if not pressed:
        return
    bar = st.progress(0.0, text="Starting")
    with saved():
        result = confirm_import(
            source=source_of(file, by=actor),
            by=actor,
            progress=lambda share, words: _show_progress(bar, share, words),
            answers=choices,
        )
        finish(file.file_id)
        leave_notice(f"{file.name}: {result.message}")
    bar.empty()
