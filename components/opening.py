"""Opening one thing on the page that lists it, by its number in the address.

Not by st.page_link: a link to the page one is on leaves the address as it was, so the next tap would close it again.
"""

import streamlit as st

from components.text import as_text


def open_button(label: str, number: int, *, icon: str, key: str, name: str = "id") -> None:
    """A wide button that opens the record with this number."""
    st.button(as_text(label), icon=icon, key=key, width="stretch", on_click=_open, args=(name, number))


def close_button(label: str, *, key: str) -> None:
    """Back to the list."""
    st.button(label, icon=":material/arrow_back:", key=key, type="tertiary", on_click=_close)


def _open(name: str, number: int) -> None:
    st.query_params[name] = str(number)


def _close() -> None:
    st.query_params.pop("id", None)
