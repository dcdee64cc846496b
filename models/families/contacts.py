"""Contacts with families: calls, visits, messages. Attempts without an answer count too."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field, SQLModel

from models.columns import RecordedOnce


class ContactBase(SQLModel):
    """One contact, as logged."""

    family_id: int
    kind: str = Field(max_length=40)  # a code of ChoiceList.CONTACT_KIND
    happened_at: datetime
    minutes: int | None = Field(default=None, ge=0, le=600)
    line: str = Field(default="", max_length=200)  # what others on the team may read
    note: str = Field(default="", max_length=20_000)
    is_answered: bool = True
    is_restricted: bool = False  # that it exists is visible; the note only on a logged click


class ContactCreate(ContactBase):
    """A new contact, with one person or several of the family (or of several families, one contact each)."""

    pupil_ids: frozenset[int] = frozenset()
    adult_ids: frozenset[int] = frozenset()


class ContactChange(SQLModel):
    """What may be mended about a contact afterwards."""

    kind: str = Field(max_length=40)
    happened_at: datetime
    pupil_ids: frozenset[int]
    adult_ids: frozenset[int]
    minutes: int | None = Field(default=None, ge=0, le=600)
    line: str = Field(default="", max_length=200)
    note: str | None = Field(default=None, max_length=20_000)  # None: stays as it is
    is_answered: bool


class Contact(ContactBase, RecordedOnce, table=True):
    """A logged contact."""

    __tablename__ = "contact"
    SENSITIVE: ClassVar = {"line", "note"}
    ORDINARY: ClassVar = {
        "id",
        "family_id",
        "worker_id",
        "account_id",
        "kind",
        "happened_at",
        "minutes",
        "is_answered",
        "is_restricted",
        "recorded_at",
        "recorded_by",
        "draft_key",
        "version",
    }

    id: int | None = Field(default=None, primary_key=True)
    family_id: int = Field(foreign_key="family.id", index=True)
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    version: int = 1


class ContactPerson(SQLModel, table=True):
    """Who the contact was with."""

    __tablename__ = "contact_person"
    ORDINARY: ClassVar = {"id", "contact_id", "pupil_id", "adult_id"}

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    pupil_id: int | None = Field(default=None, foreign_key="pupil.id", index=True)
    adult_id: int | None = Field(default=None, foreign_key="adult.id", index=True)
