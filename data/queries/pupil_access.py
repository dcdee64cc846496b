"""Who may see a child, and why: the answer to give a family that asks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from data.db import reading
from data.scope import visible_pupils
from models.accounts import Account, AccountSchool, Cover
from models.columns import now
from models.errors import NotFound
from models.families import FamilyChild, SupportPeriod, SupportStatus, Worker
from models.permissions import Actor, Permission
from models.pupils import Enrolment, Pupil


class AccessReason(StrEnum):
    """Why a person may see something of a child."""

    WORKER = "worker"  # supports the family
    EVERY_PUPIL = "every_pupil"  # leads the team
    COVER = "cover"  # gave a reason
    SCHOOL = "school"  # runs the school, and sees only that the child is supported


@dataclass(frozen=True, slots=True)
class Access:
    """One person who may see something of the child, and until when if it lapses."""

    name: str
    reason: AccessReason
    until_at: datetime | None = None
    words: str = ""  # the reason given for cover
    has_account: bool = True


@dataclass(slots=True)
class _Ties:
    """What ties people to one child."""

    workers: dict[int, str] = field(default_factory=dict)
    covers: dict[int, Cover] = field(default_factory=dict)
    school_accounts: set[int] = field(default_factory=set)


def who_may_see(*, actor: Actor, pupil_id: int) -> tuple[Access, ...]:
    """Everyone who may open this child's page, and the child's headteachers, who see only that there is support."""
    with reading() as session:
        if session.exec(select(Pupil.id).where(Pupil.id == pupil_id, visible_pupils(actor))).first() is None:
            raise NotFound
        ties = _ties(session, pupil_id)
        accounts = session.exec(select(Account).where(col(Account.is_active)).order_by(col(Account.display_name))).all()
    seen = [access for account in accounts if (access := _access(account, ties))]
    with_account = {account.worker_id for account in accounts}
    silent = [
        Access(name, AccessReason.WORKER, has_account=False)
        for worker_id, name in ties.workers.items()
        if worker_id not in with_account
    ]
    return tuple(sorted([*seen, *silent], key=lambda access: list(AccessReason).index(access.reason)))


def _ties(session: Session, pupil_id: int) -> _Ties:
    workers = session.exec(
        select(Worker.id, Worker.name)
        .join(SupportPeriod, col(SupportPeriod.worker_id) == Worker.id)
        .join(FamilyChild, col(FamilyChild.family_id) == SupportPeriod.family_id)
        .where(FamilyChild.pupil_id == pupil_id, SupportPeriod.status != SupportStatus.CLOSED)
        .order_by(col(Worker.name))
    ).all()
    covers = session.exec(
        select(Cover).where(Cover.pupil_id == pupil_id, Cover.until_at > now()).order_by(col(Cover.until_at))
    ).all()
    ties = _Ties({key: name for key, name in workers if key}, {cover.account_id: cover for cover in covers})
    ties.school_accounts = set(_school_accounts(session, pupil_id))
    return ties


def _school_accounts(session: Session, pupil_id: int) -> Iterator[int]:
    """Accounts tied to the school the child is at now, which sees that there is or was support."""
    school_id = (
        select(Enrolment.school_id)
        .where(Enrolment.pupil_id == pupil_id)
        .order_by(col(Enrolment.observed_on).desc())
        .limit(1)
        .scalar_subquery()
    )
    support = select(SupportPeriod.id).where(SupportPeriod.pupil_id == pupil_id)
    yield from session.exec(
        select(AccountSchool.account_id).where(AccountSchool.school_id == school_id, support.exists())
    )


def _access(account: Account, ties: _Ties) -> Access | None:
    who = Actor(account.id, account.username, account.display_name, account.role)
    cover = ties.covers.get(account.id or 0)
    if who.can(Permission.PUPIL_READ_ALL):
        return Access(who.display_name, AccessReason.EVERY_PUPIL)
    if not who.can(Permission.PUPIL_SEARCH):
        is_tied = who.can(Permission.SUPPORTED_READ) and account.id in ties.school_accounts
        return Access(who.display_name, AccessReason.SCHOOL) if is_tied else None
    if account.worker_id in ties.workers:
        return Access(who.display_name, AccessReason.WORKER)
    return Access(who.display_name, AccessReason.COVER, cover.until_at, cover.reason) if cover else None
