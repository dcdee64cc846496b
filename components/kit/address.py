"""What the address of a page names, and going to another."""

from typing import NoReturn

import streamlit as st

from components.access.navigation import PAGES


def asked_id(name: str) -> int | None:
    """The number given in the address under this name, or None when there is none."""
    text = st.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def asked_or_stop(name: str, words: str) -> int:
    """The number given in the address; without one the page says how to come by it, and ends."""
    number = asked_id(name)
    if number is None:
        st.info(words, icon=":material/search:")
        st.stop()
    return number


def go_to(url_path: str, **names: int | str) -> NoReturn:
    """Open another page of the app, at the record these name."""
    page = next(entry for entry in PAGES if entry.url_path == url_path)
    st.switch_page(f"../../pages/{page.path}", query_params={name: str(value) for name, value in names.items()})
