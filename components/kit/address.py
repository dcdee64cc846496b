"""The address: what it names, and the way on to another page. For pages; components are told, and tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn
from urllib.parse import parse_qsl

import streamlit as st

from components.access.navigation import PAGES
from models.errors import NotFound

PAGE_AT = {page.url_path: page for page in PAGES}


def asked_id(name: str) -> int | None:
    """The number given in the address under this name, or None when there is none."""
    text = st.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def taken_id(name: str) -> int | None:
    """The number given in the address, taken out of it: from here on the choice is the person's."""
    number = asked_id(name)
    st.query_params.pop(name, None)
    return number


def asked_or_stop(name: str, words: str, *, icon: str = ":material/search:", listed_at: str = "") -> int:
    """The number given in the address; without one the page says how to come by it, leads to the list, and ends."""
    number = asked_id(name)
    if number is None:
        st.info(words, icon=icon)
        if page := PAGE_AT.get(listed_at):
            st.page_link(f"../../pages/{page.path}", label=page.title, icon=page.icon, width="stretch")
        st.stop()
    return number


@contextmanager
def found() -> Iterator[None]:
    """Round the look for a record: when it is not this person's to open, the page says so and ends."""
    try:
        yield
    except NotFound as refusal:
        st.warning(str(refusal), icon=":material/lock:")
        st.stop()


def go_to(address: str) -> NoReturn:
    """On to the page at this address, which may carry a query, such as `family?id=3`."""
    url_path, _, query = address.partition("?")
    st.switch_page(f"../../pages/{PAGE_AT[url_path].path}", query_params=parse_qsl(query))
