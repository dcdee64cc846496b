"""Editing award schemes and their levels. Retired ones stay readable on old records."""

from sqlmodel import Session, col, func, select

from data.awards.queries.schemes import locked_scheme
from data.core.audit import check_permission, record
from data.core.row_versions import apply_change, take_version
from data.core.sending import send_once
from models.audit import AuditAction
from models.awards.award import AwardLevel, AwardLevelCreate, AwardScheme, AwardSchemeChange
from models.errors import InvalidInput, NotFound
from models.permissions import Actor, Permission


def save_scheme(
    *, draft_key: str, scheme: AwardSchemeChange, scheme_id: int | None = None, version: int = 0, by: Actor
) -> int:
    """Add a scheme, or change one unless somebody else did since it was seen. Retiring is a change like any other."""
    check_permission(by, Permission.SCHEME_WRITE)
    if scheme.valid_from and scheme.valid_to and scheme.valid_to < scheme.valid_from:
        raise InvalidInput("The last day is before the first. What you filled in is kept.")

    def write(session: Session) -> int:
        _check_name(session, scheme, scheme_id)
        if scheme_id is None:
            row = AwardScheme(**scheme.model_dump())
            session.add(row)
            session.flush()
            changed = f"added {scheme.name}"
        else:
            row = locked_scheme(session, scheme_id=scheme_id)
            changed = apply_change(row, scheme.model_dump(), seen=version)
        if changed:
            _record(session, row, changed, by)
        return row.id or 0

    return send_once(draft_key=draft_key, form="award_scheme", by=by, write=write)


def save_level(
    *, draft_key: str, scheme_id: int, version: int, level: AwardLevelCreate, level_id: int | None = None, by: Actor
) -> int:
    """Add a level after the others, or change one, unless somebody else changed the scheme since it was seen."""
    check_permission(by, Permission.SCHEME_WRITE)

    def write(session: Session) -> int:
        scheme = locked_scheme(session, scheme_id=scheme_id)
        take_version(scheme, seen=version)
        if level_id is None:
            last = session.exec(select(func.max(AwardLevel.position)).where(AwardLevel.scheme_id == scheme_id)).one()
            row = AwardLevel(scheme_id=scheme_id, position=0 if last is None else last + 1, **level.model_dump())
        else:
            row = _level_of(session, scheme_id, level_id)
            row.sqlmodel_update(level)
        session.add(row)
        session.flush()
        _record(session, scheme, f"level {row.name} {'added' if level_id is None else 'changed'}", by)
        return row.id or 0

    return send_once(draft_key=draft_key, form="award_level", by=by, write=write)


def _level_of(session: Session, scheme_id: int, level_id: int) -> AwardLevel:
    row = session.get(AwardLevel, level_id)
    if row is None or row.scheme_id != scheme_id:
        raise NotFound
    return row


def _check_name(session: Session, scheme: AwardSchemeChange, but: int | None) -> None:
    """One scheme may stand twice with rules of different times, never twice from the same day."""
    same = select(AwardScheme.id).where(
        func.lower(AwardScheme.name) == scheme.name.lower(),
        col(AwardScheme.valid_from).is_not_distinct_from(scheme.valid_from),
    )
    if any(found != but for found in session.exec(same)):
        raise InvalidInput(
            f"There is a scheme “{scheme.name}” from that day already, perhaps a retired one. "
            "What you filled in is kept."
        )


def _record(session: Session, row: AwardScheme, detail: str, by: Actor) -> None:
    target = f"award_scheme:{row.id}"
    record(session, action=AuditAction.SCHEME_CHANGED, by=by.username, target=target, detail=detail)
