"""Who may see a child, and why: the answer to give a family that asks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import BindParameter, ColumnElement, bindparam
from sqlmodel import col, select

from data.core.db import Columns, Values, columns, one_moment
from data.core.scope import visible_pupils
from models.access import Account, AccountSchool, Cover
from models.attendance.pupils import Enrolment, Pupil
from models.columns import now
from models.errors import NotFound
from models.families.family import FamilyChild, SupportPeriod, SupportStatus, Worker
from models.permissions import Actor, Permission

_PUPIL: BindParameter[int] = bindparam("pupil")


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


def who_may_see(*, actor: Actor, pupil_id: int) -> tuple[Access, ...]:
    """Everyone who may open this child's page, and the child's headteachers, who see only that there is support."""
    with one_moment() as connection:
        if connection.scalar(select(Pupil.id).where(col(Pupil.id) == pupil_id, visible_pupils(actor))) is None:
            raise NotFound
        workers: dict[int, str] = dict(connection.execute(_workers_query(), {"pupil": pupil_id}).all())
        accounts = connection.execute(_accounts_query(), {"pupil": pupil_id, "instant": now()}).all()
    seen = {account.id: access for account in accounts if (access := _access(account, workers))}
    with_account = {account.worker_id for account in accounts}
    silent = [
        Access(name, AccessReason.WORKER, has_account=False)
        for worker_id, name in workers.items()
        if worker_id not in with_account
    ]
    return tuple(sorted([*seen.values(), *silent], key=lambda access: list(AccessReason).index(access.reason)))


@lru_cache
def _workers_query() -> Columns:
    return (
        columns(Worker.id, Worker.name)
        .join(SupportPeriod, col(SupportPeriod.worker_id) == Worker.id)
        .join(FamilyChild, col(FamilyChild.family_id) == SupportPeriod.family_id)
        .where(col(FamilyChild.pupil_id) == _PUPIL, col(SupportPeriod.status) != SupportStatus.CLOSED)
        .order_by(col(Worker.name))
    )


@lru_cache
def _accounts_query() -> Columns:
    """Every account in use, with its cover of this child, and whether it is tied to the child's school."""
    who = (Account.id, Account.username, Account.display_name, Account.role, Account.worker_id)
    return (
        columns(*who, Cover.until_at, Cover.reason, _is_at_school().label("is_at_school"))
        .outerjoin(
            Cover,
            (col(Cover.account_id) == Account.id)
            & (Cover.pupil_id == _PUPIL)
            & (Cover.until_at > bindparam("instant")),
        )
        .where(col(Account.is_active))
        .order_by(col(Account.display_name), col(Account.id), col(Cover.until_at))
    )


def _is_at_school() -> ColumnElement[bool]:
    """Tied to the school the child is at now, which sees that there is or was support."""
    school_id = (
        select(Enrolment.school_id)
        .where(col(Enrolment.pupil_id) == _PUPIL)
        .order_by(col(Enrolment.observed_on).desc())
        .limit(1)
        .scalar_subquery()
    )
    support = select(SupportPeriod.id).where(SupportPeriod.pupil_id == _PUPIL)
    tied = select(AccountSchool.account_id).where(AccountSchool.school_id == school_id, support.exists())
    return col(Account.id).in_(tied)


def _access(account: Values, workers: dict[int, str]) -> Access | None:
    who = Actor(account.id, account.username, account.display_name, account.role)
    if who.can(Permission.PUPIL_READ_ALL):
        return Access(who.display_name, AccessReason.EVERY_PUPIL)
    if not who.can(Permission.PUPIL_SEARCH):
        is_tied = who.can(Permission.SUPPORTED_READ) and account.is_at_school
        return Access(who.display_name, AccessReason.SCHOOL) if is_tied else None
    if account.worker_id in workers:
        return Access(who.display_name, AccessReason.WORKER)
    is_covering = account.until_at is not None
    return Access(who.display_name, AccessReason.COVER, account.until_at, account.reason) if is_covering else None
