"""Short lists the team may edit: kinds of contact, reasons, next steps. Wording is data, not code."""

from enum import StrEnum
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import enum_type


class ChoiceList(StrEnum):
    """The lists the team may edit, by the name that each of their entries holds."""

    CONTACT_KIND = "contact_kind"
    MEETING_KIND = "meeting_kind"
    REFERRAL_REASON = "referral_reason"
    REFERRAL_SOURCE = "referral_source"
    CONSENT_KIND = "consent_kind"
    RELATIONSHIP = "relationship"
    NEXT_STEP = "next_step"  # where a family went when support ended
    STATEMENT_KIND = "statement_kind"
    PROGRAMME_KIND = "programme_kind"
    AIM = "aim"
    MOVED_ON_TO = "moved_on_to"  # after a programme, or after giving time
    CHECK_KIND = "check_kind"
    TAG = "tag"  # of what people said


LIST_NAMES: dict[ChoiceList, str] = {
    ChoiceList.CONTACT_KIND: "Kinds of contact",
    ChoiceList.MEETING_KIND: "Kinds of meeting",
    ChoiceList.REFERRAL_REASON: "Reasons for a referral",
    ChoiceList.REFERRAL_SOURCE: "Who refers",
    ChoiceList.CONSENT_KIND: "Kinds of consent",
    ChoiceList.RELATIONSHIP: "Adults of a family",
    ChoiceList.NEXT_STEP: "Where families go next",
    ChoiceList.STATEMENT_KIND: "Kinds of statement",
    ChoiceList.PROGRAMME_KIND: "Kinds of programme",
    ChoiceList.AIM: "Aims",
    ChoiceList.MOVED_ON_TO: "Where people move on to",
    ChoiceList.CHECK_KIND: "Checks of volunteers and mentors",
    ChoiceList.TAG: "Tags for what people said",
}

# What a screen says when a child may be at risk, until the team puts its own council's words there.
CHILD_PROTECTION_WORDS = (
    "If a child may be at risk of harm, follow the council's child protection procedure and tell your team lead "
    "today. A record here alerts nobody. In immediate danger, phone 999."
)


class ChoiceUpdate(SQLModel):
    """What may change about an entry. Its code never does: old records hold it."""

    label: str = Field(max_length=80, min_length=1)
    position: int = Field(ge=0, le=999)
    is_offered: bool


class Choice(SQLModel, table=True):
    """One entry of a list. Retired entries stay readable on old records and are not offered on new ones."""

    __tablename__ = "choice"
    __table_args__ = (UniqueConstraint("list_name", "code"),)
    ORDINARY: ClassVar = {"id", "list_name", "code", "label", "position", "is_offered"}

    id: int | None = Field(default=None, primary_key=True)
    list_name: ChoiceList = Field(sa_type=enum_type(ChoiceList, is_checked=False))
    code: str = Field(max_length=40)
    label: str = Field(max_length=80)
    position: int = 0
    is_offered: bool = True
