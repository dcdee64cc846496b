"""Accounts, sign-in sessions, and the attempts that slow a guesser down."""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from pydantic import StringConstraints
from sqlmodel import Field, SQLModel

from models.columns import enum_type, now
from models.permissions import Role

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
LAST_SEEN_STEP = timedelta(minutes=1)  # how often a session's last use is written down
TICKET_LIMIT = timedelta(seconds=60)
SET_UP_CODE_LIMIT = timedelta(hours=24)


class AccountBase(SQLModel):
    """What an account is known by."""

    # The pattern is annotated because SQLModel 0.0.50 takes a field's `regex` and does not apply it.
    username: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@-]*$")] = Field(max_length=80, min_length=2)
    display_name: str = Field(max_length=80, min_length=1)
    role: Role = Field(sa_type=enum_type(Role))


class AccountAccess(SQLModel):
    """What an account opens. Schools are for headteachers, the worker link for workers."""

    role: Role
    school_ids: frozenset[int] = frozenset()
    worker_id: int | None = None


class AccountCreate(AccountAccess, AccountBase):
    """An account to be made, with the password its owner has to change at the first sign-in."""

    password: str = Field(max_length=1000)


class AccountChange(AccountAccess):
    """What an administrator may change about an account."""

    display_name: str = Field(max_length=80, min_length=1)


class Account(AccountBase, table=True):
    """A person who may sign in."""

    __tablename__ = "account"
    PERSONAL: ClassVar = {"username", "display_name"}
    SENSITIVE: ClassVar = {"password_hash"}
    ORDINARY: ClassVar = {"id", "role", "is_active", "worker_id", "must_change_password", "created_at", "created_by"}

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(max_length=80, unique=True)
    password_hash: str = Field(max_length=80)
    is_active: bool = True
    must_change_password: bool = False
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    created_at: datetime = Field(default_factory=now)
    created_by: str = Field(default="", max_length=80)


class AccountSchool(SQLModel, table=True):
    """A school whose figures an account may see as its own."""

    __tablename__ = "account_school"
    ORDINARY: ClassVar = {"account_id", "school_id"}

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    school_id: int = Field(foreign_key="school.id", primary_key=True, index=True)


class AuthSession(SQLModel, table=True):
    """One signed-in browser. Only hashes are kept: of what its tab holds, of the ticket, and of its cookie."""

    __tablename__ = "auth_session"
    SENSITIVE: ClassVar = {"token_hash", "ticket_hash", "cookie_hash"}
    ORDINARY: ClassVar = {
        "id",
        "account_id",
        "created_at",
        "last_seen_at",
        "expires_at",
        "ended_at",
        "ended_by",
        "handed_over_key",
    }

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    ticket_hash: str | None = Field(default=None, max_length=64, unique=True)  # traded once for the cookie
    cookie_hash: str | None = Field(default=None, max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(default_factory=now)
    last_seen_at: datetime = Field(default_factory=now)
    expires_at: datetime
    ended_at: datetime | None = None
    ended_by: str = Field(default="", max_length=80)
    handed_over_key: str | None = Field(default=None, max_length=32)  # the draft a child is filling in

    def is_live(self, instant: datetime) -> bool:
        """Whether the session may still be used: not ended, not idle too long, not past its last hour."""
        return self.ended_at is None and instant < self.expires_at and instant - self.last_seen_at < IDLE_LIMIT


class SignInAttempt(SQLModel, table=True):
    """One failed sign-in, kept only to slow the next ones down."""

    __tablename__ = "sign_in_attempt"
    PERSONAL: ClassVar = {"subject_hash"}
    ORDINARY: ClassVar = {"id", "failed_at"}

    id: int | None = Field(default=None, primary_key=True)
    subject_hash: str = Field(max_length=64, index=True)  # of the name tried, or of the address it came from
    failed_at: datetime = Field(default_factory=now)


class SetUpCode(SQLModel, table=True):
    """A one-time code printed in the server's log, for the first administrator."""

    __tablename__ = "set_up_code"
    SENSITIVE: ClassVar = {"code_hash"}
    ORDINARY: ClassVar = {"id", "made_at"}

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(default_factory=now)


class Setting(SQLModel, table=True):
    """One value the whole installation shares."""

    __tablename__ = "setting"
    ORDINARY: ClassVar = {"key", "value"}

    key: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=200)


class Cover(SQLModel, table=True):
    """A worker's stated reason to open a pupil who is not on their caseload. It lapses by itself."""

    __tablename__ = "cover"
    SENSITIVE: ClassVar = {"reason"}
    ORDINARY: ClassVar = {"id", "account_id", "pupil_id", "given_at", "given_by", "until_at"}

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    pupil_id: int = Field(foreign_key="pupil.id", index=True)
    reason: str = Field(max_length=300, min_length=1)
    given_at: datetime = Field(default_factory=now)
    given_by: str = Field(max_length=80)
    until_at: datetime
