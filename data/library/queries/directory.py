"""The directory beyond its records: what plans and referrals made of a service, and what is to be checked."""

from collections import Counter

from sqlmodel import col, func, select

from data.access.queries.accounts import setting
from data.core.db import reading
from data.core.queries.records import list_records
from models.clock import today
from models.families.plans import ActionStatus, PlanAction
from models.kinds import Record
from models.library.directory import CHECKED_WITHIN_MONTHS, SERVICES, ServiceUse, is_to_check
from models.permissions import Actor, Permission, check
from models.referrals import Referral

MONTHS_KEY = "service_check_months"


def service_names(*, actor: Actor) -> dict[str, str]:
    """Every service by its number, for a form to choose from."""
    found = list_records(kind=SERVICES, actor=actor, most=None) if actor.can(SERVICES.read) else ()
    return {str(one.record_id): one.heading for one in found}


def check_months(*, actor: Actor) -> int:
    """After how many months what is known of a service is to be checked again."""
    check(actor, Permission.ACCOUNT_READ_OWN)
    with reading() as session:
        return int(setting(session, MONTHS_KEY) or CHECKED_WITHIN_MONTHS)


def services_to_check(*, actor: Actor) -> tuple[Record, ...]:
    """Those nobody has checked for too long."""
    months, on = check_months(actor=actor), today()
    every = list_records(kind=SERVICES, actor=actor, most=None)
    return tuple(one for one in every if is_to_check(one, months=months, on=on))


def service_use(*, actor: Actor, service_id: int) -> ServiceUse:
    """How often plans and referrals of the whole team pointed at a service. Counts alone: no family is named."""
    check(actor, Permission.CASEWORK_READ)
    with reading() as session:
        actions = Counter(session.exec(select(PlanAction.status).where(PlanAction.service_id == service_id)).all())
        referrals = session.exec(select(func.count(col(Referral.id))).where(Referral.service_id == service_id)).one()
    done, still_open = actions[ActionStatus.DONE], actions[ActionStatus.OPEN]
    return ServiceUse(done, still_open, actions[ActionStatus.DROPPED], referrals)
