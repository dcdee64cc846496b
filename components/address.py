"""What the address of a page names."""

import streamlit as st


def asked_id(name: str) -> int | None:
    """The number given in the address under this name, or None when there is none."""
    text = st.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
