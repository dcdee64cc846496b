"""Opening one thing on the page that lists it: chosen from a list, or by its number in the address.

The address is not changed by st.page_link: a link to the page one is on leaves it as it was, so the next tap would
close the thing again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NoReturn, TypeVar

import streamlit as st

from components.kit.address import asked_id
from components.kit.text import as_text, told_apart

_Key = TypeVar("_Key")
_Row = TypeVar("_Row")
_MOST_NAMES = 500  # a longer list is searched instead


def choose_one(
    label: str,
    rows: Mapping[_Key, _Row],
    words: Callable[[_Row], str],
    *,
    key: str,
    placeholder: str = "Choose one",
    bound: str = "",
) -> _Row | None:
    """One of these from a list, once it is chosen; told apart where two go by the same words.

    `bound` is the name under which the address keeps its number: bound by Streamlit, it would keep a child's name.
    """
    names = told_apart({id_: words(row) for id_, row in rows.items()})
    asked = asked_id(bound) if bound else None
    chosen = st.selectbox(
        label,
        list(rows),
        # by this the choice survives its own words changing: the browser knows it by them alone
        index=next((place for place, id_ in enumerate(rows) if id_ == asked), None),
        format_func=lambda id_: names[id_],
        placeholder=placeholder,
        key=key,
    )
    if bound and chosen != asked:
        _name(bound, chosen)
    return None if chosen is None else rows.get(chosen)


def any_of(
    label: str,
    options: Sequence[_Key],
    words: Callable[[_Key], str] = str,
    *,
    key: str,
    width: Literal["stretch"] | int = "stretch",
) -> _Key | None:
    """One of these to narrow a page to, or None for all of them; kept in the address, so that a view can be sent."""
    names = told_apart({one: words(one) for one in options})
    return st.selectbox(
        label,
        options,
        index=None,
        format_func=lambda one: names[one],
        placeholder="All",
        key=key,
        width=width,
        bind="query-params",
    )


def open_row(
    tapped: Sequence[tuple[int, str]],
    rows: Sequence[_Row],
    words: Callable[[_Row], tuple[int, str]],
    *,
    label: str,
    opened: Callable[[int], object],
    key: str,
) -> None:
    """Open the row of a table that was tapped, or the one chosen by name: the keyboard cannot tap a cell.

    `words` give a row's number and name.
    """
    names = dict(map(words, rows))
    if tapped:
        opened(list(names)[tapped[0][0]])
    if len(names) <= _MOST_NAMES:
        chosen = choose_one(label, {id_: id_ for id_ in names}, names.__getitem__, key=key, placeholder="Type a name")
        if chosen is not None:
            opened(chosen)


def open_button(label: str, number: int, *, icon: str, key: str, name: str = "id") -> None:
    """A wide button that opens the record with this number."""
    st.button(as_text(label), icon=icon, key=key, width="stretch", on_click=_name, args=(name, number))


def close_button(label: str, *, key: str, name: str = "id") -> None:
    """Back to the list."""
    st.button(label, icon=":material/arrow_back:", key=key, type="tertiary", on_click=_name, args=(name, None))


def open_here(name: str, number: int) -> NoReturn:
    """Open the record with this number on the page that lists it."""
    _name(name, number)
    st.rerun()


def _name(name: str, number: object) -> None:
    """Say in the address what is open."""
    if number is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(number)
