"""Kinds of record: a table declared once, from which its schemas, form, list, page, scope, log and tests come."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from sqlmodel import Field, SQLModel

from models.audit import AuditAction
from models.clock import HERE, instant
from models.columns import RecordedOnce
from models.errors import InvalidInput
from models.fields import Asked, Privacy, Shape, asked_of
from models.permissions import Permission

KEPT = "What you filled in is kept."
GENERIC = (AuditAction.RECORD_ADDED, AuditAction.RECORD_CHANGED, AuditAction.RECORD_UNDONE)
Values: TypeAlias = Mapping[str, Any]  # of a record, by column
Problem: TypeAlias = tuple[str, str]  # the field beside which it stands, and the words
Rule: TypeAlias = Callable[[Values], Problem | None]  # sees the whole record, whatever a form drew of it
Labels: TypeAlias = Mapping[str, Mapping[str, str]]  # by field: what each code it may hold is called


def foreign_key(table: type[SQLModel], name: str) -> str | None:
    """The key of another table that a column points at, such as `family.id`; None if none."""
    key = getattr(table.model_fields[name], "foreign_key", None)
    return key if isinstance(key, str) else None


def table_pointed_at(table: type[SQLModel], name: str) -> type[SQLModel]:
    """The table whose rows a column holds the ids of."""
    wanted = (foreign_key(table, name) or "").partition(".")[0]
    every = (mapper.class_ for mapper in table._sa_registry.mappers)
    return next(one for one in every if one.__tablename__ == wanted)


class PartRecord(RecordedOnce):
    """A record that belongs to another and shares its version: changing the part is changing the whole.

    Which columns are personal, sensitive or ordinary follows from how they are declared.
    """

    ORDINARY: ClassVar = {"id", "recorded_at", "recorded_by", "draft_key", "version"}

    id: int | None = Field(default=None, primary_key=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_kwargs: object) -> None:
        asked, keys = asked_of(cls), {name for name in cls.model_fields if foreign_key(cls, name)}
        for privacy in Privacy:
            declared = {name for name, how in asked.items() if how.privacy is privacy}
            named = declared | cls.__dict__.get(privacy.name, set())
            plain = (PartRecord.ORDINARY | keys - asked.keys()) & cls.model_fields.keys()
            setattr(cls, privacy.name, named | plain if privacy is Privacy.ORDINARY else named)


class VersionedRecord(PartRecord):
    """A record that counts its own changes, instead of its owner counting them."""

    version: int = 1


def dated(what: str, on: str) -> "Callable[[Record], str]":
    """A function that gives a heading from two fields, such as `Child's plan, 3 Nov 2026`."""
    return lambda record: f"{record.words(what)}, {record.words(on)}"


@dataclass(frozen=True, slots=True)
class PageOf:
    """The page of a kind of record: its file, address, icon and title, and a line for the menu."""

    path: str
    url_path: str
    icon: str
    title: str
    help: str
    permission: Permission | None = None  # where reading one is not enough to open the page


@dataclass(frozen=True, slots=True)
class LinksTo:
    """Rows of another table that say with whom or what: asked for as one list of keys such as `adult:3`."""

    table: type[SQLModel]
    own: str  # its column that points here
    keys: Mapping[str, str]  # the part before the colon: its column
    asked: Asked
    said: str  # in the log


def links_to(table: type[SQLModel], own: str, label: str, *, said: str, help: str = "", **keys: str) -> LinksTo:
    """Declare the links of a kind; each keyword is the part of a key before the colon and its column."""
    return LinksTo(table, own, keys, Asked(shape=Shape.LINKS, label=label, help=help, short=said.capitalize()), said)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """One kind of record: whose it is, who may do what, what the log says, and where it is seen."""

    table: type[PartRecord]
    title: str
    read: Permission
    write: Permission
    of: type[SQLModel] | None = None  # whose it is; data/scope.py says which of those a person may open
    rules: tuple[Rule, ...] = ()
    said: tuple[str, str, str] = ("added", "put right", "took back")
    log: tuple[AuditAction, AuditAction, AuditAction] = GENERIC
    detail: Callable[[Any], str] = lambda row: row.kind  # what the log says it was
    heading: "Callable[[Record], str]"
    links: Mapping[str, LinksTo] = field(default_factory=dict)
    apart: Callable[[Any, Sequence[Any]], str] | None = None  # why it cannot stand beside the others; of short lists
    derived: Callable[[Any], Mapping[str, Any]] = lambda _: {}  # columns that follow from others, such as a search key
    veiled: Callable[[Any], frozenset[str]] = lambda _: frozenset()  # columns of this row that nobody is shown
    may_undo: bool = False
    listed: tuple[str, ...] = ()  # the columns of its table on screen
    search: tuple[str, ...] = ()  # the columns that words are looked for in
    filters: tuple[str, ...] = ()
    order: tuple[str, ...] = ("-id",)
    file_key: str = ""  # the column by which rows of a file are matched with records, where files may bring it
    page: PageOf | None = None

    def __post_init__(self) -> None:
        KINDS[self.name] = self

    @property
    def name(self) -> str:
        """The table's name, which drafts, addresses and the log use for the kind."""
        return str(self.table.__tablename__)

    @property
    def fields(self) -> dict[str, Asked]:
        """How each column and each list of links is asked for, by name."""
        return asked_of(self.table) | {name: link.asked for name, link in self.links.items()}

    @property
    def owner(self) -> str | None:
        """The column that holds the owner's id, or None; of two that could, the one nobody is asked for."""
        wanted = f"{self.of.__tablename__}.id" if self.of else ""
        keys = [name for name in self.table.model_fields if foreign_key(self.table, name) == wanted]
        return min(keys, key=lambda name: name in self.fields, default=None)

    @property
    def counts_itself(self) -> bool:
        """Whether it has a version of its own, or counts its changes with its owner's."""
        return "version" in self.table.model_fields


KINDS: dict[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class Record:
    """One record as read, with labels for its codes. Columns veiled from everybody are not in `values`."""

    kind: Kind
    record_id: int
    owner_id: int  # 0 where nobody owns it
    values: Values
    labels: Labels
    version: int
    written_by: str
    written_at: datetime

    def words(self, name: str) -> str:
        """The value of a field in words."""
        return self.kind.fields[name].to_words(self.values[name], self.labels.get(name, {}))

    @property
    def heading(self) -> str:
        """What the record is called on its page and in a list."""
        return self.kind.heading(self)

    def naming(self, **labels: Mapping[str, str]) -> "Record":
        """A copy with labels for what its fields point at, such as the children of the family."""
        return replace(self, labels={**self.labels, **labels})


def kind_of(table: type[SQLModel] | None) -> Kind | None:
    """The kind whose records a table holds, if it is one."""
    return next((kind for kind in KINDS.values() if kind.table is table), None)


def said_of(target: str, action: AuditAction) -> str:
    """What was done to a record, by the target of its audit event: `service:3` was added to the directory."""
    kind = KINDS.get(target.partition(":")[0])
    return kind.said[GENERIC.index(action)] if kind and action in GENERIC else ""


@lru_cache
def schema(kind: Kind, names: frozenset[str]) -> type[BaseModel]:
    """A model that checks the named columns and refuses any other."""
    links: dict[str, Any] = {name: (frozenset[str], frozenset()) for name in kind.links}
    columns: dict[str, Any] = {name: (info.annotation, info) for name, info in kind.table.model_fields.items()}
    wanted = {name: one for name, one in (columns | links).items() if name in names}
    return create_model(f"{kind.name}_values", __config__=ConfigDict(extra="forbid"), **wanted)


def problems_of(kind: Kind, values: Values, *, there: Values | None = None) -> dict[str, str]:
    """By field, what is wrong with a new record or, with `there`, with changed columns of one that is stored."""
    valid, found = _validated(kind, values, frozenset(kind.fields if there is None else values))
    for name, value in valid.items():
        asked = kind.fields[name]
        if asked.not_after and value is not None and value > asked.not_after():
            found[name] = asked.to_come
        if not asked.knows(value):
            found[name] = "Please choose one of the list."
    for rule in () if found else kind.rules:
        if problem := rule({**(there or {}), **valid}):
            found.setdefault(*problem)
    return found


def _validated(kind: Kind, values: Values, names: frozenset[str]) -> tuple[dict[str, Any], dict[str, str]]:
    try:
        return schema(kind, names)(**values).model_dump(), {}
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one for one in error.errors()}
    is_gone = {name for name, one in wrong.items() if one["type"] == "missing" or values.get(name) in (None, "")}
    return {}, {name: kind.fields[name].missing if name in is_gone else _wrong(one) for name, one in wrong.items()}


def _wrong(error: Mapping[str, Any]) -> str:
    if error["type"] == "string_too_long":
        return f"Please make it shorter: {error['ctx']['max_length']} letters at most."
    return f"{error['msg']}."


def checked(kind: Kind, values: Values, *, there: Values | None = None) -> dict[str, Any]:
    """The values to store, all of a new record or just those of a change; InvalidInput says the first problem."""
    if unknown := values.keys() - kind.fields.keys():
        raise InvalidInput(f"{kind.title} has no {', '.join(sorted(unknown))}. {KEPT}")
    if problems := problems_of(kind, values, there=there):
        raise InvalidInput(f"{next(iter(problems.values()))} {KEPT}")
    return _validated(kind, values, frozenset(kind.fields if there is None else values))[0]


def answers_of(kind: Kind, values: Values) -> dict[str, Any]:
    """The record's values as a form's draft holds them; a moment becomes a day and a time."""
    answers: dict[str, Any] = {}
    for name, asked in kind.fields.items():
        if name in values and asked.shape is Shape.MOMENT:
            there = values[name].astimezone(HERE)
            answers |= {f"{name}.day": there.date().isoformat(), f"{name}.time": f"{there:%H:%M}"}
        elif name in values:
            answers[name] = asked.to_answer(values[name])
    return answers


def answer_names(kind: Kind) -> dict[str, str]:
    """By key of a form's answer, what the form calls it; a moment has two keys."""
    return {
        key: f"{asked.name}{part.replace('.', ', ')}"
        for name, asked in kind.fields.items()
        for part in ((".day", ".time") if asked.shape is Shape.MOMENT else ("",))
        for key in (f"{name}{part}",)
    }


def moment_of(on: date | None, at: str | None, was: datetime | None) -> datetime | None:
    """The instant of a day and a time; `was`, to the second, when neither changed."""
    made = instant(on, at) if on and at else None
    return was if was is not None and made == was.replace(second=0, microsecond=0) else made
