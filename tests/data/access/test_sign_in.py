"""Signing in, being slowed down, and what ends a session, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import bcrypt
import pytest
from sqlmodel import SQLModel, select

from data.access.actions.accounts import change_account, change_own_password, deactivate_account, set_password
from data.access.actions.sign_in import SignedIn, SignInRefused, sign_in, sign_out, touch_session, trade_ticket
from data.access.passwords import hash_password
from data.access.queries.accounts import current_actor, current_visit, list_own_sessions
from data.access.throttle import ADDRESS_LIMIT, FREE_FAILURES, NAME_LIMIT, TooManyAttempts
from data.core.db import reading, transaction
from models.access import ABSOLUTE_LIMIT, IDLE_LIMIT, Account, AccountChange, AuthSession, Setting, SignInAttempt
from models.audit import AuditAction, AuditEvent
from models.columns import now
from models.permissions import Actor, Role
from tests.factories import PASSWORD, make_actor, make_school, save

pytestmark = pytest.mark.usefixtures("database", "quick_hashing")
WRONG = "not the password"


def _make_account(*, role: Role = Role.WORKER, username: str = "worker", is_active: bool = True) -> int:
    hash_ = hash_password(PASSWORD)
    account = Account(username=username, display_name="Name", role=role, password_hash=hash_, is_active=is_active)
    return save(account).id


def _sign_in(username: str = "worker", password: str = PASSWORD, address: str = "10.0.0.1") -> SignedIn:
    return sign_in(username=username, password=password, address=address)


def _fail(times: int, **given: str) -> None:
    """Fail that often, without waiting in between."""
    for _ in range(times):
        with pytest.raises(SignInRefused):
            _sign_in(password=WRONG, **given)
        _shift(SignInAttempt, "failed_at", timedelta(seconds=40))


def _shift(table: type[SQLModel], column: str, by: timedelta) -> None:
    """Let time pass: move what is stored into the past."""
    with transaction() as session:
        for row in session.exec(select(table)).all():
            setattr(row, column, getattr(row, column) - by)


def _events(action: AuditAction) -> list[tuple[str, str, str]]:
    with reading() as session:
        found = session.exec(select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)).all()
    return [(event.by_username, event.target, event.detail) for event in found]


def test_the_right_password_opens_a_session() -> None:
    account_id = _make_account()
    opened = _sign_in(" Worker ")
    actor = current_actor(token=opened.token)
    assert actor is not None
    assert (actor.account_id, actor.username, actor.role) == (account_id, "worker", Role.WORKER)
    assert _events(AuditAction.SIGNED_IN) == [("worker", "worker", "")]


def test_only_hashes_are_stored() -> None:
    _make_account()
    opened = _sign_in()
    with reading() as session:
        stored = session.exec(select(AuthSession)).one().model_dump()
    assert opened.token not in stored.values()
    assert opened.ticket not in stored.values()


def test_every_failure_says_the_same() -> None:
    _make_account()
    _make_account(username="closed", is_active=False)
    said = []
    for name, password in (("worker", WRONG), ("nobody", WRONG), ("closed", PASSWORD), ("", "")):
        with pytest.raises(SignInRefused) as refusal:
            _sign_in(name, password)
        said.append(str(refusal.value))
    assert len(set(said)) == 1
    assert _events(AuditAction.SIGN_IN_FAILED) == [
        ("sign-in page", "worker", "wrong password"),
        ("sign-in page", "an unknown name", "no such account"),
        ("sign-in page", "closed", "closed account"),
        ("sign-in page", "an unknown name", "no such account"),
    ]


def test_an_unknown_name_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    _make_account()
    checked: list[bytes] = []
    checkpw = bcrypt.checkpw
    monkeypatch.setattr(
        bcrypt, "checkpw", lambda password, hash_: checked.append(hash_[:7]) or checkpw(password, hash_)
    )
    for name in ("worker", "nobody"):
        with pytest.raises(SignInRefused):
            _sign_in(name, WRONG)
    assert len(checked) == 2


@pytest.mark.parametrize("username", ["worker", "nobody"])
def test_answers_slow_down(username: str) -> None:
    _make_account()
    _fail(FREE_FAILURES + 3, username=username)
    with pytest.raises(SignInRefused):
        _sign_in(username, WRONG)
    with pytest.raises(TooManyAttempts, match=r"wait 1\d seconds"):
        _sign_in(username)
    assert _events(AuditAction.SIGN_IN_FAILED)[-1][2] == "too many attempts"


@pytest.mark.parametrize("username", ["worker", "nobody"])
def test_ten_failures_lock_the_name_for_a_while(username: str) -> None:
    _make_account()
    _fail(NAME_LIMIT, username=username)
    with pytest.raises(TooManyAttempts, match="wait 15 minutes"):
        _sign_in(username, address="10.0.0.2")


def test_a_lock_passes_by_itself() -> None:
    _make_account()
    _fail(NAME_LIMIT)
    _shift(SignInAttempt, "failed_at", timedelta(minutes=15))
    assert _sign_in().token


def test_a_lock_does_not_touch_who_is_signed_in_or_anyone_else() -> None:
    _make_account()
    _make_account(username="other")
    opened = _sign_in()
    _fail(NAME_LIMIT)
    assert current_actor(token=opened.token) is not None
    assert _sign_in("other").token


def test_a_right_password_forgets_the_failures() -> None:
    _make_account()
    for _ in range(3):
        _fail(FREE_FAILURES)
        assert _sign_in().token
    with reading() as session:
        left = session.exec(select(SignInAttempt)).all()
    assert len(left) == 3 * FREE_FAILURES, "The address keeps its failures; the name starts afresh."


def test_one_address_cannot_try_many_names() -> None:
    for number in range(ADDRESS_LIMIT):
        with pytest.raises(SignInRefused):
            _sign_in(f"name{number}", WRONG)
    _make_account()
    with pytest.raises(TooManyAttempts):
        _sign_in()
    assert _sign_in(address="10.0.0.2").token


@pytest.mark.both_databases
def test_guessing_at_once_gains_nothing() -> None:
    _make_account()

    def guess(number: int) -> bool:
        try:
            _sign_in(password=f"guess number {number}")
        except TooManyAttempts:
            return False
        except SignInRefused:
            return True
        return True

    with ThreadPoolExecutor(8) as pool:
        looked_at = sum(pool.map(guess, range(40)))
    assert looked_at <= NAME_LIMIT


def test_the_ticket_is_traded_once_for_a_cookie() -> None:
    _make_account()
    opened = _sign_in()
    cookie = trade_ticket(ticket=opened.ticket)
    assert cookie not in (None, opened.token, opened.ticket)
    assert current_actor(token=cookie) == current_actor(token=opened.token)
    assert trade_ticket(ticket=opened.ticket) is None
    assert current_actor(token=opened.ticket) is None


@pytest.mark.parametrize("why", ["late", "ended", "made up"])
def test_a_ticket_may_be_worth_nothing(why: str) -> None:
    _make_account()
    opened = _sign_in()
    if why == "late":
        _shift(AuthSession, "created_at", timedelta(seconds=61))
    elif why == "ended":
        _sign_out(opened)
    assert trade_ticket(ticket="made up" if why == "made up" else opened.ticket) is None


def _sign_out(opened: SignedIn) -> None:
    actor = current_actor(token=opened.token)
    assert actor is not None
    sign_out(by=actor)


def _change_role(actor: Actor, by: Actor) -> None:
    change_account(account_id=actor.account_id, change=AccountChange(display_name="Name", role=Role.VIEWER), by=by)


ENDINGS: dict[str, Callable[[Actor, Actor], None]] = {
    "signing out": lambda actor, _: sign_out(by=actor),
    "a new password of one's own": lambda a, _: change_own_password(current=PASSWORD, new="gentle otter parcel", by=a),
    "a new password": lambda a, by: set_password(account_id=a.account_id, password="gentle otter parcel", by=by),
    "another role": _change_role,
    "a closed account": lambda actor, by: deactivate_account(account_id=actor.account_id, by=by),
}


@pytest.mark.both_databases
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_session_ends_at_once(ending: str) -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    _make_account()
    here, elsewhere = _sign_in(), _sign_in()
    cookie = trade_ticket(ticket=here.ticket)
    actor = current_actor(token=here.token)
    assert actor is not None
    ENDINGS[ending](actor, administrator)
    assert [current_actor(token=token) for token in (here.token, cookie, elsewhere.token)] == [None] * 3


@pytest.mark.parametrize("column", ["last_seen_at", "expires_at"])
def test_a_session_ends_by_itself(column: str) -> None:
    _make_account()
    opened = _sign_in()
    _shift(AuthSession, column, IDLE_LIMIT if column == "last_seen_at" else ABSOLUTE_LIMIT)
    assert current_actor(token=opened.token) is None


@pytest.mark.both_databases
def test_using_a_session_keeps_it_alive() -> None:
    _make_account()
    opened = _sign_in()
    assert not current_visit(token=opened.token).is_due_for_touch
    _shift(AuthSession, "last_seen_at", timedelta(minutes=20))
    visit = current_visit(token=opened.token)
    assert visit.is_due_for_touch
    touch_session(by=visit.actor)
    assert list_own_sessions(actor=visit.actor)[0].last_seen_at > now() - timedelta(seconds=30)


def test_a_dead_session_is_not_revived() -> None:
    _make_account()
    opened = _sign_in()
    actor = current_actor(token=opened.token)
    _shift(AuthSession, "last_seen_at", IDLE_LIMIT)
    touch_session(by=actor)
    assert current_actor(token=opened.token) is None
    assert list_own_sessions(actor=actor) == []


@pytest.mark.parametrize("token", [None, "", "made up"])
def test_no_session_for_a_stranger(token: str | None) -> None:
    assert current_visit(token=token) is None


def test_a_visit_brings_what_every_page_needs() -> None:
    schools = frozenset(make_school(name=f"School {n}", seed_code=f"824000{n}") for n in range(2))
    actor = make_actor(role=Role.HEADTEACHER, school_ids=tuple(schools))
    with transaction() as session:
        session.get(Account, actor.account_id).password_hash = hash_password(PASSWORD)
    opened = _sign_in("headteacher")
    visit = current_visit(token=opened.token)
    assert visit.actor.school_ids == schools
    assert (visit.is_demonstration, visit.data_version, visit.must_change_password) == (False, 0, False)
    save(Setting(key="is_demo", value="1"))
    save(Setting(key="data_version", value="7"))
    visit = current_visit(token=opened.token)
    assert (visit.is_demonstration, visit.data_version) == (True, 7)


def test_a_password_changed_during_the_check_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    account_id = _make_account()
    administrator = make_actor(role=Role.ADMINISTRATOR)
    checkpw = bcrypt.checkpw

    def slow(password: bytes, hash_: bytes) -> bool:
        deactivate_account(account_id=account_id, by=administrator)
        return checkpw(password, hash_)

    monkeypatch.setattr(bcrypt, "checkpw", slow)
    with pytest.raises(SignInRefused):
        _sign_in()
