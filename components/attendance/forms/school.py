"""The form for what an administrator may change about a school."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from models.attendance.schools import SchoolUpdate


@dataclass(frozen=True, slots=True)
class SchoolEntry:
    """What was entered, and what the person was looking at when they entered it."""

    seen: SchoolUpdate
    change: SchoolUpdate


def start_afresh(school_id: int) -> None:
    """After saving, show what is there now."""
    st.session_state.pop(_seen_key(school_id), None)


def _seen_key(school_id: int) -> str:
    return f"schools.seen.{school_id}"


def school_form(school_id: int, now: SchoolUpdate, *, clusters: Sequence[str]) -> SchoolEntry | None:
    """A school's name, cluster and whether it is supported."""
    # The form keeps showing what it was first drawn with, so that is what the person has seen.
    seen: SchoolUpdate = st.session_state.setdefault(_seen_key(school_id), now)
    key = f"schools.{school_id}"
    with st.form(key):
        name = st.text_input("Name", seen.name, max_chars=120, key=f"{key}.name")
        cluster = st.selectbox(
            "Cluster",
            clusters,
            list(clusters).index(seen.cluster) if seen.cluster and seen.cluster in clusters else None,
            accept_new_options=True,
            placeholder="None. Choose one, or type a new name",
            help="The secondary school this school's pupils move on to, and the schools round it.",
            key=f"{key}.cluster",
        )
        is_supported = st.checkbox("The team supports this school", seen.is_supported, key=f"{key}.supported")
        is_sent = st.form_submit_button("Save the school", type="primary", key=f"{key}.submit")
    if not is_sent:
        return None
    if not name.strip():
        st.error("Please enter the school's name.", icon=":material/error:")
        return None
    change = SchoolUpdate(name=name.strip(), cluster=(cluster or "").strip()[:80] or None, is_supported=is_supported)
    return SchoolEntry(seen=seen, change=change)
