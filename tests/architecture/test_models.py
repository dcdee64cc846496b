"""Tables: how personal each field is, who did what when, indexes, lengths and migrations."""

import importlib
import pkgutil
from collections.abc import Iterator
from enum import StrEnum

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, ForeignKey, MetaData, String, Table, UniqueConstraint
from sqlmodel import SQLModel

import models
from data.core.db import MIGRATIONS
from models import TABLES

KINDS = ("PERSONAL", "SENSITIVE", "ORDINARY")
WITHOUT_BY = {
    "appointment.starts_at": "when it takes place, not when somebody did something",
    "contact.happened_at": "when it took place; recorded_at and recorded_by say who wrote it down",
    "programme_session.starts_at": "when it takes place, not when somebody did something",
    "answer_link.expires_at": "a limit, not an act",
    "auth_session.created_at": "account_id says whose it is",
    "auth_session.last_seen_at": "account_id says whose it is",
    "auth_session.expires_at": "a limit, not an act",
    "sign_in_attempt.failed_at": "nobody was signed in",
    "set_up_code.made_at": "the server makes it",
    "cover.until_at": "a limit, not an act",
    "draft.started_at": "account_id says whose it is",
    "draft.saved_at": "account_id says whose it is",
    "draft.submitted_at": "account_id says whose it is",
    "audit_event.happened_at": "by_username says who",
}
ALL_TABLES = list(SQLModel.metadata.tables.values())


def uncategorised(table: type) -> set[str]:
    """Fields in none, or in more than one, of PERSONAL, SENSITIVE and ORDINARY; and names that are no field."""
    listed = [name for kind in KINDS for name in getattr(table, kind, ())]
    fields = set(table.__table__.columns.keys())  # type: ignore[attr-defined]
    return {name for name in fields | set(listed) if name not in fields or listed.count(name) != 1}


def instants_without_by(table: Table) -> set[str]:
    return {
        f"{table.name}.{name}"
        for name in [column.name for column in table.columns]
        if name.endswith("_at") and f"{name.removesuffix('_at')}_by" not in table.columns
    }


def unindexed_foreign_keys(table: Table) -> set[str]:
    leading = {next(iter(index.columns)).name for index in table.indexes}
    leading |= {next(iter(table.primary_key.columns)).name} if len(table.primary_key.columns) else set()
    leading |= {next(iter(c.columns)).name for c in table.constraints if isinstance(c, UniqueConstraint)}
    return {c.name for c in table.columns if c.foreign_keys and c.name not in leading and not c.unique}


def unlimited_texts(table: Table) -> set[str]:
    return {c.name for c in table.columns if isinstance(c.type, String) and not c.type.length}


def test_every_table_is_registered() -> None:
    assert {table.__tablename__ for table in TABLES} == set(SQLModel.metadata.tables), "Add it to models.TABLES."


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_field_says_how_personal_it_is(table: type) -> None:
    wrong = uncategorised(table)
    assert not wrong, f"Put each of {sorted(wrong)} in exactly one of {KINDS} of {table.__name__}."


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_columns(table: Table) -> None:
    nameless = instants_without_by(table) - set(WITHOUT_BY)
    assert not nameless, f"{sorted(nameless)}: add who did it (`_by`), or the reason to WITHOUT_BY."
    assert not unindexed_foreign_keys(table), "Give each of these foreign keys index=True."
    assert not unlimited_texts(table), "Give each of these texts a max_length."


def test_exceptions_are_still_needed() -> None:
    found = set().union(*(instants_without_by(table) for table in ALL_TABLES))
    assert set(WITHOUT_BY) <= found, f"Delete from WITHOUT_BY: {sorted(set(WITHOUT_BY) - found)}."


def test_column_checks_find_what_they_are_for() -> None:
    planted = Table(
        "planted",
        MetaData(),
        Column("id", String(4), primary_key=True),
        Column("seen_at", String(9)),
        Column("note", String()),
        Column("school_id", ForeignKey("school.id")),
    )
    assert instants_without_by(planted) == {"planted.seen_at"}
    assert unlimited_texts(planted) == {"note"}
    assert unindexed_foreign_keys(planted) == {"school_id"}
    row = type("Row", (), {"__table__": planted, "PERSONAL": {"note", "gone"}, "ORDINARY": {"note", "id"}})
    assert uncategorised(row) == {"note", "gone", "seen_at", "school_id"}


def test_migrations_are_one_numbered_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert len(scripts.get_heads()) == 1, "Two migrations follow the same one: renumber the newer."
    revisions = sorted(scripts.walk_revisions(), key=lambda script: script.revision)
    expected = [f"{number:04d}" for number in range(1, len(revisions) + 1)]
    assert [script.revision for script in revisions] == expected, "Number migrations 0001, 0002, … without gaps."
    for script in revisions:
        assert script.path.rsplit("/", 1)[-1].startswith(f"{script.revision}_"), script.path


def wordings() -> Iterator[tuple[str, dict[StrEnum, object]]]:
    """Every constant of models/ that gives a word, a sentence or a rule for each member of an enum."""
    for module_info in pkgutil.walk_packages(models.__path__, "models."):
        module = importlib.import_module(module_info.name)
        for name, value in vars(module).items():
            if isinstance(value, dict) and value and all(isinstance(key, StrEnum) for key in value):
                yield f"{module_info.name}.{name}", value


def test_words_cover_every_member() -> None:
    found = dict(wordings())
    assert {"models.audit.SENTENCES", "models.permissions.ROLE_NAMES", "models.permissions.GRANTS"} <= set(found)
    for name, words in found.items():
        missing = set(type(next(iter(words)))) - set(words)
        assert not missing, f"{name} says nothing for {sorted(missing)}."
