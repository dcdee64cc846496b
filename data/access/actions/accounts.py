"""Adding and changing accounts. What changes a person's access ends all their sessions in the same transaction."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from data.access.passwords import check_new_password, hash_password, is_right_password
from data.access.queries.accounts import is_shared
from data.access.sessions import end_sessions
from data.access.throttle import NAME_LIMIT, forgive, name_subject, take_attempt
from data.core.audit import check_permission, record
from data.core.db import find_row, reading, transaction
from models.access import Account, AccountAccess, AccountChange, AccountCreate, AccountSchool
from models.audit import AuditAction
from models.errors import InvalidInput
from models.permissions import GRANTS, ROLE_NAMES, Actor, Permission, is_tied_to_schools, may_have_caseload

_ADMINISTERING = [role for role, grants in GRANTS.items() if Permission.ACCOUNT_WRITE in grants]


def add_account(*, account: AccountCreate, by: Actor) -> int:
    """Add an account. Its password must be changed at the first sign-in."""
    check_permission(by, Permission.ACCOUNT_WRITE)
    check_new_password(account.password, names=(account.username, account.display_name))
    password_hash = hash_password(account.password)
    try:
        with transaction() as session:
            added = _new_account(account, password_hash=password_hash, by=by.username)
            session.add(added)
            session.flush()
            _link(session, added, account)
            detail = f"{account.display_name}, {ROLE_NAMES[account.role].lower()}"
            record(session, action=AuditAction.ACCOUNT_ADDED, by=by.username, target=account.username, detail=detail)
            return added.id or 0
    except IntegrityError as error:
        raise InvalidInput(
            f"There is already an account called {account.username}. Nothing was saved: please choose another username."
        ) from error


def change_account(*, account_id: int, change: AccountChange, by: Actor) -> None:
    """Change an account's name, role, schools or worker. A changed role or school signs the person out."""
    check_permission(by, Permission.ACCOUNT_WRITE)
    with transaction() as session:
        keeper_ids = _locked_keepers(session)
        account = _locked(session, account_id)
        if change.role is not account.role:
            _check_may_lose_role(account, keeper_ids, by=by)
        account.display_name, account.role = change.display_name, change.role
        _link(session, account, change)
        end_sessions(session, account_id=account.id, by=by.username)
        detail = f"{change.display_name}, {ROLE_NAMES[change.role].lower()}"
        record(session, action=AuditAction.ACCOUNT_CHANGED, by=by.username, target=account.username, detail=detail)


def set_password(*, account_id: int, password: str, by: Actor) -> None:
    """Give somebody a new password, which they must change when they next sign in."""
    check_permission(by, Permission.ACCOUNT_WRITE)
    if account_id == by.account_id:
        raise InvalidInput("Change your own password under My account. Nothing was changed here.")
    with reading() as session:
        known = find_row(session, Account, account_id)
    _check_not_shared(known.username)
    check_new_password(password, names=(known.username, known.display_name))
    _keep_password(account_id, password, must_change_password=True, by=by)


def change_own_password(*, current: str, new: str, by: Actor) -> None:
    """Change one's own password, knowing the current one. Ends every session, this one included."""
    check_permission(by, Permission.ACCOUNT_READ_OWN)
    _check_not_shared(by.username)
    subject = name_subject(f"own password of {by.account_id}")  # apart from sign-in: neither locks the other
    with transaction() as session:
        take_attempt(session, subjects=[(subject, NAME_LIMIT)])
    with reading() as session:
        account = session.get(Account, by.account_id)
    if account is None or not is_right_password(current, account.password_hash):
        raise InvalidInput("Your current password was not right. Nothing was changed: please try again.")
    check_new_password(new, names=(by.username, by.display_name))
    if new == current:
        raise InvalidInput("Please choose a password that differs from the current one.")
    with transaction() as session:
        forgive(session, subject=subject, attempt_ids=())
    _keep_password(account.id or 0, new, must_change_password=False, by=by)


def deactivate_account(*, account_id: int, by: Actor) -> None:
    """Close an account: the person is signed out everywhere and cannot sign in again."""
    check_permission(by, Permission.ACCOUNT_WRITE)
    with transaction() as session:
        keeper_ids = _locked_keepers(session)
        account = _locked(session, account_id)
        _check_may_lose_role(account, keeper_ids, by=by)
        account.is_active = False
        end_sessions(session, account_id=account.id, by=by.username)
        record(session, action=AuditAction.ACCOUNT_DEACTIVATED, by=by.username, target=account.username)


def reactivate_account(*, account_id: int, by: Actor) -> None:
    """Open a closed account again, with the password it had."""
    check_permission(by, Permission.ACCOUNT_WRITE)
    with transaction() as session:
        account = _locked(session, account_id)
        account.is_active = True
        record(
            session, action=AuditAction.ACCOUNT_CHANGED, by=by.username, target=account.username, detail="opened again"
        )


def _check_not_shared(username: str) -> None:
    if is_shared(username=username):
        raise InvalidInput(
            "Everybody who looks round shares this account, so its password stays as it is. Nothing was changed."
        )


def _new_account(account: AccountCreate, *, password_hash: str, by: str) -> Account:
    return Account(
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        password_hash=password_hash,
        must_change_password=True,
        created_by=by,
    )


def _locked(session: Session, account_id: int) -> Account:
    return find_row(session, Account, account_id, is_locked=True)


def _locked_keepers(session: Session) -> list[int | None]:
    """Who keeps the accounts. Locked before anybody else, and in one order, so that no two changes wait in a ring."""
    keepers = select(Account.id).where(col(Account.is_active), col(Account.role).in_(_ADMINISTERING))
    return list(session.exec(keepers.order_by(col(Account.id)).with_for_update()).all())


def _check_may_lose_role(account: Account, keeper_ids: list[int | None], *, by: Actor) -> None:
    """Nobody locks themselves out, and somebody must always be able to keep the accounts."""
    if account.id == by.account_id:
        raise InvalidInput("You cannot close your own account or change your own role. Ask another administrator.")
    if keeper_ids == [account.id]:
        raise InvalidInput("This is the last administrator. Make somebody else an administrator first.")


def _link(session: Session, account: Account, change: AccountAccess) -> None:
    """Tie the account to the schools or the worker its role calls for, and to nothing else."""
    account.worker_id = change.worker_id if may_have_caseload(change.role) else None
    wanted: Iterable[int] = sorted(change.school_ids) if is_tied_to_schools(change.role) else ()
    session.execute(delete(AccountSchool).where(col(AccountSchool.account_id) == account.id))
    session.add_all(AccountSchool(account_id=account.id or 0, school_id=school_id) for school_id in wanted)
    session.flush()


def _keep_password(account_id: int, password: str, *, must_change_password: bool, by: Actor) -> None:
    password_hash = hash_password(password)
    with transaction() as session:
        account = _locked(session, account_id)
        account.password_hash, account.must_change_password = password_hash, must_change_password
        end_sessions(session, account_id=account.id, by=by.username)
        record(session, action=AuditAction.PASSWORD_CHANGED, by=by.username, target=account.username)
