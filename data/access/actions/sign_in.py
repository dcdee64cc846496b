"""Signing in and out, and the sessions that keep a person signed in. Why it is so: docs/decisions/sign-in.md."""

import secrets
import unicodedata
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, select

from data.access.passwords import is_right_password
from data.access.queries.accounts import is_shared, token_hash
from data.access.sessions import end_sessions
from data.access.throttle import (
    ADDRESS_LIMIT,
    NAME_LIMIT,
    TooManyAttempts,
    address_subject,
    forgive,
    name_subject,
    take_attempt,
)
from data.core.audit import record
from data.core.db import reading, transaction
from models.access import ABSOLUTE_LIMIT, IDLE_LIMIT, LAST_SEEN_STEP, TICKET_LIMIT, Account, AuthSession
from models.audit import AuditAction
from models.columns import now
from models.errors import HomeLinkError
from models.permissions import Actor

_NOBODY = "sign-in page"


class SignInRefused(HomeLinkError):
    """The same words for an unknown name, a wrong password and a closed account."""

    def __init__(self) -> None:
        super().__init__("That username and password do not match. Please check both and try again.")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a new session is recognised by: the tab keeps the token, the browser trades the ticket for a cookie."""

    token: str
    ticket: str


def sign_in(*, username: str, password: str, address: str | None) -> SignedIn:
    """Open a session for the right name and password. Raises SignInRefused or TooManyAttempts."""
    name = unicodedata.normalize("NFKC", username).strip().casefold()
    attempt_ids = _take_attempt(name, address)
    with reading() as session:
        account = session.exec(select(Account).where(Account.username == name)).first()
    # The slow check is made outside any transaction, and for a name nobody has as well.
    is_right = is_right_password(password, account.password_hash if account else None)
    if account is None or not is_right or not account.is_active:
        reason = "no such account" if account is None else "wrong password" if not is_right else "closed account"
        _record_failure(account.username if account else None, reason)
        raise SignInRefused
    with transaction() as session:
        forgive(session, subject=name_subject(name), attempt_ids=attempt_ids)
        return _open_session(session, checked=account)


def sign_in_external(*, issuer: str, subject: str) -> SignedIn:
    """The seam for the council's own sign-on: `st.login` has proved who this is; find their account, or refuse.

    Accounts carry no outside identity yet, so nobody has one: docs/decisions/sign-in.md says what to add.
    """
    _record_failure(None, f"nobody here is known to {issuer} as {subject}")
    raise SignInRefused


def trade_ticket(*, ticket: str) -> str | None:
    """The browser's cookie for a ticket, once and within a minute of signing in; None otherwise."""
    cookie = secrets.token_urlsafe(32)
    with transaction() as session:
        traded = session.execute(
            update(AuthSession)
            .where(
                col(AuthSession.ticket_hash) == token_hash(ticket),
                col(AuthSession.created_at) > now() - TICKET_LIMIT,
                col(AuthSession.ended_at).is_(None),
            )
            .values(ticket_hash=None, cookie_hash=token_hash(cookie))
            .returning(col(AuthSession.id))
        ).all()
    return cookie if traded else None


def touch_session(*, by: Actor) -> None:
    """Write down that the session was used just now. Not audited: it changes nothing a person would call a record."""
    with transaction() as session:
        session.execute(
            update(AuthSession)
            .where(
                col(AuthSession.id) == by.session_id,
                col(AuthSession.ended_at).is_(None),
                col(AuthSession.last_seen_at) > now() - IDLE_LIMIT,
                col(AuthSession.last_seen_at) <= now() - LAST_SEEN_STEP,
            )
            .values(last_seen_at=now())
        )


def sign_out(*, by: Actor) -> str:
    """End every session of this person, on every device: a copied cookie opens nothing afterwards. Returns the words.

    A shared account of the demonstration leaves the others who look round signed in.
    """
    only = by.session_id if is_shared(username=by.username) else None
    with transaction() as session:
        end_sessions(session, account_id=by.account_id, by=by.username, only=only)
        record(session, action=AuditAction.SIGNED_OUT, by=by.username, target=by.username)
    return "You are signed out." if only else "You are signed out, on this device and any other."


def _take_attempt(name: str, address: str | None) -> list[int]:
    subjects = [(name_subject(name), NAME_LIMIT), (address_subject(address), ADDRESS_LIMIT)]
    try:
        with transaction() as session:
            return take_attempt(session, subjects=subjects)
    except TooManyAttempts:
        with reading() as session:
            known = session.exec(select(Account.username).where(Account.username == name)).first()
        _record_failure(known, "too many attempts")
        raise


def _record_failure(username: str | None, reason: str) -> None:
    target = username or "an unknown name"
    with transaction() as session:
        record(session, action=AuditAction.SIGN_IN_FAILED, by=_NOBODY, target=target, detail=reason)


def _open_session(session: Session, *, checked: Account) -> SignedIn:
    """A new session, unless the account was closed or its password changed while the password was being checked."""
    account = session.get(Account, checked.id, with_for_update=True)
    if account is None or not account.is_active or account.password_hash != checked.password_hash:
        raise SignInRefused
    opened = SignedIn(token=secrets.token_urlsafe(32), ticket=secrets.token_urlsafe(32))
    session.add(
        AuthSession(
            token_hash=token_hash(opened.token),
            ticket_hash=token_hash(opened.ticket),
            account_id=account.id or 0,
            expires_at=now() + ABSOLUTE_LIMIT,
        )
    )
    record(session, action=AuditAction.SIGNED_IN, by=account.username, target=account.username)
    return opened
