"""Making a plan with a family, adding to it, ticking off, dropping with a reason, and closing."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from data.core.audit import check_permission, record
from data.core.db import find_row, find_visible, transaction
from data.core.row_versions import take_version
from data.core.scope import pupil_in_scope, visible_pupils, visible_rows
from data.core.sending import send_once
from data.core.visits import note_visit, refusal_noted
from data.families.queries.plans import PlanPage, plan_page
from models.attendance.pupils import Pupil
from models.audit import AuditAction
from models.clock import today
from models.columns import now
from models.errors import InvalidInput, NotFound
from models.families.family import OpenActions
from models.families.plans import (
    ActionStatus,
    Plan,
    PlanAction,
    PlanActionBase,
    PlanCreate,
    PlanStatus,
    action_problems,
)
from models.library.directory import Service
from models.permissions import Actor, Permission
from models.text import plain_words
from models.wellbeing.web import WebReading


def open_plans(*, pupil_id: int, by: Actor) -> PlanPage:
    """A child's plans, once the visit, or the refusal of it, is written down."""
    check_permission(by, Permission.CASEWORK_READ)
    target = f"pupil:{pupil_id}"
    with refusal_noted(target=target, by=by):
        found = plan_page(actor=by, pupil_id=pupil_id)
    note_visit(action=AuditAction.PUPIL_VIEWED, target=target, detail="their plan", by=by)
    return found


def make_plan(*, plan: PlanCreate, draft_key: str, by: Actor) -> int:
    """Make a plan with at least one action. A child has one open plan at a time."""
    check_permission(by, Permission.CASEWORK_WRITE)
    if not plan.actions:
        raise InvalidInput("Please write at least one thing that will be done. Nothing was saved as a plan yet.")
    _check_review(plan.review_on)

    def write(session: Session) -> int:
        _check_child(session, plan, by)
        values = plan.model_dump(exclude={"actions"})
        row = Plan(**values, started_on=today(), made_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        for position, action in enumerate(plan.actions):
            _add(session, row.id or 0, action, position, f"{draft_key}:{position}", by)
        record(session, action=AuditAction.PLAN_MADE, by=by.username, target=f"pupil:{plan.pupil_id}")
        return row.id or 0

    try:
        return send_once(draft_key=draft_key, form="plan", by=by, write=write)
    except IntegrityError as error:
        raise InvalidInput(
            "There is an open plan already. Please add to it, or close it first; what you typed here is kept."
        ) from error


def _check_review(review_on: date | None) -> None:
    if review_on is not None and review_on <= today():
        raise InvalidInput("Please choose a day to come for looking at the plan again. Nothing was changed.")


def _check_child(session: Session, plan: PlanCreate, by: Actor) -> None:
    pupil_in_scope(session, actor=by, pupil_id=plan.pupil_id)
    web = session.get(WebReading, plan.reading_id) if plan.reading_id else None
    if plan.reading_id and (web is None or web.pupil_id != plan.pupil_id):
        raise NotFound


def _add(
    session: Session, plan_id: int, action: PlanActionBase, position: int, draft_key: str, by: Actor
) -> PlanAction:
    for words in action_problems(action).values():
        raise InvalidInput(words)
    if action.service_id is not None:
        find_visible(session, select(Service).where(Service.id == action.service_id, visible_rows(Service, by)))
    row = PlanAction(**action.model_dump(), plan_id=plan_id, position=position, draft_key=draft_key)
    session.add(row)
    session.flush()
    return row


def add_action(*, plan_id: int, action: PlanActionBase, draft_key: str, by: Actor) -> int:
    """Add one thing somebody will do to an open plan."""
    check_permission(by, Permission.CASEWORK_WRITE)

    def write(session: Session) -> int:
        plan = _locked_plan(session, plan_id, by)
        last = session.exec(select(func.max(PlanAction.position)).where(PlanAction.plan_id == plan_id)).one()
        row = _add(session, plan_id, action, (last or 0) + 1, draft_key, by)
        _changed(session, plan, by, f"action {row.id} added")
        return row.id or 0

    return send_once(draft_key=draft_key, form="plan_action", by=by, write=write)


def finish_action(*, action_id: int, version: int, by: Actor) -> None:
    """Tick an action off."""
    check_permission(by, Permission.CASEWORK_WRITE)
    with transaction() as session:
        plan, row = _locked_action(session, action_id, version, by)
        _settle(row, ActionStatus.DONE, by)
        _changed(session, plan, by, f"action {action_id} done")


def reopen_action(*, action_id: int, version: int, by: Actor) -> None:
    """Take back a tick made by mistake, or a drop."""
    check_permission(by, Permission.CASEWORK_WRITE)
    with transaction() as session:
        plan, row = _locked_action(session, action_id, version, by)
        row.status, row.done_at, row.done_by, row.drop_reason = ActionStatus.OPEN, None, "", ""
        _changed(session, plan, by, f"action {action_id} opened again")


def drop_action(*, action_id: int, version: int, reason: str, draft_key: str, by: Actor) -> None:
    """Let an action go, and say why."""
    check_permission(by, Permission.CASEWORK_WRITE)
    reason = plain_words(reason, at_most=300, missing="Please say in a few words why it is dropped.")

    def write(session: Session) -> int:
        plan, row = _locked_action(session, action_id, version, by)
        _settle(row, ActionStatus.DROPPED, by)
        row.drop_reason = reason
        _changed(session, plan, by, f"action {action_id} dropped")
        return action_id

    send_once(draft_key=draft_key, form="plan_drop", by=by, write=write)


def _settle(row: PlanAction, status: ActionStatus, by: Actor) -> None:
    if row.status is not ActionStatus.OPEN:
        raise InvalidInput("This action is not open any more. Nothing was changed.")
    row.status, row.done_at, row.done_by = status, now(), by.username


def review_plan(*, plan_id: int, review_on: date, draft_key: str, by: Actor) -> None:
    """Say when the plan is looked at together again."""
    check_permission(by, Permission.CASEWORK_WRITE)
    _check_review(review_on)

    def write(session: Session) -> int:
        plan = _locked_plan(session, plan_id, by)
        plan.review_on = review_on
        _changed(session, plan, by, f"to be looked at again on {review_on}")
        return plan_id

    send_once(draft_key=draft_key, form="plan_review", by=by, write=write)


def close_plan(*, plan_id: int, note: str, left_open: Collection[int], draft_key: str, by: Actor) -> None:
    """Close a plan whose actions are dealt with, or are named as left open on purpose, with a note why."""
    check_permission(by, Permission.CASEWORK_WRITE)
    note = plain_words(note, at_most=500)

    def write(session: Session) -> int:
        plan = _locked_plan(session, plan_id, by)
        still_open = _still_open(session, plan)
        if still_open and not (note and {action.id for action in still_open} <= {*left_open}):
            raise InvalidInput(
                f"{_counted(still_open)} still open. Please tick off or drop each, or say that they stay open on "
                "purpose and why. Nothing was changed."
            )
        _close(session, plan, note, by)
        return plan_id

    send_once(draft_key=draft_key, form="plan_close", by=by, write=write)


def end_plan(session: Session, pupil_id: int, by: Actor, *, open_actions: OpenActions | None) -> None:
    """Close a child's open plan in the caller's transaction, unless `open_actions` says that somebody carries on."""
    wanted = select(Plan).where(Plan.pupil_id == pupil_id, Plan.status == PlanStatus.OPEN)
    plan = session.exec(wanted.with_for_update()).first()
    if plan is None:
        return
    still_open = _still_open(session, plan)
    if still_open and open_actions is None:
        raise InvalidInput(
            f"{_counted(still_open)} still open. Please say whether somebody carries on with what is open, or whether "
            "it is let go. Nothing was changed."
        )
    if still_open and open_actions is OpenActions.STAY:
        return
    for row in still_open:
        _settle(row, ActionStatus.DROPPED, by)
        row.drop_reason, row.version = "Support ended", row.version + 1
    _close(session, plan, "Support ended", by)


def _still_open(session: Session, plan: Plan) -> Sequence[PlanAction]:
    wanted = select(PlanAction).where(PlanAction.plan_id == plan.id, PlanAction.status == ActionStatus.OPEN)
    return session.exec(wanted).all()


def _counted(actions: Sequence[PlanAction]) -> str:
    return "1 action of the plan is" if len(actions) == 1 else f"{len(actions)} actions of the plan are"


def _close(session: Session, plan: Plan, note: str, by: Actor) -> None:
    plan.status, plan.closing_note = PlanStatus.CLOSED, note
    plan.closed_at, plan.closed_by = now(), by.username
    record(session, action=AuditAction.PLAN_CLOSED, by=by.username, target=f"pupil:{plan.pupil_id}")


def _locked_plan(session: Session, plan_id: int, by: Actor) -> Plan:
    plan = find_visible(
        session,
        select(Plan)
        .join(Pupil, col(Pupil.id) == Plan.pupil_id)
        .where(col(Plan.id) == plan_id, visible_pupils(by))
        .with_for_update(of=Plan),
    )
    if plan.status is PlanStatus.CLOSED:
        raise InvalidInput("This plan is closed. Please make a new one; nothing was changed.")
    return plan


def _locked_action(session: Session, action_id: int, version: int, by: Actor) -> tuple[Plan, PlanAction]:
    row = find_row(session, PlanAction, action_id, is_locked=True)
    plan = _locked_plan(session, row.plan_id, by)
    take_version(row, seen=version)
    return plan, row


def _changed(session: Session, plan: Plan, by: Actor, detail: str) -> None:
    record(session, action=AuditAction.PLAN_CHANGED, by=by.username, target=f"pupil:{plan.pupil_id}", detail=detail)
