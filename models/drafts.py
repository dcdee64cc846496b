"""Half-filled forms, kept so that nothing typed is lost, and their one-time submission."""

from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import now

UNTOUCHED_LIMIT = timedelta(days=30)  # a draft nobody came back to is removed after this
RECEIPT_LIMIT = timedelta(days=90)  # how long a second submission of the same draft is still recognised


class Draft(SQLModel, table=True):
    """One form being filled by one person, or by whoever opened a link, about one subject. Its key makes submitting it
    twice harmless.
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index(
            "one_open_draft",
            "account_id",
            "form",
            "subject",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
        Index(
            "one_open_draft_of_link",
            "link_id",
            "subject",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )
    SENSITIVE: ClassVar = {"answers"}
    ORDINARY: ClassVar = {
        "id",
        "key",
        "account_id",
        "link_id",
        "form",
        "subject",
        "started_at",
        "saved_at",
        "submitted_at",
        "record_id",
    }

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=32, unique=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    link_id: int | None = Field(
        default=None, foreign_key="answer_link.id", index=True
    )  # of somebody without an account
    form: str = Field(max_length=40)  # contact, web, referral …
    subject: str = Field(default="", max_length=60)  # what it is about, such as pupil:17; empty for nobody yet
    answers: str = Field(default="{}", max_length=60_000)  # JSON of plain values; emptied once submitted
    started_at: datetime = Field(default_factory=now)
    saved_at: datetime | None = Field(default=None, index=True)
    submitted_at: datetime | None = None
    record_id: int | None = None  # what submitting it made
