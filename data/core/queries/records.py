"""Records of any kind: one, or those of an owner, of those a person may see."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, literal, or_
from sqlmodel import Session, col, select

from data.core.db import find_visible, reading
from data.core.queries.choices import labels as choice_labels
from data.core.scope import visible_records
from models.access import Account
from models.attendance.pupils import Pupil, full_name
from models.errors import NotFound
from models.families.people import Adult
from models.fields import Shape
from models.kinds import Kind, Labels, PartRecord, Record, Values
from models.permissions import Actor, check

MOST_LISTED = 500


def record_of(*, kind: Kind, record_id: int, actor: Actor) -> Record:
    """One record; NotFound when there is none or it is not this person's to see."""
    with reading() as session:
        row = find_record(session, kind=kind, record_id=record_id, actor=actor)
        found = _record(kind, row, links_of(session, kind, [record_id]), labels_of(kind=kind, actor=actor))
        version = version_of(session, kind, row).version
        writer = session.exec(select(Account.display_name).where(Account.username == row.recorded_by)).first()
        linked = _linked_names(session, kind, found.values)
    return replace(found, version=version, written_by=writer or row.recorded_by).naming(**linked)


def list_records(
    *,
    kind: Kind,
    actor: Actor,
    owner_id: int | None = None,
    text: str = "",
    having: Mapping[str, str | None] | None = None,
    most: int | None = MOST_LISTED,
) -> tuple[Record, ...]:
    """Those a person may see, in the kind's order: of one owner, with all these words, and with these codes."""
    check(actor, kind.read)
    query = select(kind.table).where(visible_records(kind, actor), *_wanted(kind, owner_id, text, having or {}))
    order = [(col(getattr(kind.table, name.lstrip("-"))), name.startswith("-")) for name in kind.order]
    query = query.order_by(*(one.desc() if is_down else one.asc() for one, is_down in order)).limit(most)
    labels = labels_of(kind=kind, actor=actor)
    with reading() as session:
        rows = session.exec(query).all()
        links = links_of(session, kind, [row.id or 0 for row in rows])
    return tuple(_record(kind, row, links, labels) for row in rows)


def by_owner(*, kind: Kind, actor: Actor) -> Mapping[int, list[Record]]:
    """Every record of the kind that a person may see, by the owner's id."""
    found: dict[int, list[Record]] = defaultdict(list)
    for one in list_records(kind=kind, actor=actor, most=None):
        found[one.owner_id].append(one)
    return found


def labels_of(*, kind: Kind, actor: Actor) -> Labels:
    """For each field, the label of every code it may hold, retired entries of the team's lists too."""
    return {
        name: choice_labels(actor=actor, list_name=asked.choices) if asked.choices else asked.words
        for name, asked in kind.fields.items()
    }


def _record(kind: Kind, row: PartRecord, links: "Links", labels: Labels) -> Record:
    owner_id = getattr(row, kind.owner) if kind.owner else 0
    version = getattr(row, "version", 0)
    values = _values(kind, row, links)
    return Record(kind, row.id or 0, owner_id, values, labels, version, row.recorded_by, row.recorded_at)


def find_record(session: Session, *, kind: Kind, record_id: int, actor: Actor, is_locked: bool = False) -> PartRecord:
    """The row, perhaps held; NotFound when there is none or it is not this person's to see."""
    query = select(kind.table).where(kind.table.id == record_id, visible_records(kind, actor))
    return find_visible(session, query, is_locked=is_locked)


def version_of(session: Session, kind: Kind, row: PartRecord, *, is_locked: bool = False) -> Any:  # noqa: ANN401 - whatever row counts the changes
    """The row whose version counts a record's changes: its own or, for a part, its owner's."""
    if kind.counts_itself:
        return row
    return session.get_one(kind.of or kind.table, getattr(row, kind.owner or "id"), with_for_update=is_locked or None)


Links = Mapping[int, Mapping[str, dict[str, Any]]]  # by record and list of links: the row behind every key


def links_of(session: Session, kind: Kind, record_ids: Collection[int]) -> Links:
    """By record and list of links, the linking rows under keys such as `adult:3`; one query for each list."""
    found: Links = {record_id: {name: {} for name in kind.links} for record_id in record_ids}
    for name, link in kind.links.items():
        own = getattr(link.table, link.own)
        for row in session.exec(select(link.table).where(col(own).in_(record_ids))):
            keys = {f"{part}:{getattr(row, column)}": row for part, column in link.keys.items() if getattr(row, column)}
            found[getattr(row, link.own)][name].update(keys)
    return found


def _linked_names(session: Session, kind: Kind, values: Values) -> dict[str, dict[str, str]]:
    """For each list of links, the names of the people by key, also of those who have left since."""
    return {name: _people(session, values[name]) for name in kind.links}


def _people(session: Session, keys: Collection[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    tables: dict[str, Any] = {"adult": Adult, "pupil": Pupil}
    for part, table in tables.items():
        ids = [int(number) for one, _, number in (key.partition(":") for key in keys) if one == part]
        people = session.exec(select(table).where(col(table.id).in_(ids)).order_by(col(table.id))).all() if ids else ()
        names |= {f"{part}:{one.id}": full_name(one.forename, one.surname) for one in people}
    return names


def _values(kind: Kind, row: PartRecord, links: Links) -> Values:
    columns = kind.fields.keys() - kind.links.keys() - kind.veiled(row)
    linked = {name: frozenset(rows) for name, rows in links[row.id or 0].items()}
    return MappingProxyType({name: getattr(row, name) for name in kind.fields if name in columns} | linked)


def _wanted(kind: Kind, owner_id: int | None, text: str, having: Mapping[str, str | None]) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if owner_id is not None:
        if kind.owner is None:
            raise NotFound
        wanted.append(col(getattr(kind.table, kind.owner)) == owner_id)
    for word in text.split()[:8]:
        wanted.append(or_(*(col(getattr(kind.table, name)).icontains(word, autoescape=True) for name in kind.search)))
    for name, code in having.items():
        if code:
            column = col(getattr(kind.table, name))
            is_many = kind.fields[name].shape is Shape.MANY
            wanted.append((literal(",") + column + ",").contains(f",{code},") if is_many else column == code)
    return wanted
