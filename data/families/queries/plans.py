"""The action plans of a child, and what the family is given to take home."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from data.core.audit import check_permission
from data.core.db import reading
from data.core.scope import pupil_in_scope
from data.wellbeing.queries import Web, list_webs
from models.attendance.pupils import full_name
from models.clock import day_text
from models.families.plans import (
    ActionRow,
    ActionStatus,
    FamilySummary,
    Plan,
    PlanAction,
    PlanStatus,
    how_it_goes,
    lowest_indicators,
)
from models.families.week import plan_due
from models.library.directory import Service
from models.permissions import Actor, Permission
from models.wellbeing.change import change, lines
from models.wellbeing.web import Indicator, Voice


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan and its actions, in the order they were agreed."""

    id: int
    started_on: date
    review_on: date
    status: PlanStatus
    closing_note: str
    actions: tuple[ActionRow, ...]

    @property
    def open_actions(self) -> tuple[ActionRow, ...]:
        """The actions neither done nor dropped."""
        return tuple(action for action in self.actions if action.status is ActionStatus.OPEN)


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything the page of a child's plan shows. `proposed` are the lowest of the latest web, to begin from."""

    pupil_id: int
    name: str
    plans: tuple[PlanRow, ...]  # newest first
    web: Web | None
    proposed: tuple[Indicator, ...]

    @property
    def plan(self) -> PlanRow | None:
        """The open plan."""
        return next((plan for plan in self.plans if plan.status is PlanStatus.OPEN), None)


def plan_page(*, actor: Actor, pupil_id: int) -> PlanPage:
    """A child's plans; NotFound when there is no such child or it is not this person's to open."""
    check_permission(actor, Permission.CASEWORK_READ)
    with reading() as session:
        pupil = pupil_in_scope(session, actor=actor, pupil_id=pupil_id)
        plans = _plans(session, pupil_id)
    webs = list_webs(actor=actor, pupil_id=pupil_id)
    web = max(webs, key=lambda each: each.reading.order, default=None)
    proposed = lowest_indicators(web.reading.scores) if web else ()
    return PlanPage(pupil_id, full_name(pupil.forename, pupil.surname), plans, web, proposed)


def _plans(session: Session, pupil_id: int) -> tuple[PlanRow, ...]:
    rows = session.exec(
        select(Plan).where(Plan.pupil_id == pupil_id).order_by(col(Plan.started_on).desc(), col(Plan.id).desc())
    ).all()
    actions = _actions(session, [row.id or 0 for row in rows])
    return tuple(
        PlanRow(
            id=row.id or 0,
            started_on=row.started_on,
            review_on=plan_due(row.started_on, row.review_on),
            status=row.status,
            closing_note=row.closing_note,
            actions=tuple(actions[row.id or 0]),
        )
        for row in rows
    )


def _actions(session: Session, plan_ids: Collection[int]) -> dict[int, list[ActionRow]]:
    found = session.exec(
        select(PlanAction)
        .where(col(PlanAction.plan_id).in_(plan_ids))
        .order_by(col(PlanAction.position), col(PlanAction.id))
    )
    services = dict(session.exec(select(Service.id, Service.name)).all())
    actions: dict[int, list[ActionRow]] = defaultdict(list)
    for row in found:
        values = {name: getattr(row, name) for name in ActionRow.__slots__ if name not in ("id", "service")}
        service = services.get(row.service_id or 0, "")
        actions[row.plan_id].append(ActionRow(id=row.id or 0, service=service, **values))
    return actions


def family_summary(*, actor: Actor, pupil_id: int, voice: Voice | None, on: date) -> FamilySummary:
    """What to show, print or hand over: the plan, and how things are going in the words of one voice or of none."""
    page = plan_page(actor=actor, pupil_id=pupil_id)
    webs = [web for web in list_webs(actor=actor, pupil_id=pupil_id) if web.voice is voice]
    plan = page.plan or (page.plans[0] if page.plans else None)
    actions = [action for action in plan.actions if action.status is not ActionStatus.DROPPED] if plan else []
    said = [web.matters_to_me for web in webs if web.matters_to_me]
    return FamilySummary(
        name=page.name,
        made_on=on,
        matters_to_me=said[-1] if said else "",
        agreed=tuple(actions),
        going=_going(webs),
        next_step=_next_step(page.plan.review_on, on) if page.plan else "",
    )


def _next_step(review_on: date, on: date) -> str:
    when = f"We look at this plan together again on {day_text(review_on)}."
    words = when if review_on >= on else "It is time to look at this plan together again."
    return f"{words} You can ask to change it at any time."


def _going(webs: Collection[Web]) -> tuple[str, ...]:
    """How things changed from the first to the latest web on the scale used last; empty without two webs to compare."""
    found = [line for line in lines(web.reading for web in webs) if line.is_paired]
    if not found:
        return ()
    line = max(found, key=lambda each: each.latest.order)
    return how_it_goes(change(line.first, line.latest))
