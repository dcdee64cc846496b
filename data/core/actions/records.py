"""Records of any kind: added, put right and taken back. A change writes the columns it is given, and no other."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from data.core.audit import check_permission, record
from data.core.db import find_visible
from data.core.queries.records import find_record, links_of, version_of
from data.core.row_versions import apply_change, take_version
from data.core.scope import check_members, visible_rows
from data.core.sending import send_once
from models.audit import Mistake
from models.choices import Choice
from models.errors import InvalidInput, NotFound
from models.families.family import Family
from models.fields import Shape, asked_of
from models.kinds import GENERIC, KEPT, KINDS, Kind, PartRecord, Values, checked, table_pointed_at
from models.permissions import Actor


def create_record(*, kind: Kind, values: Values, owner_id: int | None = None, draft_key: str, by: Actor) -> int:
    """Add one, once for each draft; its id."""
    check_permission(by, kind.write)
    given = checked(kind, values)

    def write(session: Session) -> int:
        return add_record(session, kind=kind, given=given, owner_id=owner_id, draft_key=draft_key, by=by)

    return send_once(draft_key=draft_key, form=kind.name, by=by, write=write)


def add_record(
    session: Session, *, kind: Kind, given: Values, owner_id: int | None, draft_key: str, by: Actor, **more: object
) -> int:
    """Add one in the caller's transaction and return its id; `more` fills columns nobody is asked for."""
    columns = {name: value for name, value in given.items() if name not in kind.links}
    owner = {kind.owner: owner_id} if kind.owner and kind.owner not in columns else {}
    table: Any = kind.table
    row: PartRecord = table(**columns, **owner, **more, recorded_by=by.username, draft_key=draft_key)
    _check_owner(session, kind, row, by)
    _check_references(session, kind, row, columns, by)
    row.sqlmodel_update(dict(kind.derived(row)))
    _check_apart(session, kind, row)
    session.add(row)
    session.flush()
    _set_links(session, kind, row, given)
    _log(session, kind, row, 0, kind.detail(row), by)
    return row.id or 0


def change_record(*, kind: Kind, record_id: int, values: Values, version: int, draft_key: str, by: Actor) -> int:
    """Put columns of one right, unless somebody else changed it since `version`. It stays with its owner."""
    check_permission(by, kind.write)

    def write(session: Session) -> int:
        row = find_record(session, kind=kind, record_id=record_id, actor=by, is_locked=True)
        before, counter = kind.detail(row), version_of(session, kind, row, is_locked=True)
        given = _checked_change(session, kind, row, values, by)
        columns = {name: value for name, value in given.items() if name not in kind.links}
        changed = apply_change(row, columns, seen=version, counted_by=counter)
        if linked := _set_links(session, kind, row, given):
            if not changed:
                take_version(counter, seen=version)
            changed = ", ".join(filter(None, (changed, linked)))
        if changed:
            row.sqlmodel_update(dict(kind.derived(row)))
            _check_apart(session, kind, row)
            is_one_sentence = kind.log[0] is kind.log[1]  # then the words have to tell a change from a new one
            _log(session, kind, row, 1, f"{before}, put right: {changed}" if is_one_sentence else changed, by)
        return record_id

    return send_once(draft_key=draft_key, form=f"{kind.name}_change", by=by, write=write)


def _checked_change(session: Session, kind: Kind, row: PartRecord, values: Values, by: Actor) -> dict[str, Any]:
    """The values that a change may write, checked with what is there; never those that are veiled or asked once."""
    there = {name: getattr(row, name) for name in asked_of(kind.table)}
    fixed = kind.veiled(row) | {name for name, asked in kind.fields.items() if asked.is_once}
    given = checked(kind, {name: value for name, value in values.items() if name not in fixed}, there=there)
    new = {name: value for name, value in given.items() if name in there and value != there[name]}
    if kind.owner in new:
        raise NotFound
    _check_references(session, kind, row, new, by)
    return given


def undo_record(*, kind: Kind, record_id: int, version: int, why: Mistake, draft_key: str, by: Actor) -> int:
    """Take away what was recorded by mistake, and say why; the log keeps that it was there."""
    check_permission(by, kind.write)

    def write(session: Session) -> int:
        row = find_record(session, kind=kind, record_id=record_id, actor=by, is_locked=True)
        if not kind.may_undo:
            raise NotFound
        take_version(version_of(session, kind, row, is_locked=True), seen=version)
        _check_no_parts(session, kind, row)
        for rows in links_of(session, kind, [record_id])[record_id].values():
            for one in rows.values():
                session.delete(one)
        _log(session, kind, row, 2, f"took away {kind.detail(row)}: {why.lower()}", by)
        session.delete(row)
        try:
            session.flush()
        except IntegrityError as error:
            raise InvalidInput("A plan or other work names it, so it stays. Nothing was changed.") from error
        return record_id

    return send_once(draft_key=draft_key, form=f"{kind.name}_back", by=by, write=write)


def _check_no_parts(session: Session, kind: Kind, row: PartRecord) -> None:
    """Raise InvalidInput while other records belong to this one: they would vanish without a word."""
    for part in (one for one in KINDS.values() if one.of is kind.table and one.owner):
        theirs = select(part.table.id).where(getattr(part.table, part.owner or "") == row.id)
        if session.exec(theirs).first() is not None:
            raise InvalidInput(f"There is a {part.title.lower()} with it. Take that back first, if it should go too.")


def _check_apart(session: Session, kind: Kind, row: PartRecord) -> None:
    if kind.apart is None:
        return
    table: Any = kind.table
    with session.no_autoflush:
        others = session.exec(select(table).where(table.id != (row.id or 0)).with_for_update()).all()
    if words := kind.apart(row, others):
        raise InvalidInput(f"{words} {KEPT}")


def _check_owner(session: Session, kind: Kind, row: PartRecord, by: Actor) -> None:
    if kind.of is None or kind.owner is None:
        return
    owner: Any = kind.of
    find_visible(session, select(owner.id).where(owner.id == getattr(row, kind.owner), visible_rows(owner, by)))


def _check_references(session: Session, kind: Kind, row: PartRecord, new: Values, by: Actor) -> None:
    """Raise unless what new values point at exists: an entry of the team's list, a child of the family."""
    for name, asked in asked_of(kind.table).items():
        value = new.get(name)
        if value in (None, ""):
            continue
        if asked.choices:
            found = select(Choice.id).where(Choice.list_name == asked.choices, Choice.code == value)
            if session.exec(found).first() is None:
                raise InvalidInput(f"Please choose one of the list. {KEPT}")
        if asked.shape is Shape.ONE_OF and name != kind.owner:
            table: Any = table_pointed_at(kind.table, name)
            find_visible(session, select(table.id).where(table.id == value, visible_rows(table, by)))
            if kind.of is Family and kind.owner:
                check_members(session, getattr(row, kind.owner), **{f"{name}s": {value}})


def _set_links(session: Session, kind: Kind, row: PartRecord, given: Values) -> str:
    """Write the links that differ and return the log's words. Who has left since may stay, but nobody else joins."""
    said = []
    for name, there in links_of(session, kind, [row.id or 0])[row.id or 0].items():
        link = kind.links[name]
        if name not in given or given[name] == there.keys():
            continue
        new = [_link(link.keys, key) for key in given[name] - there.keys()]
        members = {f"{column}s": {one[column] for one in new if column in one} for column in link.keys.values()}
        check_members(session, getattr(row, kind.owner or "id"), **members)
        for key in there.keys() - given[name]:
            session.delete(there[key])
        session.add_all(link.table(**{link.own: row.id}, **one) for one in new)
        said.append(link.said)
    return ", ".join(said)


def _link(keys: Values, key: str) -> dict[str, int]:
    part, _, number = key.partition(":")
    if part not in keys or not number.isdecimal():
        raise NotFound
    return {keys[part]: int(number)}


def _log(session: Session, kind: Kind, row: PartRecord, step: int, detail: str, by: Actor) -> None:
    """Log the step under the owner, whose story holds it, or under the record where its words are general."""
    owned = f"{kind.of.__tablename__}:{getattr(row, kind.owner)}" if kind.of and kind.owner else ""
    target = f"{kind.name}:{row.id}" if kind.log is GENERIC or not owned else owned
    record(session, action=kind.log[step], by=by.username, target=target, detail=detail)
