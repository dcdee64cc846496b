"""Whole columns of a table as plain rows, and the table behind a model: bulk work needs no objects."""

from typing import Any

from sqlalchemy import Table, inspect, select
from sqlmodel import Session, SQLModel


def table_of(model: type[SQLModel]) -> Table:
    """The table of a model."""
    table = inspect(model).local_table
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} has no table of its own.")
    return table


def rows_of(session: Session, model: type[SQLModel], *names: str, **equal: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - column values
    """The named columns of every row, or of those whose columns equal the values given."""
    columns = table_of(model).c
    query = select(*(columns[name] for name in names))
    for name, value in equal.items():
        query = query.where(columns[name] == value)
    return [tuple(row) for row in session.connection().execute(query).all()]
