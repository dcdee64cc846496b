"""Editing one entry of a list, adding one, the wording about child protection, and room on a caseload."""

import streamlit as st

from components.kit.text import as_text
from models.choices import ChoiceUpdate


def choice_form(key: str, now: ChoiceUpdate) -> ChoiceUpdate | None:
    """The entry as changed, when the button is pressed and it has words."""
    with st.form(key):
        label = st.text_input("Words", now.label, max_chars=80, key=f"{key}.label")
        place = st.number_input("Place in the list", 1, 1000, now.position + 1, key=f"{key}.place")
        is_offered = st.checkbox("Offered on new records", now.is_offered, key=f"{key}.offered")
        st.caption("A retired entry stays readable on old records.")
        is_sent = st.form_submit_button("Save the entry", type="primary", key=f"{key}.submit")
    if is_sent and not label.strip():
        st.error("Please give the entry its words.", icon=":material/edit:")
        return None
    change = ChoiceUpdate(label=" ".join(label.split()) or now.label, position=int(place) - 1, is_offered=is_offered)
    return change if is_sent else None


def new_choice_form(key: str) -> str | None:
    """The words of a new entry."""
    with st.form(key, clear_on_submit=True):
        label = st.text_input("Words of a new entry", max_chars=80, key=f"{key}.label")
        is_sent = st.form_submit_button("Add the entry", icon=":material/add:", key=f"{key}.submit")
    return label if is_sent else None


def protection_form(now: str) -> str | None:
    """What the screen says wherever a child may be at risk."""
    with st.form("lists.protection"):
        words = st.text_area("What to do when a child may be at risk", now, max_chars=200, key="lists.protection.words")
        is_sent = st.form_submit_button("Save the wording", key="lists.protection.submit")
    return words if is_sent else None


def room_form(worker_id: int, name: str, room_for: int) -> int | None:
    """How many families a worker has room for at a time."""
    key = f"lists.room.{worker_id}"
    with st.form(key):
        room = st.number_input(f"Families {as_text(name)} has room for", 0, 60, room_for, key=f"{key}.{room_for}")
        is_sent = st.form_submit_button("Save the number", key=f"{key}.submit")
    return int(room) if is_sent else None


def months_form(now: int) -> int | None:
    """After how many months somebody is asked to check what is known of a service."""
    with st.form("lists.months"):
        months = st.number_input(
            "Ask to check a service again after this many months", 1, 60, now, key=f"lists.months.{now}"
        )
        is_sent = st.form_submit_button("Save the months", key="lists.months.submit")
    return int(months) if is_sent else None
