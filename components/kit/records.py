"""Records of any kind on screen: added, read, changed, undone and listed. The page says where to go next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from components.kit.drafts import draft_form
from components.kit.editing import change_form, drawer, sending, undo_drawer
from components.kit.layout import explained, saved
from components.kit.opening import choose_one
from components.kit.record_form import Options, RecordForm
from components.kit.tables import DAY, show_table
from components.kit.text import as_text, counted
from data.core.actions.records import change_record, create_record, undo_record
from data.core.queries.records import MOST_LISTED, labels_of, list_records, record_of
from data.core.visits import refusal_noted
from models.fields import Shape
from models.kinds import Kind, Record, answer_names, answers_of
from models.permissions import Actor

Layout = Callable[[RecordForm], None]  # draws the fields of a kind in an order of its own


def new_record(
    kind: Kind,
    *,
    actor: Actor,
    label: str,
    owner_id: int | None = None,
    subject: str = "",
    options: Options | None = None,
    draw: Layout = RecordForm.draw,
    notice: str = "",
) -> int | None:
    """The form of a new record; its id once stored. With a `notice` it shows that and draws the page afresh instead."""
    form = draft_form(kind.name, actor=actor, subject=subject)
    fields = RecordForm(form, kind, actor=actor, options=options)
    draw(fields)
    record_id = None
    if values := fields.send(label):
        with saved(notice) if notice else explained():
            record_id = create_record(kind=kind, values=values, owner_id=owner_id, draft_key=form.draft.key, by=actor)
    form.discard_button()
    return record_id


def opened_record(kind: Kind, record_id: int, *, actor: Actor) -> Record:
    """The record; NotFound when there is none that this person may open, and the attempt is logged."""
    st.session_state[f"{kind.name}.opened"] = st.session_state.get(f"{kind.name}.opened", 0) + 1
    with refusal_noted(target=f"{kind.name}:{record_id}", by=actor):
        return record_of(kind=kind, record_id=record_id, actor=actor)


def show_record(record: Record) -> None:
    """Heading, notes in full, and a line for each other field that is filled and does not repeat the heading."""
    st.header(as_text(record.heading))
    said = {asked.name: record.words(name) for name, asked in record.kind.fields.items() if name in record.values}
    notes = [asked.name for asked in record.kind.fields.values() if asked.shape is Shape.NOTE and said.get(asked.name)]
    for name in notes:
        st.text(said[name] if name == notes[0] else f"{name}: {said[name]}")
    is_new = {name: words for name, words in said.items() if name not in notes and words not in ("", record.heading)}
    st.text("\n".join(f"{name}: {words}" for name, words in is_new.items()))
    st.caption(f"Written down by {as_text(record.written_by)}")


def change_drawer(
    record: Record,
    *,
    actor: Actor,
    options: Options | None = None,
    draw: Layout = RecordForm.draw,
    label: str = "Save the change",
) -> None:
    """A drawer to change a record, and to undo it if its kind allows; nothing for those who may not write."""
    kind = record.kind
    if not actor.can(kind.write):
        return
    subject, form = f"{kind.name}:{record.record_id}", f"{kind.name}_change"
    with drawer(
        "Put something right", form, subject=subject, actor=actor, icon=":material/edit:", times=record.version
    ) as part:
        if part.open:
            change_fields(record, actor=actor, options=options, draw=draw, label=label)
    _undo(record, actor)


def put_right(record: Record, *, actor: Actor) -> None:
    """The form to change a record, open at once, and the way to undo it."""
    change_fields(record, actor=actor)
    _undo(record, actor)


def _undo(record: Record, actor: Actor) -> None:
    kind = record.kind
    if kind.may_undo and actor.can(kind.write):
        undo_drawer(
            "It should not be here",
            f"{kind.name}_back",
            actor=actor,
            subject=f"{kind.name}:{record.record_id}",
            version=record.version,
            notice="It is taken back.",
            send=partial(undo_record, kind=kind, record_id=record.record_id),
        )


def change_fields(
    record: Record,
    *,
    actor: Actor,
    options: Options | None = None,
    draw: Layout = RecordForm.draw,
    label: str = "Save the change",
) -> None:
    """The form that changes a record: it sends what it draws, and nothing else."""
    kind = record.kind
    stored = answers_of(kind, record.values)
    form, version = change_form(
        f"{kind.name}_change",
        actor=actor,
        subject=f"{kind.name}:{record.record_id}",
        stored=stored,
        version=record.version,
        names=answer_names(kind),
        labels=record.labels,
    )
    fields = RecordForm(form, kind, actor=actor, options=options, there=record.values)
    draw(fields)
    if (values := fields.send(label)) is not None:
        with sending(form, f"The {kind.title.lower()} is put right.", stored=stored):
            change_record(
                kind=kind,
                record_id=record.record_id,
                values=values,
                version=version,
                draft_key=form.draft.key,
                by=actor,
            )


def new_record_drawer(
    kind: Kind, *, actor: Actor, owner: str = "", owner_id: int | None = None, draw: Layout = RecordForm.draw
) -> None:
    """A drawer with the form of a new record, for those who may write; `owner`, as `service:3`, keys the draft."""
    if not actor.can(kind.write):
        return
    what = kind.title.lower()
    with drawer(f"Add a {what}", kind.name, actor=actor, icon=":material/add:", subject=owner) as part:
        if part.open:
            notice = f"The {what} is saved."
            new_record(
                kind, actor=actor, label=f"Save the {what}", owner_id=owner_id, subject=owner, draw=draw, notice=notice
            )


def part_records(kind: Kind, owner: Record, *, actor: Actor) -> None:
    """The records of a kind that belong to `owner`: a list, and forms to add, change and undo one."""
    st.subheader(f"{kind.title}s", anchor=False)
    parts = {one.record_id: one for one in list_records(kind=kind, actor=actor, owner_id=owner.record_id)}
    for one in parts.values():
        st.text(" ".join(one.words(name) for name in kind.listed))
    new_record_drawer(kind, actor=actor, owner=f"{owner.kind.name}:{owner.record_id}", owner_id=owner.record_id)
    if parts and actor.can(kind.write):
        key = f"{kind.name}.right.{owner.record_id}.{owner.version}"
        chosen = choose_one(f"Put a {kind.title.lower()} right", parts, lambda one: one.heading, key=key)
        if chosen:
            put_right(chosen if kind.counts_itself else replace(chosen, version=owner.version), actor=actor)


def list_key(kind: Kind) -> str:
    """The key of a list's fields, new once a record was open: Back would filter by what the fields no longer show."""
    return f"{kind.name}.list.{st.session_state.get(f'{kind.name}.opened', 0)}"


def record_list(kind: Kind, *, actor: Actor, empty: str) -> int | None:
    """A table of what a person may see, with search and filters; returns the id of the one chosen to be opened."""
    key, text = list_key(kind), ""
    if kind.search:
        text = st.text_input("Find", key=f"{key}.text", icon=":material/search:", autocomplete="off")
    having = _filters(kind, actor, key)
    rows = list_records(kind=kind, actor=actor, text=text, having=having, most=MOST_LISTED + 1)
    if not rows:
        st.info(empty, icon=":material/search:")
        return None
    alt = counted(min(len(rows), MOST_LISTED), kind.title.lower(), f"{kind.title.lower()}s")
    if len(rows) > MOST_LISTED:
        alt, rows = f"The first {alt}. Search to find the others.", rows[:MOST_LISTED]
    st.caption(alt)
    record_table(kind, rows, alt=alt)
    by_id = {one.record_id: one for one in rows}
    chosen = choose_one("Open one", by_id, lambda one: one.heading, key=f"{key}.open", placeholder="Type a name")
    return chosen.record_id if chosen else None


def record_table(kind: Kind, rows: Sequence[Record], *, alt: str) -> None:
    """A table of the kind's listed columns in words, but with days as dates, so that they sort."""
    shown = {name: kind.fields[name] for name in kind.listed}
    days = {asked.name: DAY for asked in shown.values() if asked.shape is Shape.DAY}
    table = [
        {asked.name: one.values[name] if asked.name in days else one.words(name) for name, asked in shown.items()}
        for one in rows
    ]
    show_table(table, alt=alt, key=f"{kind.name}.rows", placeholder="–", columns=days)


def _filters(kind: Kind, actor: Actor, key: str) -> dict[str, str | None]:
    """Draw a list for each field the kind is filtered by, and return what was chosen, by field."""
    if not kind.filters:
        return {}
    labels, every = labels_of(kind=kind, actor=actor), list_records(kind=kind, actor=actor, most=None)
    with st.container(horizontal=True):
        return {
            name: _filter(
                kind.fields[name].name,
                labels[name] or {words: words for words in sorted({one.words(name) for one in every} - {""})},
                f"{key}.{name}",
            )
            for name in kind.filters
        }


def _filter(label: str, names: Mapping[str, str], key: str) -> str | None:
    return st.selectbox(label, list(names), index=None, format_func=names.__getitem__, placeholder="All", key=key)
