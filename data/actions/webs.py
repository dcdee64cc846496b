"""Recording a wellbeing web, and putting one right: freely for a week by who recorded it, then with a reason."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from data.actions.drafts import finish_draft, take_draft
from data.audit import check_permission, record
from data.db import transaction
from data.scope import visible_pupils
from models.audit import AuditAction
from models.clock import today
from models.columns import now
from models.errors import Conflict, InvalidInput, NotFound
from models.permissions import Actor, Permission
from models.pupils import Pupil
from models.wellbeing import (
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
_LEAST_REASON = 5
_TWICE = (
    "There is already a web of this child for this day, voice and stage. Nothing was lost: what you filled in is "
    "still here. Choose another day or stage, or put the other one right under its readings."
)
_CHANGED = (
    "Someone else changed this web while you were looking at it. Nothing of yours was lost, and nothing was saved: "
    "compare what is there now with what you entered, and save again."
)


def record_web(*, pupil_id: int, entry: WebEntry, draft_key: str, by: Actor) -> int:
    """Keep one reading, once however often it is sent, and return its id."""
    check_permission(by, Permission.CASEWORK_WRITE)
    try:
        with transaction() as session:
            draft = take_draft(session, key=draft_key, form=FORM, by=by)
            if draft.submitted_at:
                return draft.record_id or 0
            _check_visible(session, pupil_id, by)
            _check_entry(entry)
            row = _add(session, pupil_id, entry, draft_key=draft_key, by=by)
            finish_draft(session, draft=draft, record_id=row.id or 0)
            what, detail = AuditAction.WEB_RECORDED, details_words(entry)
            record(session, action=what, by=by.username, target=f"pupil:{pupil_id}", detail=detail)
            return row.id or 0
    except IntegrityError:
        raise InvalidInput(_TWICE) from None


def correct_web(
    *,
    reading_id: int,
    indicator: Indicator | None,
    spoke: SpokeEntry,
    reason: str,
    seen_version: int,
    draft_key: str,
    by: Actor,
) -> int:
    """Put one spoke right, or with no indicator what matters to the child, which is then in `spoke.words`."""
    check_permission(by, Permission.CASEWORK_WRITE)
    write = partial(_set_spoke, indicator=indicator) if indicator else _set_matters
    return _put_right(
        partial(write, spoke=spoke), reading_id=reading_id, indicator=indicator, reason=reason,
        seen_version=seen_version, draft_key=draft_key, by=by,
    )  # fmt: skip


def correct_web_details(
    *, reading_id: int, details: WebDetails, reason: str, seen_version: int, draft_key: str, by: Actor
) -> int:
    """Put right who spoke, at which stage, on which day or on which scale."""
    check_permission(by, Permission.CASEWORK_WRITE)
    try:
        return _put_right(
            partial(_set_details, details=details), reading_id=reading_id, indicator=None,
            reason=reason, seen_version=seen_version, draft_key=draft_key, by=by,
        )  # fmt: skip
    except IntegrityError:
        raise InvalidInput(_TWICE) from None


def _put_right(
    write: Callable[[Session, WebReading], tuple[str, str]], *, reading_id: int, indicator: Indicator | None,
    reason: str, seen_version: int, draft_key: str, by: Actor,
) -> int:  # fmt: skip
    """Whoever recorded the reading may do so for a week. Otherwise it is an amendment: the old value stays visible."""
    with transaction() as session:
        draft = take_draft(session, key=draft_key, form=CORRECTION_FORM, by=by)
        if draft.submitted_at:
            return draft.record_id or 0
        row = _open(session, reading_id, by)
        is_free = is_free_to_correct(row.recorded_at, row.recorded_by, username=by.username, instant=now())
        why = "" if is_free else _checked_reason(reason)
        _next_version(session, reading_id, seen_version)
        before, after = write(session, row)
        if before == after:
            raise InvalidInput("That is what this web says already, so nothing was changed.")
        if not is_free:
            said = {"reading_id": reading_id, "indicator": indicator, "before": before, "after": after}
            session.add(WebAmendment.model_validate({**said, "reason": why, "amended_by": by.username}))
        finish_draft(session, draft=draft, record_id=reading_id)
        action = AuditAction.WEB_CHANGED if is_free else AuditAction.WEB_AMENDED
        what = INDICATOR_NAMES[indicator] if indicator else "not a score"
        target = f"pupil:{row.pupil_id}"
        record(session, action=action, by=by.username, target=target, detail=f"web {reading_id}, {what}")
        return reading_id


def _check_visible(session: Session, pupil_id: int, by: Actor) -> None:
    if session.exec(select(Pupil.id).where(Pupil.id == pupil_id, visible_pupils(by))).first() is None:
        raise NotFound


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
    row = WebReading(
        pupil_id=pupil_id,
        **entry.model_dump(exclude={"spokes"}),
        recorded_by=by.username,
        draft_key=draft_key,
    )
    session.add(row)
    session.flush()
    for indicator, spoke in entry.spokes.items():
        session.add(WebScore(reading_id=row.id or 0, indicator=indicator, **spoke.model_dump()))
    session.flush()
    return row


def _open(session: Session, reading_id: int, by: Actor) -> WebReading:
    row = session.exec(
        select(WebReading)
        .join(Pupil, col(Pupil.id) == col(WebReading.pupil_id))
        .where(WebReading.id == reading_id, visible_pupils(by))
    ).first()
    if row is None:
        raise NotFound
    return row


def _checked_reason(reason: str) -> str:
    words = " ".join(reason.split())
    if not _LEAST_REASON <= len(words) <= LONGEST_REASON:
        raise InvalidInput(
            f"This web is complete, so a change needs a reason: a few words, at most {LONGEST_REASON} letters. "
            "Nothing was lost."
        )
    return words


def _next_version(session: Session, reading_id: int, seen_version: int) -> None:
    """Take the turn of changing the reading, or say that somebody else did. Of two at once, one finds no row."""
    taken = session.execute(
        update(WebReading)
        .where(col(WebReading.id) == reading_id, col(WebReading.version) == seen_version)
        .values(version=seen_version + 1)
        .returning(col(WebReading.id))
        .execution_options(synchronize_session=False)
    ).all()
    if not taken:
        raise Conflict(_CHANGED)


def _set_spoke(session: Session, row: WebReading, *, indicator: Indicator, spoke: SpokeEntry) -> tuple[str, str]:
    """Write the new value and return the old and the new one in words, as the two below do."""
    _check_spoke(indicator, spoke, row.lowest, row.highest)
    score = session.exec(
        select(WebScore).where(WebScore.reading_id == row.id, WebScore.indicator == indicator)
    ).first() or WebScore(reading_id=row.id or 0, indicator=indicator)
    before = spoke_words(_spoke_of(score))
    score.score, score.is_talked_about, score.words = spoke.score, spoke.is_talked_about, spoke.words
    session.add(score)
    return before, spoke_words(spoke)


def _set_matters(session: Session, row: WebReading, *, spoke: SpokeEntry) -> tuple[str, str]:
    before = matters_words(row.matters_to_me)
    _write(session, row, matters_to_me=spoke.words)
    return before, matters_words(spoke.words)


def _set_details(session: Session, row: WebReading, *, details: WebDetails) -> tuple[str, str]:
    _check_details(details)
    for score in session.exec(select(WebScore).where(WebScore.reading_id == row.id)):
        _check_spoke(score.indicator, _spoke_of(score), details.lowest, details.highest)
    before = details_words(WebDetails.model_validate(row))
    _write(session, row, **details.model_dump())
    return before, details_words(details)


def _write(session: Session, row: WebReading, **values: object) -> None:
    """Beside the object, whose version `_next_version` has moved on."""
    written = update(WebReading).where(col(WebReading.id) == row.id).values(**values)
    session.execute(written.execution_options(synchronize_session=False))


def _spoke_of(score: WebScore) -> SpokeEntry:
    return SpokeEntry(score=score.score, is_talked_about=score.is_talked_about, words=score.words)
