"""Choices kept at the tap: what is shown is what is kept, also after the server was killed between tap and answer.

A choice's key holds what was kept when it was drawn. A tap that has not been kept is still in the browser under that
key, so it is kept when the browser comes back; and once somebody else changed the same thing, the key is another one,
and an older screen writes over nothing.
"""

from collections.abc import Mapping

import streamlit as st

from components.kit.text import as_text


def new_taps(prefix: str, stored: Mapping[int, str]) -> dict[int, str]:
    """What was tapped, by whose it is, and is not kept yet. Ask before anything is drawn."""
    held = {id_: st.session_state.get(_key(prefix, id_, value), value) for id_, value in stored.items()}
    return {id_: value for id_, value in held.items() if value != stored[id_]}


def tap_choice(prefix: str, id_: int, label: str, options: Mapping[str, str], stored: str) -> bool:
    """Draw one choice; whether the browser holds a tap that this tab has not seen, so that the page must run again."""
    said = st.radio(
        as_text(label),
        list(options),
        list(options).index(stored),
        format_func=options.get,
        horizontal=True,
        key=_key(prefix, id_, stored),
    )
    return said != stored


def _key(prefix: str, id_: int, stored: str) -> str:
    return f"{prefix}.{id_}.{stored}"
