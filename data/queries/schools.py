"""The schools a person may see one by one."""

from dataclasses import dataclass

from sqlmodel import col, select

from data.db import reading
from data.scope import visible_schools
from models.errors import NotFound
from models.permissions import Actor
from models.schools import School, SchoolUpdate, Sector


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school, as a list or a form shows it."""

    id: int
    name: str
    sector: Sector
    seed_code: str
    cluster: str | None
    is_supported: bool
    roll: int | None

    @property
    def changeable(self) -> SchoolUpdate:
        """The part an administrator may change by hand."""
        return SchoolUpdate(name=self.name, cluster=self.cluster, is_supported=self.is_supported)


def list_schools(*, actor: Actor) -> list[SchoolRow]:
    """Every school in this person's scope, by name."""
    with reading() as session:
        found = session.exec(select(School).where(visible_schools(actor)).order_by(School.name, School.sector)).all()
    return [_row(school) for school in found]


def find_school(*, school_id: int, actor: Actor) -> SchoolRow:
    """One school in this person's scope."""
    with reading() as session:
        school = session.exec(select(School).where(visible_schools(actor), col(School.id) == school_id)).first()
    if school is None:
        raise NotFound
    return _row(school)


def _row(school: School) -> SchoolRow:
    return SchoolRow(
        id=school.id or 0,
        name=school.name,
        sector=school.sector,
        seed_code=school.seed_code,
        cluster=school.cluster,
        is_supported=school.is_supported,
        roll=school.roll,
    )
