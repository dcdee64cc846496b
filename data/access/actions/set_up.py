"""The first administrator of an empty installation, by a one-time code from the server's own log."""

import secrets

from sqlalchemy import delete, text
from sqlmodel import Session, col, select

from data.access.passwords import check_new_password, hash_password
from data.access.queries.accounts import is_set_up, token_hash
from data.core.audit import record
from data.core.db import transaction
from models.access import SET_UP_CODE_LIMIT, Account, AccountCreate, SetUpCode
from models.audit import AuditAction
from models.columns import now
from models.errors import InvalidInput
from models.permissions import Role

_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no letter or digit that is easily taken for another
_FIRST_LOCK = 7_204_104


def make_set_up_code() -> str | None:
    """A fresh code to print in the log, or None when there is an account already. Only its hash is kept."""
    if is_set_up():
        return None
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    with transaction() as session:
        session.execute(delete(SetUpCode).where(col(SetUpCode.made_at) < now() - SET_UP_CODE_LIMIT))
        session.add(SetUpCode(code_hash=token_hash(code)))
    return code


def create_first_administrator(*, code: str, account: AccountCreate) -> None:
    """Create the first account, for whoever can read the server's log. Works once."""
    check_new_password(account.password, names=(account.username, account.display_name))
    password_hash = hash_password(account.password)
    with transaction() as session:
        _check_is_first(session)
        _use_up(session, code)
        session.add(
            Account(
                username=account.username,
                display_name=account.display_name,
                role=Role.ADMINISTRATOR,
                password_hash=password_hash,
                created_by="set-up page",
            )
        )
        record(session, action=AuditAction.SET_UP, by=account.username, target=account.username)


def _check_is_first(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":  # two people setting up at once take turns
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _FIRST_LOCK})
    if session.exec(select(Account.id).limit(1)).first() is not None:
        raise InvalidInput("Home Link is set up already. Please sign in.")


def _use_up(session: Session, code: str) -> None:
    found = session.exec(
        select(SetUpCode).where(
            SetUpCode.code_hash == token_hash(code.strip().upper()), SetUpCode.made_at > now() - SET_UP_CODE_LIMIT
        )
    ).first()
    if found is None:
        raise InvalidInput(
            "That code is not right, or is more than a day old. The newest one is in the log of the server; "
            "starting Home Link again prints a new one."
        )
    session.execute(delete(SetUpCode))
