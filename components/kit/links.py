"""Links between pages, by address."""

from collections.abc import Iterable
from typing import Literal
from urllib.parse import parse_qsl

import streamlit as st

from components.kit.address import PAGE_AT, go_to
from components.kit.text import as_text
from models.permissions import Actor, Permission


def to_page(
    address: str,
    label: str,
    *,
    actor: Actor,
    query: Iterable[tuple[str, str]] = (),
    icon: str | None = None,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """A link to a page at its address, which may carry a query; nothing where this person may not go."""
    url_path, _, text = address.partition("?")
    entry = PAGE_AT.get(url_path)
    if entry is None or not actor.can(entry.permission):
        return
    st.page_link(
        f"../../pages/{entry.path}",
        label=as_text(label),
        icon=icon or entry.icon,
        query_params=[*parse_qsl(text), *query],
        width=width,
    )


def contact_button(actor: Actor, *, family_id: int | None = None) -> None:
    """The way to the form used most, as large as a thumb."""
    if actor.can(Permission.CASEWORK_WRITE) and st.button(
        "Log a contact", type="primary", icon=":material/add_call:", width="stretch", key="links.contact"
    ):
        go_to(f"contact?family={family_id}" if family_id else "contact")
