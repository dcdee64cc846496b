"""The schools a person may see one by one."""

from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import col

from data.core.db import Columns, columns, rows_of
from data.core.scope import visible_schools
from models.attendance.schools import School, SchoolUpdate, Sector
from models.errors import NotFound
from models.permissions import Actor


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
    return [SchoolRow(*row) for row in rows_of(_schools().where(visible_schools(actor)))]


def find_school(*, school_id: int, actor: Actor) -> SchoolRow:
    """One school in this person's scope."""
    for row in rows_of(_schools().where(visible_schools(actor), col(School.id) == school_id)):
        return SchoolRow(*row)
    raise NotFound


@lru_cache
def _schools() -> Columns:
    one = School
    row = columns(one.id, one.name, one.sector, one.seed_code, one.cluster, one.is_supported, one.roll)
    return row.order_by(one.name, one.sector)
