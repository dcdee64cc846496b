"""The tablet in a child's hands: one form opens, nothing else, until the worker's password."""

from contextlib import suppress

import pytest
from sqlmodel import select

from data.access.passwords import hash_password
from data.access.queries.accounts import current_actor, current_visit
from data.access.throttle import NAME_LIMIT, TooManyAttempts
from data.core.actions.drafts import discard_draft, save_answers, start_draft
from data.core.db import reading, transaction
from data.core.queries.drafts import handed_over_draft
from data.wellbeing.actions.tablet import lend_tablet, return_tablet
from data.wellbeing.actions.webs import record_web
from data.wellbeing.queries import list_webs
from models.access import Account
from models.audit import AuditAction, AuditEvent
from models.errors import InvalidInput, NotFound, PermissionDenied
from models.permissions import Actor, Permission
from tests.factories import PASSWORD, sign_in_as
from tests.rows.webs import draft_of, make_worker_with_child, web_entry

pytestmark = pytest.mark.usefixtures("database", "quick_hashing")


def _now(token: str) -> Actor:
    visit = current_visit(token=token)
    assert visit is not None
    return visit.actor


@pytest.fixture
def handed(database: str, quick_hashing: None) -> tuple[str, int]:
    """The token of a session that was handed over, and the child it is about."""
    worker, pupil_id = make_worker_with_child()
    with transaction() as session:
        session.get_one(Account, worker.account_id).password_hash = hash_password(PASSWORD)
    token = sign_in_as(worker)
    start_draft(form="web_correction", subject="web:1", by=_now(token))
    lend_tablet(draft_key=draft_of(pupil_id, worker), by=_now(token))
    return token, pupil_id


def test_nothing_else_opens(handed: tuple[str, int]) -> None:
    token, pupil_id = handed
    child = _now(token)
    assert {each for each in Permission if child.can(each)} == {Permission.CHILD_FORM}
    assert current_actor(token=token) is None, "Downloads and uploads ask this one."
    with pytest.raises(PermissionDenied):
        list_webs(actor=child, pupil_id=pupil_id)
    with pytest.raises(PermissionDenied):
        record_web(pupil_id=pupil_id, entry=web_entry(), draft_key=child.handed_over_key or "", by=child)
    with pytest.raises(PermissionDenied):
        lend_tablet(draft_key=child.handed_over_key or "", by=child)


def test_the_one_form_can_be_filled_in(handed: tuple[str, int]) -> None:
    token, pupil_id = handed
    child = _now(token)
    save_answers(key=child.handed_over_key or "", answers={"score.safe": "3"}, by=child)
    draft = handed_over_draft(actor=child)
    assert draft is not None
    assert (draft.subject, draft.answers) == (f"pupil:{pupil_id}", {"score.safe": "3"})
    other = start_draft(form="web_correction", subject="web:1", by=child)
    with pytest.raises(NotFound):
        save_answers(key=other.key, answers={"a": 1}, by=child)


def test_only_the_password_takes_it_back(handed: tuple[str, int]) -> None:
    token, pupil_id = handed
    with pytest.raises(InvalidInput, match="not right"):
        return_tablet(password="a guess", by=_now(token))
    assert _now(token).handed_over_key
    assert return_tablet(password=PASSWORD, by=_now(token)) == f"pupil:{pupil_id}"
    assert _now(token).handed_over_key is None
    assert current_actor(token=token) is not None
    with reading() as session:
        actions = session.exec(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions[-2:] == [AuditAction.TABLET_HANDED_OVER, AuditAction.TABLET_TAKEN_BACK]


def test_guessing_is_slowed(handed: tuple[str, int]) -> None:
    token, _ = handed
    for _ in range(NAME_LIMIT + 1):
        with suppress(InvalidInput, TooManyAttempts):
            return_tablet(password="a guess", by=_now(token))
    with pytest.raises(TooManyAttempts):
        return_tablet(password="a guess", by=_now(token))


@pytest.mark.both_databases
def test_it_comes_back_also_when_the_draft_is_gone(handed: tuple[str, int]) -> None:
    token, _ = handed
    child = _now(token)
    discard_draft(key=child.handed_over_key or "", by=child)
    assert handed_over_draft(actor=child) is None
    assert return_tablet(password=PASSWORD, by=child) == ""


def test_what_cannot_be_handed_over(database: str) -> None:
    worker, pupil_id = make_worker_with_child()
    token = sign_in_as(worker)
    key = draft_of(pupil_id, worker)
    with pytest.raises(NotFound):
        lend_tablet(draft_key=key, by=worker)  # nobody is signed in as this actor
    record_web(pupil_id=pupil_id, entry=web_entry(), draft_key=key, by=worker)
    with pytest.raises(NotFound):
        lend_tablet(draft_key=key, by=_now(token))
