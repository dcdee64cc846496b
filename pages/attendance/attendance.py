"""Attendance over time, by school and by group of pupils."""

from functools import partial

import streamlit as st

from components.access.guard import data_version, require
from components.attendance.figures import choices_of, view_of
from components.attendance.filters import attendance_filters
from components.attendance.parts import show_view
from data.attendance.actions.exports import export_figures
from data.attendance.queries.attendance import scope_of
from models.permissions import Permission

actor = require(Permission.FIGURES_READ)

st.title("Attendance")
version = data_version()
choices, names = choices_of(actor, version)
if not choices.years:
    st.info(
        "No attendance yet. It appears here once your team lead has brought in an attendance summary.",
        icon=":material/upload_file:",
    )
    st.stop()
request = attendance_filters(choices, names, scope_of(actor=actor))
view = view_of(actor, version, request)
download = partial(
    export_figures,
    title=view.title,
    headings=view.headings,
    rows=view.rows,
    notes=(view.caption, *view.notes),
    by=actor,
)
show_view(view, download=download if actor.can(Permission.FIGURES_EXPORT) else None)
