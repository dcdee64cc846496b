"""Every action and query says who asks; every action leaves one line in the audit log, or nothing at all."""

import pytest
from sqlmodel import select

from data.core.db import reading
from models.audit import AuditEvent
from models.permissions import Actor
from tests.all_or_nothing import break_audit, everything
from tests.architecture.action_calls import CALLS, KEPT_ON_FAILURE, WITHOUT_CALL, WITHOUT_EVENT
from tests.architecture.doors import (
    ACTIONS,
    ACTIONS_WITHOUT_ACTOR,
    QUERIES,
    QUERIES_WITHOUT_ACTOR,
    is_part_of_another,
    signature_problem,
    wrong_doors,
)

ADVICE = "Add it to CALLS in tests/architecture/action_calls.py: make its rows, return a call that succeeds."


def test_actions_say_who_acts() -> None:
    assert not wrong_doors(ACTIONS, ACTIONS_WITHOUT_ACTOR, "by")


def test_queries_say_who_asks() -> None:
    assert not wrong_doors(QUERIES, QUERIES_WITHOUT_ACTOR, "actor")


def test_exceptions_are_still_needed() -> None:
    assert set(ACTIONS_WITHOUT_ACTOR) <= set(ACTIONS), "Delete the names that are gone."
    assert set(QUERIES_WITHOUT_ACTOR) <= set(QUERIES), "Delete the names that are gone."
    assert set(WITHOUT_EVENT) | set(KEPT_ON_FAILURE) <= set(CALLS) <= set(ACTIONS), "Delete the names that are gone."
    assert set(WITHOUT_CALL) <= set(ACTIONS), "Delete the names that are gone."


def test_the_check_finds_a_door_left_open() -> None:
    def by_position(by: Actor) -> None: ...
    def nobody(*, name: str) -> None: ...
    def anything(*, by: str) -> None: ...
    def optional(*, by: Actor = None) -> None: ...  # type: ignore[assignment]
    def right(*, by: Actor, name: str = "") -> None: ...

    for wrong in (by_position, nobody, anything, optional):
        assert signature_problem(wrong, "by", Actor)
    assert signature_problem(right, "by", Actor) is None


def test_every_action_has_a_call() -> None:
    doors = {name for name, action in ACTIONS.items() if not is_part_of_another(action)}
    missing = sorted(doors - set(CALLS) - set(WITHOUT_CALL))
    assert not missing, f"{missing}: {ADVICE}"


@pytest.mark.parametrize("name", sorted(set(CALLS) & set(ACTIONS)))
def test_action_is_recorded(sqlite_database: str, name: str) -> None:
    call = CALLS[name]()
    with reading() as session:
        before = len(session.exec(select(AuditEvent.id)).all())
    call()
    with reading() as session:
        after = len(session.exec(select(AuditEvent.id)).all())
    if name in WITHOUT_EVENT:
        assert after == before, f"Delete {name} from WITHOUT_EVENT."
    else:
        assert after > before, "Call record(...) in the action's transaction."


@pytest.mark.both_databases
@pytest.mark.parametrize("name", sorted((set(CALLS) & set(ACTIONS)) - set(WITHOUT_EVENT)))
def test_action_is_all_or_nothing(database: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call = CALLS[name]()  # the rows are made while the audit log still works
    kept = KEPT_ON_FAILURE.get(name, {})
    before = everything(but=kept)
    with monkeypatch.context() as patch:
        break_audit(patch)
        with pytest.raises(RuntimeError, match="audit log could not"):
            call()
    assert everything(but=kept) == before, "Something was saved outside the transaction that records it."
