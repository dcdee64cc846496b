"""A row in every table of a database, made from what the database says of itself: for rehearsing migrations."""

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Inspector,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
)
from sqlalchemy import inspect as look_at

_OF_A_LIST = re.compile(r"\(?\"?(\w+)\"?\)?(?:::text)? (?:IN \(|= ANY \(+ARRAY\[)'([^']*)'")


def fill_every_table(connection: Connection) -> dict[str, dict[str, Any]]:
    """Put one row into every table that has none, and return them by table."""
    tables = MetaData()
    tables.reflect(connection)
    rows = {}
    for table in tables.sorted_tables:
        if table.name == "alembic_version":
            continue
        if connection.execute(table.select().limit(1)).first() is None:
            connection.execute(table.insert().values(_row(table, look_at(connection))))
        rows[table.name] = dict(connection.execute(table.select().limit(1)).mappings().one())
    return rows


def _row(table: Table, inspector: Inspector) -> dict[str, Any]:
    of_a_list = {
        match[1]: match[2]
        for constraint in inspector.get_check_constraints(table.name)
        if (match := _OF_A_LIST.search(constraint["sqltext"]))
    }
    return {
        column.name: of_a_list.get(column.name, _value(column))
        for column in table.columns
        if not any(key.column.table is table for key in column.foreign_keys)  # nothing to point at yet
    }


def _value(column: Column[Any]) -> object:
    """Something that fits: the first row of whatever it points at, and never nothing."""
    if column.foreign_keys:
        return 1
    match column.type:
        case Boolean():
            return False
        case Integer() | Numeric() | Float():
            return 1
        case Date():
            return date(2026, 8, 24)
        case DateTime():
            return datetime(2026, 8, 24, 9, tzinfo=UTC)
        case LargeBinary():
            return b"x"
    return "x"
