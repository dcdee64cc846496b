"""Opening one thing on the page that lists it: chosen from a list, or by its number in the address.

The address is not changed by st.page_link: a link to the page one is on leaves it as it was, so the next tap would
close the thing again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NoReturn, TypeVar

import streamlit as st

from components.kit.text import as_text, told_apart
from models.errors import NotFound

_Key = TypeVar("_Key")
_Row = TypeVar("_Row")
_MOST_NAMES = 500  # a longer list is searched instead


@contextmanager
def found() -> Iterator[None]:
    """Round the look for a record: when it is not this person's to open, the page says so and ends."""
    try:
        yield
    except NotFound as refusal:
        st.warning(str(refusal), icon=":material/lock:")
        st.stop()


def choose_one(
    label: str, rows: Mapping[_Key, _Row], words: Callable[[_Row], str], *, key: str, placeholder: str = "Choose one"
) -> _Row | None:
    """One of these from a list, once it is chosen; told apart where two go by the same words."""
    names = told_apart({id_: words(row) for id_, row in rows.items()})
    chosen = st.selectbox(
        label, list(rows), index=None, format_func=lambda id_: names[id_], placeholder=placeholder, key=key
    )
    return None if chosen is None else rows.get(chosen)


def open_row(
    tapped: Sequence[tuple[int, str]],
    rows: Sequence[_Row],
    words: Callable[[_Row], tuple[int, str]],
    *,
    label: str,
    page: str,
    key: str,
) -> None:
    """Open the row of a table that was tapped, or the one chosen by name: the keyboard cannot tap a cell.

    `words` give a row's number and name.
    """
    names = dict(map(words, rows))
    if tapped:
        st.switch_page(page, query_params={"id": str(list(names)[tapped[0][0]])})
    if len(names) <= _MOST_NAMES:
        chosen = choose_one(label, {id_: id_ for id_ in names}, names.__getitem__, key=key, placeholder="Type a name")
        if chosen is not None:
            st.switch_page(page, query_params={"id": str(chosen)})


def open_button(label: str, number: int, *, icon: str, key: str, name: str = "id") -> None:
    """A wide button that opens the record with this number."""
    st.button(as_text(label), icon=icon, key=key, width="stretch", on_click=_open, args=(name, number))


def close_button(label: str, *, key: str, name: str = "id") -> None:
    """Back to the list."""
    st.button(label, icon=":material/arrow_back:", key=key, type="tertiary", on_click=_close, args=(name,))


def open_here(name: str, number: int) -> NoReturn:
    """Open the record with this number on the page that lists it."""
    _open(name, number)
    st.rerun()


def _open(name: str, number: int) -> None:
    st.query_params[name] = str(number)


def _close(name: str) -> None:
    st.query_params.pop(name, None)
