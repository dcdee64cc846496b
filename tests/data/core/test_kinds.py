"""What holds for every kind of record, made from its declaration. A new kind adds its owner to OWNERS, at most."""

from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace

import pytest
from sqlmodel import SQLModel, col, select

from data.core.db import engine, reading, transaction
from data.core.queries.records import list_records, record_of
from models.audit import AuditEvent
from models.errors import Conflict, InvalidInput, NotFound
from models.fields import Shape, text
from models.kinds import KINDS, Kind, VersionedRecord, said_of
from models.permissions import Actor, Permission
from tests.all_or_nothing import break_audit, everything
from tests.rows.families import Home, draft_key, make_home
from tests.rows.kinds import (
    ALL,
    OTHER_WORDS,
    change,
    columns_of,
    create,
    each,
    least,
    make,
    owner_of,
    undo,
    value_of,
    whole,
    writer_of,
)

ASKED_ONCE = [kind for kind in ALL if any(asked.is_once for asked in kind.fields.values())]
SEARCHED = [kind for kind in ALL if kind.search or kind.filters]


def _events() -> list[AuditEvent]:
    with reading() as session:
        return list(session.exec(select(AuditEvent).order_by(col(AuditEvent.id))))


def _check_said(kind: Kind, step: int, by: Actor) -> None:
    """That the log's last event is this kind's own, and can be told."""
    event = _events()[-1]
    assert (event.action, event.by_username) == (kind.log[step], by.username)
    assert not event.action.startswith("record_") or said_of(event.target, event.action) == kind.said[step]


def _changeable(kind: Kind) -> list[str]:
    return [name for name, asked in kind.fields.items() if not asked.is_once and name != kind.owner]


@each(ALL)
def test_it_is_written_once_and_reads_as_it_was_given(home: Home, kind: Kind) -> None:
    by, owner_id = writer_of(kind, home), owner_of(kind, home)
    key = draft_key(kind.name, by)
    given, events, before = whole(kind, home), len(_events()), list_records(kind=kind, actor=by)
    ids = {create(kind, owner_id, by, given, key) for _ in range(3)}
    (listed,) = (one for one in list_records(kind=kind, actor=by) if one not in before)
    assert ids == {listed.record_id}
    assert len(_events()) == events + 1
    _check_said(kind, 0, by)
    found = record_of(kind=kind, record_id=listed.record_id, actor=by)
    assert (found.owner_id, found.written_by) == (owner_id or 0, by.display_name)
    assert found.values == listed.values
    assert found.values.items() >= given.items()
    for name, value in given.items():
        is_code = kind.fields[name].shape in (Shape.CHOICE, Shape.MANY)
        words = found.labels[name][value] if is_code else value
        assert found.words(name) == words if isinstance(value, str) else found.words(name), name
    assert found.heading


@each(ALL)
def test_a_change_writes_what_it_drew_and_nothing_else(home: Home, kind: Kind) -> None:
    by, record_id = writer_of(kind, home), make(kind, home, whole)
    first = record_of(kind=kind, record_id=record_id, actor=by)
    for name in reversed(_changeable(kind)):  # a last day before the first
        before, there = record_of(kind=kind, record_id=record_id, actor=by), columns_of(kind, record_id)
        value = value_of(kind, name, home, is_other=True)
        value = value_of(kind, name, home) if value == before.values[name] else value
        assert value != before.values[name]
        change(kind, record_id, by, {name: value})
        after = record_of(kind=kind, record_id=record_id, actor=by)
        assert after.values == {**before.values, name: value}
        assert after.version == before.version + 1
        written = {**there, **({} if name in kind.links else {name: value})}
        counted = {"version": after.version} if kind.counts_itself else {}
        assert columns_of(kind, record_id) == written | counted | kind.derived(SimpleNamespace(**written))
        _check_said(kind, 1, by)
    before = everything(but=("draft",))
    with pytest.raises(Conflict):
        change(kind, record_id, by, {name: first.values[name] for name in _changeable(kind)}, first.version)
    change(kind, record_id, by, dict(after.values))  # sent as it stands
    assert everything(but=("draft",)) == before


@each(ASKED_ONCE)
def test_what_is_asked_once_is_not_changed(home: Home, kind: Kind) -> None:
    record_id = make(kind, home, whole)
    there = columns_of(kind, record_id)
    once = [name for name, asked in kind.fields.items() if asked.is_once]
    change(kind, record_id, writer_of(kind, home), {name: value_of(kind, name, home, is_other=True) for name in once})
    assert columns_of(kind, record_id) == there


@each([kind for kind in ALL if kind.may_undo])
def test_it_is_undone_once_its_parts_are(home: Home, kind: Kind) -> None:
    by, record_id = writer_of(kind, home), make(kind, home, whole)
    for part in (part for part in ALL if part.of is kind.table and part.owner):
        part_id = create(part, record_id, by, least(part, home))
        with pytest.raises(InvalidInput, match=f"There is a {part.title.lower()} with it"):
            undo(kind, record_id, by)
        undo(part, part_id, by)
    before = everything(but=("draft",))
    version = record_of(kind=kind, record_id=record_id, actor=by).version
    with pytest.raises(Conflict):
        undo(kind, record_id, by, version - 1)
    assert everything(but=("draft",)) == before
    key = draft_key(f"{kind.name}_back", by)
    for _ in range(2):
        undo(kind, record_id, by, version, key)
    _check_said(kind, 2, by)
    assert not list_records(kind=kind, actor=by)
    with pytest.raises(NotFound):
        undo(kind, record_id, by, version)


@each([kind for kind in ALL if not kind.may_undo])
def test_it_is_not_undone(home: Home, kind: Kind) -> None:
    record_id = make(kind, home)
    there = columns_of(kind, record_id)
    with pytest.raises(NotFound):
        undo(kind, record_id, writer_of(kind, home))
    assert columns_of(kind, record_id) == there


@each(ALL)
def test_all_or_nothing(home: Home, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    by, owner_id, given = writer_of(kind, home), owner_of(kind, home), whole(kind, home)
    record_id = create(kind, owner_id, by, given)
    name = next(name for name in reversed(_changeable(kind)) if given.get(name))
    other = {name: value_of(kind, name, home, is_other=True)}
    steps = {
        kind.name: partial(create, kind, owner_id, by, whole(kind, home, is_other=True)),
        f"{kind.name}_change": partial(change, kind, record_id, by, other),
        **({f"{kind.name}_back": partial(undo, kind, record_id, by)} if kind.may_undo else {}),
    }
    for form, step in steps.items():
        key, before = draft_key(form, by), everything()
        with monkeypatch.context() as patch:
            break_audit(patch)
            with pytest.raises(RuntimeError, match="audit log could not"):
                step(key=key)
        assert everything() == before, form
        step(key=key)
        assert everything()[kind.name] != before[kind.name], form


@each(SEARCHED)
def test_it_is_found_by_its_words_and_codes(home: Home, kind: Kind) -> None:
    by, record_id, given = writer_of(kind, home), make(kind, home, whole), whole(kind, home)
    for name in kind.search:
        change(kind, record_id, by, {name: f"{OTHER_WORDS} {name}"})
        assert list_records(kind=kind, actor=by, text=f"  OTHER@ {name.upper()}"), name
        assert not list_records(kind=kind, actor=by, text=f"{name} nowhere"), name
        change(kind, record_id, by, {name: given[name]})
    for name in kind.filters:
        assert list_records(kind=kind, actor=by, having={name: given[name]}), name
        assert not list_records(kind=kind, actor=by, having={name: f"not {given[name]}"}), name


@pytest.fixture
def trial(sqlite_database: str) -> Iterator[Kind]:
    """A kind to which somebody has just added a column, `place`, and told nobody."""

    class Trial(VersionedRecord, table=True):
        __tablename__ = "trial"

        line: str = text("Line", 40)
        place: str = text("Place", 40)

    kind = Kind(
        table=Trial,
        title="Trial",
        read=Permission.SERVICE_READ,
        write=Permission.SERVICE_WRITE,
        heading=lambda record: record.words("line"),
        detail=lambda row: row.line,
    )
    table = SQLModel.metadata.tables["trial"]
    with transaction() as session:
        table.create(session.connection())
    yield kind
    with engine().begin() as connection:
        table.drop(connection)
    SQLModel.metadata.remove(table)
    del KINDS["trial"]


def test_a_column_added_and_not_drawn_survives(trial: Kind) -> None:
    by = make_home().worker
    record_id = create(trial, None, by, {"line": "Rang", "place": "Hall"})
    change(trial, record_id, by, {"line": "Rang twice"})
    found = record_of(kind=trial, record_id=record_id, actor=by)
    assert found.values == {"line": "Rang twice", "place": "Hall"}
