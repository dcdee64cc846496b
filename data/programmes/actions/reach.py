"""The path into a programme: invited, called, taster, joined, stayed, moved on."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, func, select

from data.core.audit import check_permission, record
from data.core.db import transaction
from data.core.row_versions import apply_change
from data.core.sending import send_once
from data.programmes.actions.registers import take_off
from data.programmes.queries.programmes import programme_in_scope
from data.programmes.queries.reach import reach_in_scope
from models.audit import AuditAction
from models.clock import today
from models.errors import Conflict, InvalidInput, NotFound
from models.families.family import Family, FamilyChild
from models.families.people import Adult
from models.permissions import Actor, Permission
from models.programmes.programme import (
    REACH_NAMES,
    Audience,
    Participant,
    Programme,
    Reach,
    ReachStage,
    ReachStep,
    has_come_to,
)
from models.text import plain_words

_ON_THE_REGISTER = (ReachStage.JOINED, ReachStage.STAYED)


def invite_families(*, draft_key: str, programme_id: int, family_ids: Collection[int], by: Actor) -> int:
    """Put families on a programme's list as invited; those on it already stay where they are. The programme's id."""
    check_permission(by, Permission.PROGRAMME_WRITE)
    if not family_ids:
        raise InvalidInput("Please choose at least one family. What you filled in is kept.")

    def write(session: Session) -> int:
        programme_in_scope(session, actor=by, programme_id=programme_id, is_locked=True)
        there = set(session.exec(select(Reach.family_id).where(Reach.programme_id == programme_id)))
        new = sorted(set(family_ids) - there)
        if session.exec(select(func.count()).select_from(Family).where(col(Family.id).in_(new))).one() < len(new):
            raise NotFound
        rows = [Reach(programme_id=programme_id, family_id=family_id) for family_id in new]
        session.add_all(rows)
        session.flush()
        session.add_all(_step(row, ReachStage.INVITED, by) for row in rows)
        _record(session, programme_id, ", ".join([f"{len(rows)} invited", *(f"family:{id_}" for id_ in new)]), by)
        return programme_id

    return send_once(draft_key=draft_key, form="invite", by=by, write=write)


def set_stage(*, reach_id: int, seen: ReachStage, stage: ReachStage, by: Actor) -> None:
    """Say how far a family has come; an earlier stage takes back the steps after it. The same again changes nothing.

    Joining puts the family on the register; moving on, or taking the joining back, takes it off.
    """
    check_permission(by, Permission.PROGRAMME_WRITE)
    with transaction() as session:
        row = reach_in_scope(session, actor=by, reach_id=reach_id)
        if row.stage is stage:
            return
        if row.stage is not seen:
            raise Conflict("Somebody else moved this family on in the meantime. The list shows where it stands now.")
        steps = session.exec(select(ReachStep).where(ReachStep.reach_id == reach_id)).all()
        for step in steps:
            if step.stage is not stage and has_come_to(step.stage, stage):
                session.delete(step)
        if stage not in {step.stage for step in steps}:
            session.add(_step(row, stage, by))
        row.stage, row.version = stage, row.version + 1
        if stage is not ReachStage.MOVED_ON:
            row.moved_on_to = row.moved_on_note = ""
        _keep_register(session, row, by)
        detail = f"family:{row.family_id}: {REACH_NAMES[seen].lower()}, now {REACH_NAMES[stage].lower()}"
        _record(session, row.programme_id, detail, by)


def take_off_list(*, reach_id: int, by: Actor) -> None:
    """Take a family off a programme's list that was put there by mistake: only while it is no further than invited."""
    check_permission(by, Permission.PROGRAMME_WRITE)
    with transaction() as session:
        row = reach_in_scope(session, actor=by, reach_id=reach_id)
        if row.stage is not ReachStage.INVITED:
            raise InvalidInput("This family has come further than invited. Take its steps back first.")
        for step in session.exec(select(ReachStep).where(ReachStep.reach_id == reach_id)):
            session.delete(step)
        session.flush()
        session.delete(row)
        _record(session, row.programme_id, f"family:{row.family_id}: taken off the list", by)


def say_where(*, reach_id: int, version: int, moved_on_to: str, note: str, by: Actor) -> None:
    """Keep where a family moved on to, unless somebody else said since it was seen."""
    check_permission(by, Permission.PROGRAMME_WRITE)
    values = {"moved_on_to": moved_on_to, "moved_on_note": plain_words(note, at_most=200)}
    with transaction() as session:
        row = reach_in_scope(session, actor=by, reach_id=reach_id)
        if row.stage is not ReachStage.MOVED_ON:
            raise InvalidInput("This family has not moved on. Nothing was changed.")
        if apply_change(row, values, seen=version):
            _record(session, row.programme_id, f"family:{row.family_id}: moved on to {moved_on_to}", by)


def _step(row: Reach, stage: ReachStage, by: Actor) -> ReachStep:
    return ReachStep(reach_id=row.id or 0, stage=stage, stepped_on=today(), recorded_by=by.username)


def _keep_register(session: Session, row: Reach, by: Actor) -> None:
    """Children of the family are on the register while it takes part; of a family programme its adults too."""
    programme = session.get_one(Programme, row.programme_id)
    children = session.exec(select(FamilyChild.pupil_id).where(FamilyChild.family_id == row.family_id)).all()
    adults = session.exec(select(Adult.id).where(Adult.family_id == row.family_id)).all()
    them = col(Participant.pupil_id).in_(children) | col(Participant.adult_id).in_(adults)
    there = session.exec(select(Participant).where(Participant.programme_id == row.programme_id, them)).all()
    if row.stage not in _ON_THE_REGISTER:
        take_off(session, [one.id or 0 for one in there], programme_id=row.programme_id)
        return
    for one in there:
        one.left_on = None
    new: dict[str, set[int]] = {"pupil_id": set(children) - {one.pupil_id for one in there}}
    if programme.audience is Audience.FAMILIES:
        new["adult_id"] = {key or 0 for key in adults} - {one.adult_id for one in there}
    base: dict[str, Any] = {"programme_id": row.programme_id, "added_by": by.username}
    session.add_all(Participant(**base | {name: key}) for name, keys in new.items() for key in sorted(keys))


def _record(session: Session, programme_id: int, detail: str, by: Actor) -> None:
    target = f"programme:{programme_id}"
    record(session, action=AuditAction.REACH_STEPPED, by=by.username, target=target, detail=detail)
