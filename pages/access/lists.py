"""The team's lists and wordings: reword, reorder, retire, add."""

import streamlit as st

from components.access.forms.choice import choice_form, months_form, new_choice_form, protection_form, room_form
from components.access.guard import require
from components.kit.layout import saved
from data.access.actions.choices import (
    add_choice,
    change_choice,
    set_child_protection_words,
    set_room,
    set_uses_weights,
)
from data.access.queries.choices import child_protection_words, uses_weights, worker_rooms
from data.core.queries.choices import list_choices
from data.library.actions.directory import set_check_months
from data.library.queries.directory import check_months
from models.choices import LIST_NAMES, ChoiceList
from models.permissions import Permission

actor = require(Permission.CHOICE_WRITE)

st.title("Lists and wording")
list_name = st.selectbox("Which list?", list(ChoiceList), format_func=LIST_NAMES.__getitem__, key="lists.list")
entries = list_choices(actor=actor, list_name=list_name)
st.dataframe(
    [{"Entry": entry.label, "Offered": "Yes" if entry.is_offered else "Retired"} for entry in entries],
    alt=f"{LIST_NAMES[list_name]}: {len(entries)} entries in their order",
    hide_index=True,
    key="lists.table",
)
by_id = {entry.id: entry for entry in entries}
chosen = by_id.get(
    st.selectbox(
        "Change which entry?",
        list(by_id),
        index=None,
        format_func=lambda id_: by_id[id_].label,
        placeholder="Choose an entry",
        key=f"lists.chosen.{list_name}",
    )
)
# The key holds the entry as it was shown: once somebody else changes it, the old form sends nothing.
if chosen and (change := choice_form(f"lists.change.{chosen}", chosen.changeable)):
    with saved("The list is up to date."):
        change_choice(choice_id=chosen.id, seen=chosen.changeable, change=change, by=actor)
if label := new_choice_form(f"lists.add.{list_name}"):
    with saved("The entry is added at the end of the list."):
        add_choice(list_name=list_name, label=label, by=actor)

st.subheader("Child protection")
st.caption("Shown wherever a child may be at risk. Name your council's own procedure and telephone numbers.")
if words := protection_form(child_protection_words(actor=actor)):
    with saved("The wording is saved."):
        set_child_protection_words(words=words, by=actor)

st.subheader("Services of the directory")
if months := months_form(check_months(actor=actor)):
    with saved("The number of months is saved."):
        set_check_months(months=months, by=actor)

st.subheader("Room on a caseload")
is_used = uses_weights(actor=actor)
st.text("Families with much going on can count as two or three." if is_used else "Every family counts as one.")
if st.button("Count every family as one" if is_used else "Count families by weight", key="lists.weights"):
    with saved("Saved."):
        set_uses_weights(is_used=not is_used, by=actor)

rooms = worker_rooms(actor=actor)
worker_id = st.selectbox(
    "Whose caseload?",
    list(rooms),
    index=None,
    format_func=lambda id_: "{}: room for {}".format(*rooms[id_]),
    placeholder="Choose a worker",
    key="lists.worker",
)
if worker_id and (room_for := room_form(worker_id, *rooms[worker_id])) is not None:
    with saved("The number is saved."):
        set_room(worker_id=worker_id, room_for=room_for, by=actor)
