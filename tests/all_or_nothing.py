"""Whether an action keeps all of it or nothing: every row there is, and an audit log that cannot be written."""

import sys
from collections.abc import Collection

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

import data.core.audit
from data.core.db import reading


def everything(*, but: Collection[str] = ()) -> dict[str, list[tuple]]:
    """Every row of every table."""
    with reading() as session:
        connection = session.connection()
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in SQLModel.metadata.tables.items()
            if name not in but
        }


def _fail(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("the audit log could not be written")


def break_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the audit insert fail wherever `record` was imported to."""
    original = data.core.audit.record
    for name, module in list(sys.modules.items()):
        if name.startswith("data.") and getattr(module, "record", None) is original:
            monkeypatch.setattr(module, "record", _fail)
