"""The record of who did what, each event chained to the one before by a hash."""

import hashlib
import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field, SQLModel

from models.columns import enum_type


class AuditAction(StrEnum):
    """What happened."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    REFUSED = "refused"
    SET_UP = "set_up"
    DEMO_LOADED = "demo_loaded"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_DEACTIVATED = "account_deactivated"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    SCHOOL_CHANGED = "school_changed"
    FILE_IMPORTED = "file_imported"
    IMPORT_UNDONE = "import_undone"
    MAPPING_SAVED = "mapping_saved"
    FIGURES_EXPORTED = "figures_exported"
    REJECTS_EXPORTED = "rejects_exported"
    PUPIL_VIEWED = "pupil_viewed"
    PUPIL_SEARCHED = "pupil_searched"
    COVER_GIVEN = "cover_given"
    AUDIT_EXPORTED = "audit_exported"


# Each event as a sentence; {by}, {target} and {detail} are filled in by components.
SENTENCES: dict[AuditAction, str] = {
    AuditAction.SIGNED_IN: "{by} signed in",
    AuditAction.SIGN_IN_FAILED: "A sign-in as {target} failed: {detail}",
    AuditAction.SIGNED_OUT: "{by} signed out",
    AuditAction.REFUSED: "{by} was refused {target}: {detail}",
    AuditAction.SET_UP: "The first administrator, {target}, was created",
    AuditAction.DEMO_LOADED: "Demonstration data was loaded by {by}",
    AuditAction.ACCOUNT_ADDED: "{by} added the account {target}: {detail}",
    AuditAction.ACCOUNT_CHANGED: "{by} changed the account {target}: {detail}",
    AuditAction.ACCOUNT_DEACTIVATED: "{by} closed the account {target}",
    AuditAction.PASSWORD_CHANGED: "{by} changed the password of {target}",
    AuditAction.SCHOOL_CHANGED: "{by} changed {target}: {detail}",
    AuditAction.FILE_IMPORTED: "{by} brought in {target}: {detail}",
    AuditAction.IMPORT_UNDONE: "{by} undid {target}: {detail}",
    AuditAction.MAPPING_SAVED: "{by} saved how to read {target}",
    AuditAction.FIGURES_EXPORTED: "{by} downloaded {target}: {detail}",
    AuditAction.REJECTS_EXPORTED: "{by} downloaded the rows to look at in {target}",
    AuditAction.PUPIL_VIEWED: "{by} opened the page of {target}: {detail}",
    AuditAction.PUPIL_SEARCHED: "{by} searched for a pupil: {detail}",
    AuditAction.COVER_GIVEN: "{by} opened {target} to cover for a colleague: {detail}",
    AuditAction.AUDIT_EXPORTED: "{by} downloaded the audit log: {detail}",
}

FIRST_HASH = "0" * 64


class AuditEvent(SQLModel, table=True):
    """One event. No foreign keys: the record outlives what it speaks of."""

    __tablename__ = "audit_event"
    PERSONAL: ClassVar = {"by_username", "target", "detail"}
    ORDINARY: ClassVar = {"id", "happened_at", "action", "previous_hash", "hash"}

    id: int | None = Field(default=None, primary_key=True)
    happened_at: datetime = Field(index=True)
    action: AuditAction = Field(sa_type=enum_type(AuditAction, is_checked=False), index=True)
    by_username: str = Field(max_length=80)
    target: str = Field(default="", max_length=160)  # kind:id, such as pupil:17; never a child's name
    detail: str = Field(default="", max_length=500)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64, unique=True)


class AuditHead(SQLModel, table=True):
    """How many events there are and the hash of the last, so that a missing tail is noticed."""

    __tablename__ = "audit_head"
    ORDINARY: ClassVar = {"id", "events", "hash"}

    id: int = Field(primary_key=True)  # always 1
    events: int = 0
    hash: str = Field(default=FIRST_HASH, max_length=64)


def event_hash(event: AuditEvent) -> str:
    """SHA-256 over the event and the hash of the one before, in a form both databases give back alike."""
    canonical = [
        event.previous_hash,
        event.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(event.action),
        event.by_username,
        event.target,
        event.detail,
    ]
    return hashlib.sha256(json.dumps(canonical, ensure_ascii=True).encode()).hexdigest()
