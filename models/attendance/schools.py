"""Schools, the clusters they belong to, and the ways their names are written."""

import re
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import StringConstraints
from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import enum_type


class Sector(StrEnum):
    """The three sectors of Scottish school statistics. A SEED code is unique only within one."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    SPECIAL = "special"


class SchoolBase(SQLModel):
    """What a school is known by."""

    seed_code: Annotated[str, StringConstraints(pattern=r"^\d{7}$")] = Field(max_length=7)
    sector: Sector = Field(sa_type=enum_type(Sector))
    name: str = Field(max_length=120, min_length=1)
    postcode: str | None = Field(default=None, max_length=8)
    cluster: str | None = Field(default=None, max_length=80)
    latitude: float | None = None
    longitude: float | None = None
    roll: int | None = Field(default=None, ge=0)
    quintile_1_pupils: int | None = Field(default=None, ge=0)  # None: not published, or suppressed
    is_supported: bool = False


class SchoolUpdate(SQLModel):
    """What an administrator may change by hand."""

    name: str = Field(max_length=120, min_length=1)
    cluster: str | None = Field(default=None, max_length=80)
    is_supported: bool


class School(SchoolBase, table=True):
    """One school in one sector."""

    __tablename__ = "school"
    __table_args__ = (UniqueConstraint("seed_code", "sector"),)
    ORDINARY: ClassVar = {
        "id",
        "seed_code",
        "sector",
        "name",
        "postcode",
        "cluster",
        "latitude",
        "longitude",
        "roll",
        "quintile_1_pupils",
        "is_supported",
        "import_id",
    }

    id: int | None = Field(default=None, primary_key=True)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class SchoolAlias(SQLModel, table=True):
    """A name a file used for a school, confirmed by a person and remembered."""

    __tablename__ = "school_alias"
    ORDINARY: ClassVar = {"id", "name_key", "school_id"}

    id: int | None = Field(default=None, primary_key=True)
    name_key: str = Field(max_length=120, unique=True)
    school_id: int = Field(foreign_key="school.id", index=True)


_SHORT_FORMS = {"ps": "primary school", "ecc": "early childhood centre", "slc": "slc", "st": "st", "acad": "academy"}


def name_key(name: str) -> str:
    """The same text for a school's name however it is written: capitals, full stops, `PS`, `St.`, `&`."""
    words = re.sub(r"[^a-z0-9 ]", "", name.lower().replace("&", " and ").replace("-", " ").replace("saint ", "st "))
    return " ".join(_SHORT_FORMS.get(word, word) for word in words.split())
