"""What holds for the form of every kind of record, made from its declaration."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.core.queries.records import record_of
from models.fields import Shape
from models.kinds import Kind, answer_names, answers_of
from tests.all_or_nothing import everything
from tests.pages.tab import Tab
from tests.rows.families import Home, draft_key
from tests.rows.kinds import ALL, create, each, ids_of, least, owner_of, references, value_of, whole, writer_of

pytestmark = pytest.mark.usefixtures("sqlite_database")


def _form(name: str, record_id: int | None, owner_id: int | None, options: dict[str, dict[str, str]]) -> None:
    from components.access.guard import require
    from components.kit.records import change_fields, new_record
    from data.core.queries.records import record_of
    from models.kinds import KINDS
    from models.permissions import Permission

    kind, actor = KINDS[name], require(Permission.ACCOUNT_READ_OWN)
    if record_id is None:
        new_record(kind, actor=actor, label="Save it", owner_id=owner_id, options=options)
    else:
        record = record_of(kind=kind, record_id=record_id, actor=actor)
        change_fields(record, actor=actor, options=options, label="Save it")


def _options(kind: Kind, home: Home, owner_id: int | None) -> dict[str, dict[str, str]]:
    """By field that points at somebody: whom the page says there are."""
    found = {kind.owner or "": {str(owner_id): "Somebody"}}
    for name in references(kind):
        value = value_of(kind, name, home)
        found[name] = {str(key): "Somebody" for key in (value if kind.fields[name].shape is Shape.LINKS else [value])}
    return found


def _open(kind: Kind, home: Home, owner_id: int | None, record_id: int | None = None) -> AppTest:
    by = writer_of(kind, home)
    values = {"name": kind.name, "record_id": record_id, "owner_id": owner_id}
    at = AppTest.from_function(_form, default_timeout=30, kwargs={**values, "options": _options(kind, home, owner_id)})
    at.session_state["session.token"] = Tab(by, "access/my_account").at.session_state["session.token"]
    at.run()
    assert not at.exception
    return at


def _send(at: AppTest) -> None:
    next(button for button in at.button if button.label == "Save it").click().run()
    assert not at.exception
    assert not at.error


def _names(at: AppTest, kind: Kind) -> set[str]:
    """The answers that have a widget: each of several ticks is of one answer."""
    keys = [str(one.key) for one in at.main if getattr(one, "key", None)]
    return {name for name in answer_names(kind) if any(f".{name}." in f"{key}." for key in keys)}


@each(ALL)
def test_what_a_draft_holds_is_what_is_stored(home: Home, kind: Kind) -> None:
    owner_id = owner_of(kind, home)
    given = whole(kind, home) | ({kind.owner: owner_id} if kind.owner in kind.fields else {})
    given |= {name: value_of(kind, name, home) for name in references(kind)}
    draft_key(kind.name, writer_of(kind, home), **answers_of(kind, given))
    before = ids_of(kind)
    at = _open(kind, home, owner_id)
    assert _names(at, kind) == {*answer_names(kind)}, "Whatever it holds is on its form."
    _send(at)
    (record_id,) = ids_of(kind) - before
    found = record_of(kind=kind, record_id=record_id, actor=writer_of(kind, home)).values
    assert {name: _to_the_minute(value) for name, value in found.items() if name in given} == {
        name: _to_the_minute(value) for name, value in given.items()
    }


def _to_the_minute(value: Any) -> Any:
    return value.replace(second=0, microsecond=0) if hasattr(value, "second") else value


@each(ALL)
def test_a_form_sent_as_it_was_opened_changes_nothing(home: Home, kind: Kind) -> None:
    owner_id = owner_of(kind, home)
    record_id = create(kind, owner_id, writer_of(kind, home), least(kind, home))
    before = everything(but=("draft", "auth_session"))
    at = _open(kind, home, owner_id, record_id)
    fixed = {name for name, asked in kind.fields.items() if asked.is_once}
    assert _names(at, kind) == {*answer_names(kind)} - fixed
    _send(at)
    assert everything(but=("draft", "auth_session")) == before
