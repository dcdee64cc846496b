"""Doing what a plan says, and taking it back, inside the caller's transaction."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import String, Table, bindparam, cast, delete, exists, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, SQLModel, col

from data.core.tables import held_rows, insert_rows, table_of
from data.importing.kinds.records import IN_FILES
from data.importing.plans.plan import ImportPlan, Update
from models.attendance.openings import Attendance, AttendancePeriod, AttendanceSummary, Benchmark
from models.attendance.pupils import Characteristic, Enrolment, Pupil
from models.attendance.schools import School, SchoolAlias
from models.attendance.simd import PostcodeSimd
from models.evaluations.questionnaires import Answer, AnswerSheet
from models.families.family import Family, FamilyChild, SupportPeriod, Worker
from models.imports import ImportChange, ImportRun
from models.programmes.programme import Participant, Programme
from models.wellbeing.web import WebReading, WebScore

# What others point at comes first; undoing goes the other way.
ORDER: tuple[type[SQLModel], ...] = (
    School,
    PostcodeSimd,
    Worker,
    Family,
    Pupil,
    Enrolment,
    Characteristic,
    FamilyChild,
    SupportPeriod,
    AttendancePeriod,
    Attendance,
    Benchmark,
    WebReading,
    WebScore,
    Programme,
    Participant,
    AnswerSheet,
    Answer,
    *(kind.table for kind in IN_FILES.values()),
)
NAMES: dict[str, str] = {
    "school": "schools",
    "postcode_simd": "postcodes",
    "worker": "workers",
    "family": "families",
    "pupil": "pupils",
    "enrolment": "schools and stages of pupils",
    "characteristic": "facts about pupils",
    "family_child": "children of families",
    "support_period": "periods of support",
    "attendance_period": "attendance periods",
    "attendance": "attendance rows",
    "benchmark": "published figures",
    "web_reading": "wellbeing webs",
    "web_score": "scores of wellbeing webs",
    "programme": "programmes",
    "participant": "people on a programme",
    "answer_sheet": "sets of answers",
    "answer": "answers",
    **{kind.name: f"{kind.title.lower()}s" for kind in IN_FILES.values()},
}
# Parts that carry no import of their own: they come and go with their whole.
_PARTS: dict[str, tuple[type[SQLModel], str]] = {
    "school": (SchoolAlias, "school_id"),
    "web_reading": (WebScore, "reading_id"),
    "answer_sheet": (Answer, "sheet_id"),
}


def apply_plan(session: Session, plan: ImportPlan, import_id: int) -> None:
    """Add and change the plan's rows. New rows carry the import's id; changed ones leave what they were."""
    real: dict[str, dict[int, int]] = {}
    for model in ORDER:
        rows = plan.inserts.get(model)
        if rows:
            _insert(session, table_of(model), rows, import_id, real)
    _change(session, plan.updates, import_id, real)


def _links(table: Table) -> list[tuple[str, str]]:
    return [(key.parent.name, key.column.table.name) for key in table.foreign_keys if key.parent.name != "import_id"]


def _insert(
    session: Session, table: Table, rows: list[dict[str, Any]], import_id: int, real: dict[str, dict[int, int]]
) -> None:
    for name, target in _links(table):
        ids = real.get(target, {})
        for row in rows if ids else ():
            row[name] = ids.get(row[name], row[name])
    if "id" in rows[0]:
        planned = [row.pop("id") for row in rows]
        values = [{**row, "import_id": import_id} for row in rows]
        added = session.scalars(insert(table).returning(table.c.id, sort_by_parameter_order=True), values)
        real[table.name] = dict(zip(planned, added, strict=True))
        return
    own = {"import_id": import_id} if "import_id" in table.c else {}  # parts come and go with their whole
    names = tuple(rows[0])
    plain = [(*values, *own.values()) for values in map(itemgetter(*names), rows)]
    insert_rows(session, table, (*names, *own), plain)


def _change(session: Session, updates: list[Update], import_id: int, real: dict[str, dict[int, int]]) -> None:
    groups: dict[tuple[type[SQLModel], tuple[str, ...]], list[Update]] = defaultdict(list)
    for one in updates:
        links = dict(_links(table_of(one.model)))
        for name in one.after:
            if name in links:
                one.after[name] = real.get(links[name], {}).get(one.after[name], one.after[name])
        groups[one.model, tuple(sorted(one.after))].append(one)
    for (model, names), group in groups.items():
        _set_columns(session, table_of(model), names, [(one.key, one.after) for one in group])
    if updates:
        session.execute(
            insert(table_of(ImportChange)),
            [
                {
                    "import_id": import_id,
                    "table_name": table_of(one.model).name,
                    "row_key": str(one.key),
                    "before": json.dumps(one.before, default=str),
                    "after": json.dumps(one.after, default=str),
                }
                for one in updates
            ],
        )


def _set_columns(session: Session, table: Table, names: Iterable[str], rows: list[tuple[Any, dict[str, Any]]]) -> None:
    (key,) = table.primary_key.columns
    statement = (
        update(table).where(key == bindparam("row_key")).values({name: bindparam(f"to_{name}") for name in names})
    )
    values = [{"row_key": row_key, **{f"to_{name}": after[name] for name in names}} for row_key, after in rows]
    session.connection().execute(statement, values)


@dataclass(slots=True)
class Undone:
    """How many rows were taken back, and how many had to stay, by table."""

    removed: dict[str, int] = field(default_factory=dict)
    restored: dict[str, int] = field(default_factory=dict)
    in_use: dict[str, int] = field(default_factory=dict)  # added rows that something later points at or changed
    changed_since: dict[str, int] = field(default_factory=dict)


def remove_import(session: Session, import_id: int) -> Undone:
    """Restore what an import changed and remove what it added, where nothing later depends on it."""
    undone = Undone()
    _restore(session, import_id, undone)
    for model in (each for each in reversed(ORDER) if "import_id" in table_of(each).c):
        _remove(session, table_of(model), import_id, undone)
    return undone


def _restore(session: Session, import_id: int, undone: Undone) -> None:
    found = held_rows(session, ImportChange, "table_name", "row_key", "before", "after", import_id=import_id)
    by_table: dict[str, list[tuple[str, dict[str, Any], dict[str, Any]]]] = defaultdict(list)
    for name, row_key, before, after in found:
        by_table[name].append((row_key, json.loads(before), json.loads(after)))
    for name, changes in by_table.items():
        table = SQLModel.metadata.tables[name]
        current = _current(session, table, [row_key for row_key, _, _ in changes])
        groups: dict[tuple[str, ...], list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
        for row_key, before, after in changes:
            held = current.get(row_key)
            if held is not None and all(_as_json(held[column]) == value for column, value in after.items()):
                groups[tuple(before)].append((_key_of(table, row_key), _from_json(table, before)))
        for columns, rows in groups.items():
            _set_columns(session, table, columns, rows)
        restored = sum(map(len, groups.values()))
        _count(undone.restored, name, restored)
        _count(undone.changed_since, name, len(changes) - restored)


def _current(session: Session, table: Table, row_keys: list[str]) -> dict[str, dict[str, Any]]:
    (key,) = table.primary_key.columns
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(row_keys), 500):
        wanted = [_key_of(table, row_key) for row_key in row_keys[start : start + 500]]
        for row in session.execute(select(table).where(key.in_(wanted))).mappings():
            found[str(row[key.name])] = dict(row)
    return found


def _key_of(table: Table, row_key: str) -> int | str:
    (key,) = table.primary_key.columns
    return int(row_key) if key.type.python_type is int else row_key


def _as_json(value: object) -> Any:  # noqa: ANN401 - any JSON value
    return json.loads(json.dumps(value, default=str))


def _from_json(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    def restored(name: str, value: Any) -> Any:  # noqa: ANN401 - any column value
        is_date = value is not None and table.c[name].type.python_type is date
        return date.fromisoformat(value) if is_date else value

    return {name: restored(name, value) for name, value in values.items()}


def _remove(session: Session, table: Table, import_id: int, undone: Undone) -> None:
    """Delete the rows the import added, except those that other rows point at or a later import changed."""
    (key,) = table.primary_key.columns
    mine = table.c.import_id == import_id
    changed_later = (
        select(ImportChange.row_key)  # type: ignore[call-overload]
        .join(ImportRun, col(ImportRun.id) == ImportChange.import_id)
        .where(ImportChange.table_name == table.name, ImportChange.import_id != import_id)
        .where(col(ImportRun.undone_at).is_(None))
    )
    unused = [~exists().where(child == key) for child in _children(table)]
    removable = [mine, *unused, cast(key, String).not_in(changed_later)]
    if "version" in table.c and table.c.version.type.python_type is int:  # SIMD has a version of its own, in words
        removable.append(table.c.version == 1)  # nobody changed it by hand since
    if table.name in _PARTS:
        part, link = _PARTS[table.name]
        parts = table_of(part)
        session.connection().execute(delete(parts).where(parts.c[link].in_(select(key).where(*removable))))
    removed = session.connection().execute(delete(table).where(*removable))
    _count(undone.removed, table.name, removed.rowcount)
    staying = session.scalar(select(func.count()).select_from(table).where(mine))
    _count(undone.in_use, table.name, staying or 0)


def _children(table: Table) -> list[ColumnElement[Any]]:
    """The columns elsewhere that point at this table. Summaries are rebuilt, and parts go with their whole."""
    parts: list[type[SQLModel]] = [AttendanceSummary, *(part for part, _ in _PARTS.values())]
    rebuilt = {table_of(each).name for each in parts}
    return [
        reference.parent
        for other in SQLModel.metadata.tables.values()
        if other.name not in rebuilt
        for reference in other.foreign_keys
        if reference.column.table is table
    ]


def _count(counts: dict[str, int], name: str, number: int) -> None:
    if number:
        counts[name] = number
