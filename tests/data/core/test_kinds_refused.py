"""What is refused for every kind of record: to whom it is not open, and what it does not hold."""

from functools import partial
from itertools import product

import pytest

from data.core.queries.records import by_owner, list_records, record_of
from models.errors import InvalidInput, NotFound, PermissionDenied
from models.families.family import Family
from models.kinds import Kind
from models.permissions import GRANTS, Actor, Permission, Role
from tests.all_or_nothing import everything
from tests.factories import make_pupil
from tests.rows.families import Home, make_adult, make_family, make_home
from tests.rows.kinds import (
    ALL,
    OWNERS,
    change,
    columns_of,
    create,
    each,
    impossible,
    least,
    make,
    owner_of,
    references,
    root_of,
    row_of,
    undo,
    value_of,
    whole,
    writer_of,
)

PRIVATE = [kind for kind in ALL if root_of(kind) in OWNERS]


@pytest.fixture
def here(sqlite_database: str) -> Home:
    """A home on one database, for what is refused before either is asked."""
    return make_home()


def _stranger() -> Home:
    return make_home(username="other", number="222222222", reference="F002")


@each(PRIVATE)
def test_a_stranger_finds_none_and_writes_none(home: Home, kind: Kind) -> None:
    owner_id = owner_of(kind, home)
    record_id, by = create(kind, owner_id, home.worker, least(kind, home)), _stranger().worker
    for refused in (
        partial(record_of, kind=kind, record_id=record_id, actor=by),
        partial(create, kind, owner_id, by, whole(kind, home)),
        partial(change, kind, record_id, by, whole(kind, home), 1),
        partial(undo, kind, record_id, by, 1),
    ):
        with pytest.raises(NotFound):
            refused()
    assert record_id not in [one.record_id for one in list_records(kind=kind, actor=by)]
    assert not list_records(kind=kind, actor=by, owner_id=owner_id)
    assert owner_id not in by_owner(kind=kind, actor=by)
    assert [*by_owner(kind=kind, actor=home.worker)] == [owner_id]


@each(ALL)
def test_nobody_reads_without_its_permission(here: Home, kind: Kind) -> None:
    record_id = make(kind, here)
    for by in _without(kind.read, here):
        with pytest.raises(PermissionDenied):
            list_records(kind=kind, actor=by)
        with pytest.raises(NotFound):
            record_of(kind=kind, record_id=record_id, actor=by)


@each(ALL)
def test_nobody_writes_without_its_permission(here: Home, kind: Kind) -> None:
    owner_id, given = owner_of(kind, here), whole(kind, here)
    record_id = create(kind, owner_id, writer_of(kind, here), given)
    before = everything(but=("audit_event", "audit_head"))
    for by in _without(kind.write, here):
        for refused in (
            partial(create, kind, owner_id, by, given, key="none"),
            partial(change, kind, record_id, by, given, 1, key="none"),
            partial(undo, kind, record_id, by, 1, key="none"),
        ):
            with pytest.raises(PermissionDenied):
                refused()
    assert everything(but=("audit_event", "audit_head")) == before


def _without(permission: Permission, home: Home) -> list[Actor]:
    """Somebody of each role that lacks it, to whom the rest is open."""
    roles = [role for role in Role if permission not in GRANTS[role]]
    assert roles, "Somebody has to be refused, or there is nothing to see here."
    return [Actor(None, "asks", "Asks", role, worker_id=home.worker.worker_id) for role in roles]


@each(ALL)
def test_what_it_does_not_ask_for_is_refused(here: Home, kind: Kind) -> None:
    by, owner_id = writer_of(kind, here), owner_of(kind, here)
    record_id = create(kind, owner_id, by, least(kind, here))
    given, before = whole(kind, here, is_other=True), everything(but=("draft",))
    unasked = {name: 7 for name in kind.table.model_fields if name not in kind.fields}
    assert {"id", "recorded_by", "recorded_at", "draft_key"} <= unasked.keys()
    for name, value in {**unasked, "version": 9, "made_up": 1}.items():
        with pytest.raises(InvalidInput, match="has no"):
            create(kind, owner_id, by, given | {name: value})
        with pytest.raises(InvalidInput, match="has no"):
            change(kind, record_id, by, {name: value})
    assert everything(but=("draft",)) == before


@each(ALL)
def test_what_cannot_be_is_refused(here: Home, kind: Kind) -> None:
    by, owner_id = writer_of(kind, here), owner_of(kind, here)
    record_id = create(kind, owner_id, by, least(kind, here))
    given, before = whole(kind, here, is_other=True), everything(but=("draft",))
    for name in (name for name in kind.fields if name != kind.owner):
        for value in impossible(kind, name):
            with pytest.raises((InvalidInput, NotFound)):
                create(kind, owner_id, by, given | {name: value})
            if not kind.fields[name].is_once:
                with pytest.raises((InvalidInput, NotFound)):
                    change(kind, record_id, by, {name: value})
    if kind.of:
        with pytest.raises(NotFound):
            create(kind, 999, by, given)
    assert everything(but=("draft",)) == before
    assert create(kind, owner_id, by, given), "The rest of it was right."


@each([kind for kind in ALL if kind.owner])
def test_it_stays_with_its_owner(here: Home, kind: Kind) -> None:
    record_id, by = make(kind, here), writer_of(kind, here)
    there, elsewhere = columns_of(kind, record_id), row_of(kind.of, _stranger(), is_other=True)
    with pytest.raises((InvalidInput, NotFound)):
        change(kind, record_id, by, {kind.owner: elsewhere})
    assert columns_of(kind, record_id) == there


@each([kind for kind in ALL if references(kind)])
def test_nobody_of_another_family_is_in_it(home: Home, kind: Kind) -> None:
    owner_id, others = owner_of(kind, home), [_stranger(), *([_second_family(home)] if kind.of is Family else [])]
    record_id = create(kind, owner_id, home.worker, least(kind, home))
    for name, other in product(references(kind), others):
        theirs = {name: value_of(kind, name, other)}
        before = everything(but=("draft",))
        with pytest.raises(NotFound):
            create(kind, owner_id, home.worker, least(kind, home) | theirs)
        with pytest.raises(NotFound):
            change(kind, record_id, home.worker, theirs)
        assert everything(but=("draft",)) == before


def _second_family(home: Home) -> Home:
    """Another family of the same worker, who may open it and still cannot mix the two."""
    pupil_id = make_pupil(candidate_number="333333333")
    family_id = make_family(pupil_ids=(pupil_id,), worker_id=home.worker.worker_id, reference="F003")
    return Home(family_id, pupil_id, make_adult(family_id), home.worker)
