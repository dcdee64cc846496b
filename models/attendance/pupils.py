"""Pupils, what is known about them and from when."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import enum_type


class Sex(StrEnum):
    """As the schools system records it."""

    FEMALE = "female"
    MALE = "male"


class CharacteristicKind(StrEnum):
    """What is recorded about a pupil from a date."""

    POSTCODE = "postcode"
    FREE_MEALS = "free_meals"  # yes / no
    ADDITIONAL_SUPPORT = "additional_support"  # yes / no
    ADDITIONAL_SUPPORT_REASON = "additional_support_reason"  # the team's own words
    ENGLISH_ADDITIONAL = "english_additional"  # yes / no
    LOOKED_AFTER = "looked_after"  # yes / no, as the schools system has it now
    CARE_EXPERIENCE = "care_experience"  # no / previously / currently, as the team knows it
    KINSHIP = "kinship"  # yes / no: non-statutory kinship care
    STATED_QUINTILE = "stated_quintile"  # 1 to 5, from the tracker; used only where the postcode gives none


CHARACTERISTIC_NAMES: dict[CharacteristicKind, str] = {
    CharacteristicKind.POSTCODE: "Postcode",
    CharacteristicKind.FREE_MEALS: "Free school meals",
    CharacteristicKind.ADDITIONAL_SUPPORT: "Additional support needs",
    CharacteristicKind.ADDITIONAL_SUPPORT_REASON: "Reason for additional support",
    CharacteristicKind.ENGLISH_ADDITIONAL: "English as an additional language",
    CharacteristicKind.LOOKED_AFTER: "Looked after (schools system)",
    CharacteristicKind.CARE_EXPERIENCE: "Care experienced (team)",
    CharacteristicKind.KINSHIP: "Kinship care (non-statutory)",
    CharacteristicKind.STATED_QUINTILE: "SIMD quintile (team's tracker)",
}


class Source(StrEnum):
    """Where a fact came from. The schools system is the register: the tracker never overrides it."""

    SEEMIS = "seemis"
    TRACKER = "tracker"


class Pupil(SQLModel, table=True):
    """One child, by candidate number. The name is empty until a pupil list gives it."""

    __tablename__ = "pupil"
    PERSONAL: ClassVar = {"candidate_number", "forename", "surname", "search_key", "born_on"}
    SENSITIVE: ClassVar = {"sex"}
    ORDINARY: ClassVar = {"id", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    candidate_number: str = Field(max_length=9, unique=True)
    forename: str | None = Field(default=None, max_length=80)
    surname: str | None = Field(default=None, max_length=80)
    search_key: str = Field(default="", max_length=170, index=True)  # as models.text.search_key gives it
    born_on: date | None = None
    sex: Sex | None = Field(default=None, sa_type=enum_type(Sex))
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class Enrolment(SQLModel, table=True):
    """The school and stage of a pupil from a date, until the next one."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("pupil_id", "observed_on"),)
    PERSONAL: ClassVar = {"registration_class", "house"}
    ORDINARY: ClassVar = {"id", "pupil_id", "school_id", "stage", "observed_on", "source", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    pupil_id: int = Field(foreign_key="pupil.id", index=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    stage: str = Field(max_length=4)  # P1 to S6, or SP
    registration_class: str | None = Field(default=None, max_length=20)
    house: str | None = Field(default=None, max_length=40)
    observed_on: date
    source: Source = Field(sa_type=enum_type(Source))
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class Characteristic(SQLModel, table=True):
    """One thing known about a pupil from a date, until the next value of the same kind."""

    __tablename__ = "characteristic"
    __table_args__ = (
        UniqueConstraint("pupil_id", "kind", "observed_on"),
        # Holds all that the summaries ask of every pupil, in the order they ask for it.
        Index("said_of_pupils", "kind", "source", "observed_on", "value", "pupil_id"),
    )
    SENSITIVE: ClassVar = {"kind", "value"}
    ORDINARY: ClassVar = {"id", "pupil_id", "observed_on", "source", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    pupil_id: int = Field(foreign_key="pupil.id")
    kind: CharacteristicKind = Field(sa_type=enum_type(CharacteristicKind))
    value: str = Field(max_length=80)
    observed_on: date
    source: Source = Field(sa_type=enum_type(Source))
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


PRIMARY_STAGES = tuple(f"P{year}" for year in range(1, 8))
SECONDARY_STAGES = tuple(f"S{year}" for year in range(1, 7))
STAGES = (*PRIMARY_STAGES, *SECONDARY_STAGES, "SP")

# Meals are universal for P1 to P5 and in special schools, so registration says nothing about poverty there.
# Source: School level summary statistics 2025, note 5.
STAGES_WITH_UNIVERSAL_MEALS = frozenset({"P1", "P2", "P3", "P4", "P5", "SP", ""})


NO_NAME = "Name not yet known"


def full_name(forename: str | None, surname: str | None) -> str:
    """The name as it is said, or NO_NAME for a pupil whose name no list has given."""
    return " ".join(part for part in (forename, surname) if part) or NO_NAME
