"""Recording a wellbeing web, and putting one right: freely for a week by who recorded it, then with a reason."""

from collections.abc import Callable
from functools import partial

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from data.core.audit import check_permission, record
from data.core.row_versions import take_version
from data.core.scope import pupil_in_scope
from data.core.sending import send_once
from data.wellbeing.queries import web_in_scope
from models.audit import AuditAction
from models.clock import today
from models.columns import now
from models.errors import InvalidInput
from models.permissions import Actor, Permission
from models.text import plain_words
from models.wellbeing.web import (
    INDICATOR_NAMES,
    LONGEST_REASON,
    Indicator,
    SpokeEntry,
    WebAmendment,
    WebDetails,
    WebEntry,
    WebReading,
    WebScore,
    details_words,
    is_free_to_correct,
    matters_words,
    spoke_words,
)

FORM, CORRECTION_FORM = "web", "web_correction"


def record_web(*, pupil_id: int, entry: WebEntry, draft_key: str, by: Actor) -> int:
    """Keep one reading, once however often it is sent, and return its id."""
    check_permission(by, Permission.CASEWORK_WRITE)

    def write(session: Session) -> int:
        pupil_in_scope(session, actor=by, pupil_id=pupil_id)
        _check_entry(entry)
        row = _add(session, pupil_id, entry, draft_key=draft_key, by=by)
        what, detail = AuditAction.WEB_RECORDED, details_words(entry)
        record(session, action=what, by=by.username, target=f"pupil:{pupil_id}", detail=detail)
        return row.id or 0

    return _send(FORM, draft_key, by, write)


def _send(form: str, draft_key: str, by: Actor, write: Callable[[Session], int]) -> int:
    try:
        return send_once(draft_key=draft_key, form=form, by=by, write=write)
    except IntegrityError:
        raise InvalidInput(
            "There is already a web of this child for this day, voice and stage. Nothing was lost: what you filled in "
            "is still here. Choose another day or stage, or put the other one right under its readings."
        ) from None


def correct_web(
    *,
    reading_id: int,
    indicator: Indicator | None,
    spoke: SpokeEntry,
    reason: str,
    version: int,
    draft_key: str,
    by: Actor,
) -> int:
    """Put one spoke right, or with no indicator what matters to the child, which is then in `spoke.words`."""
    check_permission(by, Permission.CASEWORK_WRITE)
    write = partial(_set_spoke, indicator=indicator) if indicator else _set_matters
    return _put_right(partial(write, spoke=spoke), reading_id, indicator, reason, version, draft_key, by)


def correct_web_details(
    *, reading_id: int, details: WebDetails, reason: str, version: int, draft_key: str, by: Actor
) -> int:
    """Put right who spoke, at which stage, on which day or on which scale."""
    check_permission(by, Permission.CASEWORK_WRITE)
    return _put_right(partial(_set_details, details=details), reading_id, None, reason, version, draft_key, by)


def _put_right(
    change: Callable[[Session, WebReading], tuple[str, str]],
    reading_id: int,
    indicator: Indicator | None,
    reason: str,
    version: int,
    draft_key: str,
    by: Actor,
) -> int:
    """Whoever recorded the reading may do so for a week. Otherwise it is an amendment: the old value stays visible."""

    def write(session: Session) -> int:
        row = web_in_scope(session, actor=by, reading_id=reading_id, is_locked=True)
        is_free = is_free_to_correct(row.recorded_at, row.recorded_by, username=by.username, instant=now())
        missing = "" if is_free else "This web is complete, so a change needs a reason: a few words will do."
        why = plain_words(reason, at_most=LONGEST_REASON, missing=missing)
        take_version(row, seen=version)
        before, after = change(session, row)
        if before == after:
            raise InvalidInput("That is what this web says already, so nothing was changed.")
        if not is_free:
            said = {"reading_id": reading_id, "indicator": indicator, "before": before, "after": after}
            session.add(WebAmendment.model_validate({**said, "reason": why, "amended_by": by.username}))
        action = AuditAction.WEB_CHANGED if is_free else AuditAction.WEB_AMENDED
        what = INDICATOR_NAMES[indicator] if indicator else "not a score"
        target = f"pupil:{row.pupil_id}"
        record(session, action=action, by=by.username, target=target, detail=f"web {reading_id}, {what}")
        return reading_id

    return _send(CORRECTION_FORM, draft_key, by, write)


def _check_details(details: WebDetails) -> None:
    if details.taken_on > today():
        raise InvalidInput("The date is in the future. Nothing was lost: please put the date right and save again.")
    if not details.lowest < details.highest:
        raise InvalidInput("Please choose a scale. Nothing was lost.")


def _check_entry(entry: WebEntry) -> None:
    _check_details(entry)
    for indicator, spoke in entry.spokes.items():
        _check_spoke(indicator, spoke, entry.lowest, entry.highest)
    if not any(spoke != SpokeEntry() for spoke in entry.spokes.values()):
        raise InvalidInput("Nothing is scored yet. Nothing was lost: answer at least one of the eight and save again.")


def _check_spoke(indicator: Indicator, spoke: SpokeEntry, lowest: int, highest: int) -> None:
    if spoke.score is not None and not (spoke.is_talked_about and lowest <= spoke.score <= highest):
        raise InvalidInput(
            f"{INDICATOR_NAMES[indicator]}: the score does not fit the scale from {lowest} to {highest}. "
            "Nothing was lost: please put the score or the scale right."
        )


def _add(session: Session, pupil_id: int, entry: WebEntry, *, draft_key: str, by: Actor) -> WebReading:
    said = entry.model_dump(exclude={"spokes"})
    row = WebReading(pupil_id=pupil_id, **said, recorded_by=by.username, draft_key=draft_key)
    session.add(row)
    session.flush()
    for indicator, spoke in entry.spokes.items():
        session.add(WebScore(reading_id=row.id or 0, indicator=indicator, **spoke.model_dump()))
    session.flush()
    return row


def _set_spoke(session: Session, row: WebReading, *, indicator: Indicator, spoke: SpokeEntry) -> tuple[str, str]:
    """Write one spoke, and return the old and the new value in words, for the amendment."""
    _check_spoke(indicator, spoke, row.lowest, row.highest)
    score = session.exec(
        select(WebScore).where(WebScore.reading_id == row.id, WebScore.indicator == indicator)
    ).first() or WebScore(reading_id=row.id or 0, indicator=indicator)
    before = spoke_words(SpokeEntry.model_validate(score))
    score.sqlmodel_update(spoke)
    session.add(score)
    return before, spoke_words(spoke)


def _set_matters(_session: Session, row: WebReading, *, spoke: SpokeEntry) -> tuple[str, str]:
    before = matters_words(row.matters_to_me)
    row.matters_to_me = spoke.words
    return before, matters_words(spoke.words)


def _set_details(session: Session, row: WebReading, *, details: WebDetails) -> tuple[str, str]:
    _check_details(details)
    for score in session.exec(select(WebScore).where(WebScore.reading_id == row.id)):
        _check_spoke(score.indicator, SpokeEntry.model_validate(score), details.lowest, details.highest)
    before = details_words(WebDetails.model_validate(row))
    row.sqlmodel_update(details)
    return before, details_words(details)
