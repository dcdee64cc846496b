"""Files brought in so far, and taking one back."""

from collections.abc import Sequence

import streamlit as st

from components.access.state import leave_notice
from components.kit.layout import saved
from components.kit.tables import show_table
from data.imports.actions import UndoReport, undo_import
from data.imports.queries import ImportRow
from models.attendance.openings import period_name
from models.clock import local_text
from models.permissions import Actor


def import_history(imports: Sequence[ImportRow], *, actor: Actor) -> None:
    """The table of imports, newest first, with undo below it."""
    st.subheader("Files brought in", anchor=False)
    if not imports:
        st.info("No files yet. Choose one above: the list of schools is a good start.", icon=":material/upload_file:")
        return
    rows = [_history_row(each) for each in imports]
    show_table(rows, alt=f"{len(imports)} files brought in, newest first", key="imports.history")
    _offer_undo([each for each in imports if each.undone_at is None], actor)


def _history_row(each: ImportRow) -> dict[str, object]:
    return {
        "When": local_text(each.imported_at),
        "File": each.filename,
        "Kind": each.kind_label,
        "Period": period_name(*each.period) if each.period else "",
        "New": each.new,
        "Changed": each.changed,
        "The same": each.same,
        "Left out": each.rejected,
        "By": each.imported_by,
        "Undone": f"{local_text(each.undone_at)} by {each.undone_by}. {each.undo_note}" if each.undone_at else "",
    }


def _offer_undo(live: Sequence[ImportRow], actor: Actor) -> None:
    if not live:
        return
    with st.expander("Undo a whole import", icon=":material/undo:"):
        chosen = st.selectbox(
            "Which file should be taken back?",
            live,
            index=None,
            format_func=lambda each: f"{each.filename}, brought in {local_text(each.imported_at)}",
            placeholder="Choose a file",
            key="imports.undo_which",
        )
        st.caption(
            "What the file added goes, and what it changed is as it was before. Anything later work depends on stays."
        )
        if st.button("Undo this import", disabled=chosen is None, key="imports.undo") and chosen:
            with saved():
                leave_notice(_undo_words(undo_import(import_id=chosen.id, by=actor)))


def _undo_words(report: UndoReport) -> str:
    return " ".join(("The import was undone.", *report.taken_back, *report.kept))
