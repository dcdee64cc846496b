"""Award schemes and their levels: to edit, and to offer."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.core.db import find_visible, reading
from models.awards.award import AwardLevel, AwardLevelCreate, AwardScheme, AwardSchemeChange
from models.permissions import Actor, Permission, check


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level of a scheme."""

    level_id: int
    content: AwardLevelCreate


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One scheme with its levels, the easiest first."""

    scheme_id: int
    content: AwardSchemeChange
    version: int
    levels: tuple[LevelRow, ...]


def list_schemes(*, actor: Actor) -> tuple[SchemeRow, ...]:
    """Every scheme by name, the retired ones last."""
    if not actor.can(Permission.SCHEME_WRITE):
        check(actor, Permission.AWARD_WRITE)
    with reading() as session:
        schemes = session.exec(
            select(AwardScheme).order_by(col(AwardScheme.is_offered).desc(), col(AwardScheme.name), col(AwardScheme.id))
        ).all()
        levels = session.exec(select(AwardLevel).order_by(col(AwardLevel.scheme_id), col(AwardLevel.position))).all()
    return tuple(_scheme(row, [level for level in levels if level.scheme_id == row.id]) for row in schemes)


def _scheme(row: AwardScheme, levels: list[AwardLevel]) -> SchemeRow:
    return SchemeRow(
        scheme_id=row.id or 0,
        content=AwardSchemeChange.model_validate(row, from_attributes=True),
        version=row.version,
        levels=tuple(
            LevelRow(level.id or 0, AwardLevelCreate.model_validate(level, from_attributes=True)) for level in levels
        ),
    )


def locked_scheme(session: Session, *, scheme_id: int) -> AwardScheme:
    """The scheme, held until the transaction ends."""
    return find_visible(session, select(AwardScheme).where(AwardScheme.id == scheme_id), is_locked=True)
