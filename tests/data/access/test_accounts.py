"""Adding and changing accounts, and the first administrator, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import select

from data.access.actions.accounts import (
    add_account,
    change_account,
    change_own_password,
    deactivate_account,
    reactivate_account,
    set_password,
)
from data.access.actions.set_up import create_first_administrator, make_set_up_code
from data.access.actions.sign_in import sign_in
from data.access.queries.accounts import (
    current_visit,
    is_demonstration,
    is_set_up,
    list_accounts,
    list_worker_names,
    setting,
)
from data.access.throttle import TooManyAttempts
from data.attendance.actions.schools import change_school
from data.attendance.queries.schools import find_school, list_schools
from data.core.db import reading, transaction
from models.access import Account, AccountChange, AccountCreate, SetUpCode
from models.attendance.schools import School, SchoolUpdate
from models.audit import AuditEvent
from models.columns import now
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.permissions import SYSTEM, Actor, Role
from tests.factories import PASSWORD, make_actor, make_school, make_worker

pytestmark = pytest.mark.usefixtures("database", "quick_hashing")
NEW = "gentle otter parcel"


@pytest.fixture
def administrator(request: pytest.FixtureRequest) -> Actor:
    """Somebody who keeps the accounts."""
    request.getfixturevalue("database")
    return make_actor(role=Role.ADMINISTRATOR)


def _new(**fields: object) -> AccountCreate:
    given = {"username": "morag.reid", "display_name": "Morag Reid", "role": Role.WORKER, "password": PASSWORD}
    return AccountCreate(**{**given, **fields})


def _last_event() -> tuple[str, str, str, str]:
    with reading() as session:
        event = session.exec(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    return str(event.action), event.by_username, event.target, event.detail


@pytest.mark.both_databases
def test_added_account_signs_in_and_must_change_its_password(administrator: Actor) -> None:
    worker_id = make_worker()
    add_account(account=_new(worker_id=worker_id), by=administrator)
    assert _last_event() == ("account_added", "administrator", "morag.reid", "Morag Reid, home link worker")
    visit = current_visit(token=sign_in(username="morag.reid", password=PASSWORD, address=None).token)
    assert visit.must_change_password
    assert visit.actor.worker_id == worker_id
    change_own_password(current=PASSWORD, new=NEW, by=visit.actor)
    visit = current_visit(token=sign_in(username="morag.reid", password=NEW, address=None).token)
    assert not visit.must_change_password


@pytest.mark.parametrize(
    ("role", "keeps_schools", "keeps_worker"),
    [(Role.HEADTEACHER, True, False), (Role.WORKER, False, True), (Role.VIEWER, False, False)],
)
def test_an_account_is_tied_to_what_its_role_calls_for(
    administrator: Actor, role: Role, *, keeps_schools: bool, keeps_worker: bool
) -> None:
    school_id, worker_id = make_school(), make_worker()
    add_account(account=_new(role=role, school_ids={school_id}, worker_id=worker_id), by=administrator)
    row = next(row for row in list_accounts(actor=administrator) if row.username == "morag.reid")
    assert row.school_ids == ((school_id,) if keeps_schools else ())
    assert row.school_names == (("Madeup Primary School",) if keeps_schools else ())
    assert (row.worker_name == "HLW 01") == keeps_worker
    assert row.last_signed_in_at is None


def test_a_username_is_used_once(administrator: Actor) -> None:
    add_account(account=_new(), by=administrator)
    with pytest.raises(InvalidInput, match="already an account called morag.reid"):
        add_account(account=_new(display_name="Another"), by=administrator)
    assert len(list_accounts(actor=administrator)) == 2


def test_a_change_replaces_schools(administrator: Actor) -> None:
    first, second = make_school(), make_school(name="Other Primary School", seed_code="8240002")
    account_id = add_account(account=_new(role=Role.HEADTEACHER, school_ids={first}), by=administrator)
    row = next(row for row in list_accounts(actor=administrator) if row.id == account_id)
    change = row.changeable.model_copy(update={"school_ids": frozenset({second}), "display_name": "M Reid"})
    change_account(account_id=account_id, change=change, by=administrator)
    row = next(row for row in list_accounts(actor=administrator) if row.id == account_id)
    assert (row.display_name, row.school_ids) == ("M Reid", (second,))
    assert _last_event()[0] == "account_changed"


def test_closing_and_opening_again(administrator: Actor) -> None:
    account_id = add_account(account=_new(), by=administrator)
    deactivate_account(account_id=account_id, by=administrator)
    assert [row.is_active for row in list_accounts(actor=administrator)] == [True, False]
    assert _last_event() == ("account_deactivated", "administrator", "morag.reid", "")
    reactivate_account(account_id=account_id, by=administrator)
    assert [row.is_active for row in list_accounts(actor=administrator)] == [True, True]


def test_nobody_locks_themselves_out(administrator: Actor) -> None:
    make_actor(role=Role.ADMINISTRATOR, username="other")
    own = administrator.account_id
    with pytest.raises(InvalidInput, match="your own account"):
        deactivate_account(account_id=own, by=administrator)
    change = AccountChange(display_name="Name", role=Role.LEAD)
    with pytest.raises(InvalidInput, match="your own role"):
        change_account(account_id=own, change=change, by=administrator)
    with pytest.raises(InvalidInput, match="under My account"):
        set_password(account_id=own, password=NEW, by=administrator)


def test_the_last_administrator_stays(administrator: Actor) -> None:
    with pytest.raises(InvalidInput, match="last administrator"):
        deactivate_account(account_id=administrator.account_id, by=SYSTEM)


@pytest.mark.both_databases
def test_two_administrators_cannot_close_each_other(administrator: Actor) -> None:
    other = make_actor(role=Role.ADMINISTRATOR, username="other")

    def close(pair: tuple[Actor, Actor]) -> None:
        with suppress(InvalidInput):
            deactivate_account(account_id=pair[0].account_id, by=pair[1])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(close, [(administrator, other), (other, administrator)]))
    assert any(row.is_active for row in list_accounts(actor=administrator))


def test_a_new_password_must_be_changed(administrator: Actor) -> None:
    account_id = add_account(account=_new(), by=administrator)
    set_password(account_id=account_id, password=NEW, by=administrator)
    assert _last_event() == ("password_changed", "administrator", "morag.reid", "")
    assert current_visit(token=sign_in(username="morag.reid", password=NEW, address=None).token).must_change_password


@pytest.mark.parametrize(
    ("current", "new", "reason"),
    [("wrong", NEW, "current password was not right"), (PASSWORD, PASSWORD, "differs"), (PASSWORD, "x", "longer")],
)
def test_a_password_is_not_changed(administrator: Actor, current: str, new: str, reason: str) -> None:
    add_account(account=_new(), by=administrator)
    actor = current_visit(token=sign_in(username="morag.reid", password=PASSWORD, address=None).token).actor
    with pytest.raises(InvalidInput, match=reason):
        change_own_password(current=current, new=new, by=actor)
    assert sign_in(username="morag.reid", password=PASSWORD, address=None)


def test_the_current_password_cannot_be_guessed_at_an_open_tab(administrator: Actor) -> None:
    add_account(account=_new(), by=administrator)
    actor = current_visit(token=sign_in(username="morag.reid", password=PASSWORD, address=None).token).actor
    for _ in range(5):
        with pytest.raises(InvalidInput):
            change_own_password(current="wrong", new=NEW, by=actor)
    with pytest.raises(TooManyAttempts):
        change_own_password(current=PASSWORD, new=NEW, by=actor)
    assert sign_in(username="morag.reid", password=PASSWORD, address=None), "Signing in is counted apart."


CALLS: dict[str, Callable[[int, Actor], object]] = {
    "add": lambda _, by: add_account(account=_new(), by=by),
    "change": lambda i, by: change_account(account_id=i, change=AccountChange(display_name="N", role=Role.LEAD), by=by),
    "password": lambda i, by: set_password(account_id=i, password=NEW, by=by),
    "close": lambda i, by: deactivate_account(account_id=i, by=by),
    "open": lambda i, by: reactivate_account(account_id=i, by=by),
    "list": lambda _, by: list_accounts(actor=by),
    "workers": lambda _, by: list_worker_names(actor=by),
}


@pytest.mark.parametrize("call", CALLS)
def test_only_an_administrator_keeps_accounts(administrator: Actor, call: str) -> None:
    with pytest.raises(PermissionDenied):
        CALLS[call](administrator.account_id, make_actor(role=Role.LEAD))
    assert _last_event()[:3] == ("refused", "lead", "account_write")


@pytest.mark.parametrize("call", ["change", "password", "close", "open"])
def test_an_account_that_is_not_there(administrator: Actor, call: str) -> None:
    with pytest.raises(NotFound):
        CALLS[call](999, administrator)


@pytest.mark.both_databases
def test_worker_names(administrator: Actor) -> None:
    first, second = make_worker(name="HLW 02"), make_worker(name="HLW 01")
    assert list(list_worker_names(actor=administrator)) == [second, first]


def test_set_up_takes_the_code_once() -> None:
    assert not is_set_up()
    first, second = make_set_up_code(), make_set_up_code()
    account = _new(role=Role.VIEWER)
    with pytest.raises(InvalidInput, match="code is not right"):
        create_first_administrator(code="WRONG", account=account)
    create_first_administrator(code=f" {first.lower()} ", account=account)
    assert is_set_up()
    assert _last_event() == ("set_up", "morag.reid", "morag.reid", "")
    with pytest.raises(InvalidInput, match="set up already"):
        create_first_administrator(code=second, account=_new(username="other"))
    assert make_set_up_code() is None
    actor = current_visit(token=sign_in(username="morag.reid", password=PASSWORD, address=None).token).actor
    assert actor.role is Role.ADMINISTRATOR
    with reading() as session:
        assert session.exec(select(SetUpCode)).all() == []


def test_a_set_up_code_lasts_a_day() -> None:
    code = make_set_up_code()
    with transaction() as session:
        session.exec(select(SetUpCode)).one().made_at = now() - timedelta(hours=25)
    with pytest.raises(InvalidInput, match="more than a day old"):
        create_first_administrator(code=code, account=_new())
    make_set_up_code()
    with reading() as session:
        assert len(session.exec(select(SetUpCode)).all()) == 1


@pytest.mark.both_databases
def test_two_people_setting_up_at_once() -> None:
    codes = [make_set_up_code(), make_set_up_code()]

    def create(number: int) -> bool:
        try:
            create_first_administrator(code=codes[number], account=_new(username=f"person{number}"))
        except InvalidInput:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(create, range(2))) == [False, True]
    with reading() as session:
        assert len(session.exec(select(Account)).all()) == 1


def test_an_empty_installation_is_no_demonstration() -> None:
    assert not is_demonstration()


@pytest.mark.both_databases
def test_a_school_is_changed_unless_somebody_else_did_first(administrator: Actor) -> None:
    school_id = make_school()
    seen = find_school(school_id=school_id, actor=administrator).changeable
    change = SchoolUpdate(name="New Name", cluster="Cumnock", is_supported=True)
    change_school(school_id=school_id, seen=seen, change=change, by=administrator)
    assert _last_event() == ("school_changed", "administrator", f"school:{school_id}", "name, cluster")
    with reading() as session:  # so that no figure kept under the old name is shown again
        assert setting(session, "data_version") == "1"
    with pytest.raises(Conflict):
        change_school(school_id=school_id, seen=seen, change=change, by=administrator)
    assert [(s.name, s.cluster) for s in list_schools(actor=administrator)] == [("New Name", "Cumnock")]


def test_the_same_school_again_records_nothing(administrator: Actor) -> None:
    school_id = make_school()
    seen = find_school(school_id=school_id, actor=administrator).changeable
    change_school(school_id=school_id, seen=seen, change=seen, by=administrator)
    with reading() as session:
        assert session.exec(select(AuditEvent)).all() == []


def test_schools_are_changed_by_administrators_only(administrator: Actor) -> None:
    school_id = make_school()
    seen = find_school(school_id=school_id, actor=administrator).changeable
    with pytest.raises(PermissionDenied):
        change_school(school_id=school_id, seen=seen, change=seen, by=make_actor(role=Role.LEAD))
    with pytest.raises(NotFound):
        change_school(school_id=999, seen=seen, change=seen, by=administrator)


def test_a_headteacher_sees_their_own_schools() -> None:
    own, other = make_school(), make_school(name="Other", seed_code="8240002")
    headteacher = make_actor(role=Role.HEADTEACHER, school_ids=(own,))
    assert [school.id for school in list_schools(actor=headteacher)] == [own]
    with pytest.raises(NotFound):
        find_school(school_id=other, actor=headteacher)
    with reading() as session:
        assert len(session.exec(select(School)).all()) == 2
