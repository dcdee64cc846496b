"""Links between pages, by address."""

from collections.abc import Iterable
from urllib.parse import parse_qsl

import streamlit as st

from components.navigation import PAGES
from components.text import as_text
from models.permissions import Actor


def to_page(
    address: str, label: str, *, actor: Actor, query: Iterable[tuple[str, str]] = (), icon: str | None = None
) -> None:
    """A link to a page at its address, which may carry a query; nothing where this person may not go."""
    url_path, _, text = address.partition("?")
    entry = next((page for page in PAGES if page.url_path == url_path), None)
    if entry is None or not actor.can(entry.permission):
        return
    st.page_link(
        f"../pages/{entry.path}",
        label=as_text(label),
        icon=icon or entry.icon,
        query_params=[*parse_qsl(text), *query],
        width="stretch",
    )
