"""Choosing files to bring in, and which of them is in hand."""

from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data.importing.preparing import FileAnswers
from data.importing.preview import Preview
from data.imports.actions import preview_import
from models.errors import ImportProblem
from models.permissions import Actor

_ROUND = "imports.round"  # a new number empties the uploader
_FINISHED = "imports.finished"
_CHECKED = "imports.checked"
KEPT_CHECKS = 4  # as found, with another kind, with other columns, with the answers given


def file_in_hand() -> UploadedFile | None:
    """The first chosen file that is neither brought in nor set aside, in the order that suits a first import."""
    chosen = st.file_uploader(
        "Choose one file or several",
        type=["csv", "txt", "xlsx"],
        accept_multiple_files=True,
        key=_uploader_key(),
        help="SEEMiS exports, the team's tracker, the list of schools, the SIMD postcode lookup, published attendance.",
    )
    waiting = [each for each in chosen if each.file_id not in st.session_state.get(_FINISHED, ())]
    if len(chosen) > 1:
        st.caption(f"{len(chosen) - len(waiting)} of {len(chosen)} files done.")
    return min(waiting, key=lambda each: _likely_order(each.name)) if waiting else None


def _likely_order(name: str) -> tuple[int, str]:
    """Schools, postcodes and pupils before attendance, as far as names tell; any order gives the same figures."""
    words = ("school", "simd", "pupil", "tracker", "attendance")
    return next((index for index, word in enumerate(words) if word in name.lower()), len(words)), name


def finish(file_id: str) -> None:
    """Go on to the next file; after the last, let all of them go from the server's memory."""
    finished = {*st.session_state.get(_FINISHED, ()), file_id}
    st.session_state.pop(_CHECKED, None)
    if all(each.file_id in finished for each in st.session_state.get(_uploader_key(), ())):
        finished = set()
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[_FINISHED] = finished


def _uploader_key() -> str:
    return f"imports.files.{st.session_state.get(_ROUND, 0)}"


def checked(file: UploadedFile, choices: FileAnswers, *, by: Actor) -> Preview | ImportProblem:
    """The dry run of the file in hand, worked out once for each set of choices.

    Kept for this tab only, and only while the file is in hand: it holds rows of the file.
    """
    known: dict[str, Preview | ImportProblem] = st.session_state.setdefault(_CHECKED, {})
    key = f"{file.file_id} {choices}"
    if key not in known:
        with st.spinner("Checking the file. Nothing is saved yet."):
            found = _check(file, choices, by)
        while len(known) >= KEPT_CHECKS:
            known.pop(next(iter(known)))
        known[key] = found
    return known[key]


def _check(file: UploadedFile, choices: FileAnswers, by: Actor) -> Preview | ImportProblem:
    try:
        return preview_import(content=file.getvalue(), filename=file.name, by=by, **asked(choices))
    except ImportProblem as problem:
        return problem


def asked(choices: FileAnswers) -> dict[str, Any]:
    """The choices as the actions take them."""
    return {name: getattr(choices, name) for name in FileAnswers.__slots__}
