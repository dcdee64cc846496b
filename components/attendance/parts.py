"""Drawing a finished attendance view."""

from collections.abc import Callable

import streamlit as st

from components.attendance.base import AttendanceView
from components.kit.charts import CONFIG
from components.kit.tables import show_table
from components.kit.text import as_text

_ONE_DECIMAL = st.column_config.NumberColumn(format="%.1f")


def show_view(view: AttendanceView, *, download: Callable[[], bytes] | None) -> None:
    """Title, chart, words and table; and the download, for those who may."""
    st.subheader(as_text(view.title))
    if view.figure is not None:
        st.plotly_chart(view.figure, key="attendance.chart", alt=f"{view.title}. {view.summary}", config=CONFIG)
    if view.caption:
        st.caption(as_text(view.caption))
    if view.rows:
        _show_table(view, download)


def _show_table(view: AttendanceView, download: Callable[[], bytes] | None) -> None:
    with st.expander("In words", icon=":material/notes:"):
        st.text(view.summary)
    with st.expander("The table behind the chart", icon=":material/table:"):
        decimals = {name: _ONE_DECIMAL for name in view.headings if name.endswith("%")}
        words = f"Table: {view.title}"
        show_table(view.table, key="attendance.table", alt=words, placeholder=view.missing, columns=decimals)
    with st.expander("How to read these figures", icon=":material/info:"):
        for note in view.notes:
            st.text(note)
    if download is not None:
        st.download_button(
            "Download in Excel",
            download,
            "attendance.xlsx",
            key="attendance.download",
            icon=":material/download:",
            on_click="ignore",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
