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
    FAMILY_ADDED = "family_added"
    FAMILY_CHANGED = "family_changed"
    FAMILY_VIEWED = "family_viewed"
    CONSENT_RECORDED = "consent_recorded"
    CONTACT_LOGGED = "contact_logged"
    CONTACT_CHANGED = "contact_changed"
    RESTRICTED_READ = "restricted_read"
    WEB_RECORDED = "web_recorded"
    WEB_CHANGED = "web_changed"
    WEB_AMENDED = "web_amended"
    TABLET_HANDED_OVER = "tablet_handed_over"
    TABLET_TAKEN_BACK = "tablet_taken_back"
    PLAN_MADE = "plan_made"
    PLAN_CHANGED = "plan_changed"
    PLAN_CLOSED = "plan_closed"
    REFERRAL_MADE = "referral_made"
    REFERRAL_MOVED = "referral_moved"
    SUPPORT_STARTED = "support_started"
    SUPPORT_CHANGED = "support_changed"
    SUPPORT_CLOSED = "support_closed"
    TRANSFER_OFFERED = "transfer_offered"
    TRANSFER_ANSWERED = "transfer_answered"
    MEETING_RECORDED = "meeting_recorded"
    STATEMENT_RECORDED = "statement_recorded"
    APPOINTMENT_CHANGED = "appointment_changed"
    CALENDAR_LINK_CHANGED = "calendar_link_changed"
    SUMMARY_EXPORTED = "summary_exported"
    CHOICE_CHANGED = "choice_changed"
    PROGRAMME_ADDED = "programme_added"
    PROGRAMME_CHANGED = "programme_changed"
    SESSION_CHANGED = "session_changed"
    REGISTER_TAKEN = "register_taken"
    PARTICIPANT_CHANGED = "participant_changed"
    REACH_STEPPED = "reach_stepped"
    HEALTH_NOTE_CHANGED = "health_note_changed"
    QUESTIONNAIRE_CHANGED = "questionnaire_changed"
    QUESTIONNAIRE_PUBLISHED = "questionnaire_published"
    ANSWERS_RECORDED = "answers_recorded"
    ANSWERS_MATCHED = "answers_matched"
    ANSWER_LINK_CHANGED = "answer_link_changed"
    ANSWERS_TAGGED = "answers_tagged"
    AWARD_CHANGED = "award_changed"
    SCHEME_CHANGED = "scheme_changed"
    VOLUNTEER_CHANGED = "volunteer_changed"
    CALENDAR_CHANGED = "calendar_changed"
    EVALUATION_EXPORTED = "evaluation_exported"
    RECORD_ADDED = "record_added"
    RECORD_CHANGED = "record_changed"
    RECORD_UNDONE = "record_undone"


# Each event as a sentence; {by}, {target} and {detail} are filled in where it is read, {said} by its kind of record.
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
    AuditAction.FAMILY_ADDED: "{by} added {target}: {detail}",
    AuditAction.FAMILY_CHANGED: "{by} changed {target}: {detail}",
    AuditAction.FAMILY_VIEWED: "{by} opened the page of {target}: {detail}",
    AuditAction.CONSENT_RECORDED: "{by} recorded a consent of {target}: {detail}",
    AuditAction.CONTACT_LOGGED: "{by} logged a contact with {target}: {detail}",
    AuditAction.CONTACT_CHANGED: "{by} changed a contact, {target}: {detail}",
    AuditAction.RESTRICTED_READ: "{by} read a restricted note, {target}",
    AuditAction.WEB_RECORDED: "{by} recorded a wellbeing web of {target}: {detail}",
    AuditAction.WEB_CHANGED: "{by} changed a wellbeing web of {target}: {detail}",
    AuditAction.WEB_AMENDED: "{by} amended a wellbeing web of {target}: {detail}",
    AuditAction.TABLET_HANDED_OVER: "{by} handed the tablet to {target}",
    AuditAction.TABLET_TAKEN_BACK: "{by} took the tablet back from {target}",
    AuditAction.PLAN_MADE: "{by} made a plan with {target}",
    AuditAction.PLAN_CHANGED: "{by} changed a plan of {target}: {detail}",
    AuditAction.PLAN_CLOSED: "{by} closed a plan of {target}",
    AuditAction.REFERRAL_MADE: "{by} recorded {target}: {detail}",
    AuditAction.REFERRAL_MOVED: "{by} moved {target}: {detail}",
    AuditAction.SUPPORT_STARTED: "{by} started support of {target}: {detail}",
    AuditAction.SUPPORT_CHANGED: "{by} changed support of {target}: {detail}",
    AuditAction.SUPPORT_CLOSED: "{by} closed support of {target}: {detail}",
    AuditAction.TRANSFER_OFFERED: "{by} offered {target} to a colleague: {detail}",
    AuditAction.TRANSFER_ANSWERED: "{by} answered the offer of {target}: {detail}",
    AuditAction.MEETING_RECORDED: "{by} recorded a meeting about {target}: {detail}",
    AuditAction.STATEMENT_RECORDED: "{by} logged a statement of {target}: {detail}",
    AuditAction.APPOINTMENT_CHANGED: "{by} changed the week: {detail}",
    AuditAction.CALENDAR_LINK_CHANGED: "{by} changed a calendar link: {detail}",
    AuditAction.SUMMARY_EXPORTED: "{by} made a summary of {target}",
    AuditAction.CHOICE_CHANGED: "{by} changed a list: {detail}",
    AuditAction.PROGRAMME_ADDED: "{by} planned {target}: {detail}",
    AuditAction.PROGRAMME_CHANGED: "{by} changed {target}: {detail}",
    AuditAction.SESSION_CHANGED: "{by} changed sessions of {target}: {detail}",
    AuditAction.REGISTER_TAKEN: "{by} took the register of {target}: {detail}",
    AuditAction.PARTICIPANT_CHANGED: "{by} changed who is on the register of {target}: {detail}",
    AuditAction.REACH_STEPPED: "{by} moved a family on in {target}: {detail}",
    AuditAction.HEALTH_NOTE_CHANGED: "{by} changed the health note of {target}",
    AuditAction.QUESTIONNAIRE_CHANGED: "{by} changed {target}: {detail}",
    AuditAction.QUESTIONNAIRE_PUBLISHED: "{by} published {target}",
    AuditAction.ANSWERS_RECORDED: "{by} recorded answers, {target}: {detail}",
    AuditAction.ANSWERS_MATCHED: "{by} matched answers, {target}: {detail}",
    AuditAction.ANSWER_LINK_CHANGED: "{by} changed a link, {target}: {detail}",
    AuditAction.ANSWERS_TAGGED: "{by} tagged an answer, {target}",
    AuditAction.AWARD_CHANGED: "{by} changed an award, {target}: {detail}",
    AuditAction.SCHEME_CHANGED: "{by} changed award schemes, {target}: {detail}",
    AuditAction.VOLUNTEER_CHANGED: "{by} changed {target}: {detail}",
    AuditAction.CALENDAR_CHANGED: "{by} changed the school calendar: {detail}",
    AuditAction.EVALUATION_EXPORTED: "{by} downloaded evaluation results, {target}: {detail}",
    AuditAction.RECORD_ADDED: "{by} {said}: {detail}",
    AuditAction.RECORD_CHANGED: "{by} {said}: {detail}",
    AuditAction.RECORD_UNDONE: "{by} {said}: {detail}",
}


class Mistake(StrEnum):
    """Why a record of fact is taken back, on screen and in the log. Chosen, never typed: the log cannot forget."""

    WRONG_PERSON = "It was somebody else's"
    TWICE = "It is recorded twice"
    NEVER = "It did not happen"
    OTHER = "Another mistake"


FIRST_HASH = "0" * 64


class AuditEvent(SQLModel, table=True):
    """One event. No foreign keys: the record outlives what it speaks of."""

    __tablename__ = "audit_event"
    PERSONAL: ClassVar = {"by_username", "target", "detail"}
    ORDINARY: ClassVar = {"id", "happened_at", "action", "previous_hash", "hash"}

    id: int | None = Field(default=None, primary_key=True)
    happened_at: datetime = Field(index=True)
    action: AuditAction = Field(sa_type=enum_type(AuditAction, is_checked=False), index=True)
    by_username: str = Field(max_length=80, index=True)
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
