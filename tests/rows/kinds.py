"""Records of any kind, made from its declaration: a new kind adds its owner to OWNERS, at most."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from data.core.actions.records import change_record, create_record, undo_record
from data.core.db import reading
from data.core.queries.choices import offered
from data.core.queries.records import record_of
from models.access import Account
from models.attendance.pupils import Pupil
from models.audit import Mistake
from models.clock import today
from models.columns import now
from models.families.family import Family, Worker
from models.families.people import Adult
from models.fields import Shape
from models.kinds import KINDS, Kind, Values, kind_of, table_pointed_at
from models.permissions import GRANTS, Actor, Role
from tests.factories import make_actor
from tests.rows.families import Home, draft_key

# The only thing a new kind may have to say: which row of another table is this home's. Of a kind, one is made.
OWNERS: dict[type[SQLModel], Callable[[Home], Any]] = {
    Adult: lambda home: home.adult_id,
    Family: lambda home: home.family_id,
    Pupil: lambda home: home.pupil_id,
    Worker: lambda home: home.worker.worker_id,
}
ALL = sorted(KINDS.values(), key=lambda kind: kind.name)
WORDS, OTHER_WORDS = "words@example.org", "other@example.org"  # that may stand for an address, too
DAY = timedelta(days=1)


def each(kinds: Iterable[Kind]) -> pytest.MarkDecorator:
    """The same test for each of these kinds."""
    return pytest.mark.parametrize("kind", kinds, ids=lambda kind: kind.name)


def root_of(kind: Kind) -> type[SQLModel] | None:
    """Whose it is in the end: a note of a service is whoever's the service is."""
    above = kind_of(kind.of)
    return root_of(above) if above else kind.of


def value_of(kind: Kind, name: str, home: Home, *, is_other: bool = False) -> Any:
    """A value that can be, or another one."""
    asked, place = kind.fields[name], int(is_other)
    match asked.shape:
        case Shape.TEXT | Shape.NOTE:
            return OTHER_WORDS if is_other else WORDS
        case Shape.NUMBER:
            return int(((asked.least or asked.step) + place * asked.step) * asked.unit)
        case Shape.DAY:
            return today() - place * DAY if asked.not_after else today() + place * DAY
        case Shape.MOMENT:
            return now() - place * DAY
        case Shape.CHOICE | Shape.MANY:
            return list(asked.words or offered(actor=home.worker, list_name=asked.choices))[place]
        case Shape.ONE_OF:
            return row_of(table_pointed_at(kind.table, name), home)
        case Shape.LINKS:
            link = kind.links[name]
            to = {part: table_pointed_at(link.table, column) for part, column in link.keys.items()}
            return frozenset(f"{part}:{row_of(table, home)}" for part, table in to.items())
    return is_other


def impossible(kind: Kind, name: str) -> list[Any]:
    """Values that cannot be."""
    asked, is_link = kind.fields[name], name in kind.links
    later = {Shape.DAY: today() + DAY, Shape.MOMENT: now() + DAY}
    found: dict[Shape, list[Any]] = {
        Shape.TEXT: ["x" * int((asked.most or 0) + 1)],
        Shape.NUMBER: [int((asked.least or 0) * asked.unit) - 1, int((asked.most or 0) * asked.unit) + 1],
        Shape.CHOICE: ["made_up"],
        Shape.ONE_OF: [999],
        Shape.LINKS: [frozenset({f"{part}:999"}) for part in (*kind.links[name].keys, "nobody")] if is_link else [],
    }
    found |= {Shape.NOTE: found[Shape.TEXT], Shape.MANY: found[Shape.CHOICE]}
    found |= {shape: [instant] if asked.not_after else ["soon"] for shape, instant in later.items()}
    missing = [None, ""] if not is_link and kind.table.model_fields[name].is_required() else []
    return found.get(asked.shape, ["perhaps"]) + missing


def least(kind: Kind, home: Home) -> dict[str, Any]:
    """What a new one cannot do without, its owner apart."""
    needed = [name for name, info in kind.table.model_fields.items() if info.is_required() and name in kind.fields]
    return {name: value_of(kind, name, home) for name in needed if name != kind.owner}


def whole(kind: Kind, home: Home, *, is_other: bool = False) -> dict[str, Any]:
    """Its words and codes filled in as well; or all of it otherwise, so that the two may stand side by side."""
    more = {Shape.TEXT, Shape.NOTE, Shape.MANY, Shape.CHOICE}
    filled = least(kind, home).keys() | {name for name, asked in kind.fields.items() if asked.shape in more}
    return {name: value_of(kind, name, home, is_other=is_other) for name in kind.fields if name in filled}


def row_of(table: type[SQLModel], home: Home, *, is_other: bool = False) -> int:
    """A row of a table that is this home's."""
    kind = kind_of(table)
    if kind and table not in OWNERS:
        return make(kind, home, partial(whole, is_other=is_other))
    return OWNERS[table](home)


def owner_of(kind: Kind, home: Home) -> int | None:
    """The row it is to belong to."""
    return row_of(kind.of, home) if kind.of else None


def writer_of(kind: Kind, home: Home) -> Actor:
    """This home's worker, or somebody of another role where workers do not write it."""
    wanted = {kind.read, kind.write}
    role = next(role for role in (Role.WORKER, Role.LEAD, Role.ADMINISTRATOR) if wanted <= GRANTS[role])
    if role is home.worker.role:
        return home.worker
    with reading() as session:
        account_id = session.exec(select(Account.id).where(Account.username == role.value)).first()
    return Actor(account_id, role.value, role.value.title(), role) if account_id else make_actor(role=role)


def make(kind: Kind, home: Home, values: Callable[[Kind, Home], Values] = least) -> int:
    """One of this home's."""
    return create(kind, owner_of(kind, home), writer_of(kind, home), values(kind, home))


def create(kind: Kind, owner_id: int | None, by: Actor, values: Values, key: str = "") -> int:
    """Send a new one, from a draft of its own or this one."""
    owner = {kind.owner: owner_id} if kind.owner in kind.fields else {}
    key = key or draft_key(kind.name, by)
    return create_record(kind=kind, values={**values, **owner}, owner_id=owner_id, draft_key=key, by=by)


def change(kind: Kind, record_id: int, by: Actor, values: Values, version: int | None = None, key: str = "") -> int:
    """Send a change, from the version there is or this one."""
    seen = record_of(kind=kind, record_id=record_id, actor=by).version if version is None else version
    key = key or draft_key(f"{kind.name}_change", by)
    return change_record(kind=kind, record_id=record_id, values=values, version=seen, draft_key=key, by=by)


def undo(kind: Kind, record_id: int, by: Actor, version: int | None = None, key: str = "") -> int:
    """Take it back as recorded twice, from the version there is or this one."""
    seen = record_of(kind=kind, record_id=record_id, actor=by).version if version is None else version
    key = key or draft_key(f"{kind.name}_back", by)
    why = Mistake.TWICE
    return undo_record(kind=kind, record_id=record_id, version=seen, why=why, draft_key=key, by=by)


def references(kind: Kind) -> list[str]:
    """The fields that point at somebody, or at something else of somebody's."""
    wanted = (Shape.ONE_OF, Shape.LINKS)
    return [name for name, asked in kind.fields.items() if asked.shape in wanted and name != kind.owner]


def ids_of(kind: Kind) -> set[int | None]:
    """The ids of every one there is, whoever's."""
    with reading() as session:
        return set(session.exec(select(kind.table.id)))


def columns_of(kind: Kind, record_id: int) -> Mapping[str, Any]:
    """All there is of it in its table, also what nobody is asked for."""
    with reading() as session:
        return session.get_one(kind.table, record_id).model_dump()
