"""Tables on screen, made straight into what the browser is sent: by way of pandas it would take ten times as long."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

MOMENT = st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm", timezone="Europe/London")
DAY = st.column_config.DateColumn(format="D MMM YYYY")

Rows = Sequence[Mapping[str, object]]


def arrow_table(rows: Rows) -> pa.Table:
    """Rows with the same headings, ready to send."""
    return pa.Table.from_pylist(list(rows))


def show_table(
    rows: Rows | pa.Table,
    *,
    alt: str,
    key: str,
    placeholder: str | None = None,
    columns: Mapping[str, ColumnConfig] | None = None,
) -> None:
    """A table the person can sort and search."""
    table = rows if isinstance(rows, pa.Table) else arrow_table(rows)
    st.dataframe(table, alt=alt, key=key, hide_index=True, placeholder=placeholder, column_config=columns)
