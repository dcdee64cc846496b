"""Many rows of a table at once, read and written as plain values: bulk work needs no objects."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect, Table, inspect, select
from sqlmodel import Session, SQLModel


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table of a model; TypeError when it has none of its own."""
    table = inspect(model).local_table
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} has no table of its own.")
    return table


def held_rows(session: Session, model: type[SQLModel], *names: str, **equal: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - column values
    """The named columns of every row, or of those whose columns equal the values given."""
    columns = table_of(model).c
    query = select(*(columns[name] for name in names))
    for name, value in equal.items():
        query = query.where(columns[name] == value)
    return [tuple(row) for row in session.connection().execute(query).all()]


def insert_rows(session: Session, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows whose values stand in the order of `names`, by the driver's own way of adding many.

    SQLAlchemy would build two dictionaries for each row, which takes longer than adding it.
    """
    if not rows:
        return
    connection = session.connection()
    dialect = connection.dialect
    quote = dialect.identifier_preparer.quote
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    columns, marks = ", ".join(map(quote, names)), ", ".join([mark] * len(names))
    statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608  names are our own
    connection.exec_driver_sql(statement, _for_driver(dialect, table, names, rows))


def _for_driver(
    dialect: Dialect, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    """The rows with days and codes as this database stores them, each value converted once: few occur, in many rows."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for place, name in enumerate(names):
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            kept = {value: process(value) for value in set(columns[place])}
            columns[place] = [kept[value] for value in columns[place]]
    return list(zip(*columns, strict=True))
