"""The reason for opening a colleague's pupil."""

import streamlit as st


def cover_form(*, key: str) -> str | None:
    """The reason as it was typed when the button is pressed, else None. What was typed stays if it is refused."""
    with st.form(key):
        reason = st.text_area("Why do you need to open this page?", max_chars=300, key=f"{key}.reason", height=90)
        is_sent = st.form_submit_button("Open the page", type="primary", icon=":material/lock_open:")
    return reason if is_sent else None
