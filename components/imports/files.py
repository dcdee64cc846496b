"""Choosing files to bring in, and which of them is in hand."""

from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from components.access.state import on_page
from data.importing.preparing import FileAnswers
from data.importing.preview import Preview
from data.importing.reading import read_source
from data.importing.source import SourceFile
from data.imports.actions import preview_import
from models.errors import ImportProblem
from models.permissions import Actor

_ROUND = "imports.round"  # a new number empties the uploader
_FINISHED = "imports.finished"
_IN_HAND = "imports.in_hand"
KEPT_CHECKS = 4  # as found, with another kind, with other columns, with the answers given


def file_in_hand() -> UploadedFile | None:
    """The first chosen file that is neither brought in nor set aside, in the order that suits a first import."""
    chosen = st.file_uploader(
        "Choose one file or several",
        type=["csv", "txt", "xlsx"],
        accept_multiple_files=True,
        key=_uploader_key(),
        help="SEEMiS exports, the team's tracker, the list of schools, the SIMD postcode lookup, published attendance, "
        "a directory of services.",
    )
    waiting = [each for each in chosen if each.file_id not in st.session_state.get(_FINISHED, ())]
    if len(chosen) > 1:
        st.caption(f"{len(chosen) - len(waiting)} of {len(chosen)} files done.")
    return min(waiting, key=lambda each: _likely_order(each.name)) if waiting else None


def _likely_order(name: str) -> tuple[int, str]:
    """A sort key: schools, postcodes and pupils before attendance, judged by name; figures are alike in any order."""
    words = ("school", "simd", "pupil", "tracker", "attendance")
    return next((index for index, word in enumerate(words) if word in name.lower()), len(words)), name


def finish(file_id: str) -> None:
    """Go on to the next file; after the last, let all of them go from the server's memory."""
    finished = {*st.session_state.get(_FINISHED, ()), file_id}
    on_page().pop(_IN_HAND, None)
    if all(each.file_id in finished for each in st.session_state.get(_uploader_key(), ())):
        finished = set()
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[_FINISHED] = finished


def _uploader_key() -> str:
    return f"imports.files.{st.session_state.get(_ROUND, 0)}"


@dataclass(slots=True)
class _InHand:
    """The file being worked on: its cells, read once, and its dry runs by the choices made."""

    key: str
    source: SourceFile
    checks: dict[str, Preview | ImportProblem] = field(default_factory=dict)


def _in_hand(file: UploadedFile, by: Actor) -> _InHand:
    """The file's cells and dry runs, held in this tab for this person until the file is done or the page is left."""
    held: _InHand | None = on_page().get(_IN_HAND)
    key = f"{by.account_id} {file.file_id}"
    if held is None or held.key != key:
        held = on_page()[_IN_HAND] = _InHand(key, read_source(file.getvalue(), file.name))
    return held


def source_of(file: UploadedFile, *, by: Actor) -> SourceFile:
    """The cells of the file in hand."""
    return _in_hand(file, by).source


def checked(file: UploadedFile, choices: FileAnswers, *, by: Actor) -> Preview | ImportProblem:
    """The dry run of the file in hand, worked out once for each set of choices."""
    try:
        with st.spinner("Checking the file. Nothing is saved yet."):
            held = _in_hand(file, by)
            if str(choices) not in held.checks:
                while len(held.checks) >= KEPT_CHECKS:
                    held.checks.pop(next(iter(held.checks)))
                held.checks[str(choices)] = _check(held.source, choices, by)
            return held.checks[str(choices)]
    except ImportProblem as problem:  # nothing was read, so nothing is kept
        return problem


def _check(source: SourceFile, choices: FileAnswers, by: Actor) -> Preview | ImportProblem:
    try:
        return preview_import(source=source, by=by, answers=choices)
    except ImportProblem as problem:
        return problem
