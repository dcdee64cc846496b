"""Wellbeing webs of one child, the scales to choose from, and the figures of all webs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from data.core.audit import check_permission
from data.core.db import reading
from data.core.scope import pupil_in_scope, visible_pupils
from data.reference.indicators import SCALES, Scale
from models.access import Account
from models.attendance.pupils import Pupil, full_name
from models.errors import NotFound
from models.permissions import Actor, Permission
from models.wellbeing.change import MeanChange, Reading, VoiceReadings, lines, mean_changes
from models.wellbeing.web import (
    Indicator,
    SpokeEntry,
    Voice,
    WebAmendment,
    WebReading,
    WebScore,
    WebStage,
    WellbeingScale,
)


@dataclass(frozen=True, slots=True)
class WebSubject:
    """The child a web is about, as the form needs them. The scales begin with the one last used for this child."""

    pupil_id: int
    name: str
    scales: tuple[Scale, ...]
    readings: int


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction of a frozen reading. No indicator: of what matters to the child."""

    indicator: Indicator | None
    before: str
    after: str
    reason: str
    amended_at: datetime
    amended_by: str


@dataclass(frozen=True, slots=True)
class Web:
    """One reading as it is shown. Every indicator has a spoke, also when nothing was said of it."""

    id: int
    pupil_id: int
    taken_on: date
    voice: Voice
    stage: WebStage
    lowest: int
    highest: int
    spokes: Mapping[Indicator, SpokeEntry]
    matters_to_me: str
    recorded_at: datetime
    recorded_by: str  # a username; `written_by` is who that is
    written_by: str
    version: int
    amendments: tuple[Amendment, ...]

    @property
    def reading(self) -> Reading:
        """What the arithmetic of change needs."""
        scores = {name: spoke.score for name, spoke in self.spokes.items() if spoke.score is not None}
        return Reading(self.id, self.pupil_id, self.taken_on, self.voice, self.stage, self.lowest, self.highest, scores)


@dataclass(frozen=True, slots=True)
class ScaleFigures:
    """Change on one scale, from the first to the latest reading of the same child and voice."""

    lowest: int
    highest: int
    readings: int
    pairs: int
    not_paired: int  # child and voice with one reading only
    change: Mapping[Indicator, MeanChange]


@dataclass(frozen=True, slots=True)
class WebFigures:
    """All webs the person may see, counted. Scales are never put together; the most used one is first."""

    readings: int
    children: int
    scores_not_given: int
    scales: tuple[ScaleFigures, ...]


def web_subject(*, actor: Actor, pupil_id: int) -> WebSubject:
    """The child, when this person may record a web of them."""
    check_permission(actor, Permission.CASEWORK_READ)
    with reading() as session:
        pupil = pupil_in_scope(session, actor=actor, pupil_id=pupil_id)
        mine = select(WebReading.lowest, WebReading.highest).where(WebReading.pupil_id == pupil_id)
        used = session.exec(mine.order_by(col(WebReading.taken_on).desc(), col(WebReading.id).desc())).all()
        return WebSubject(
            pupil_id=pupil_id,
            name=full_name(pupil.forename, pupil.surname),
            scales=_last_used_first(_offered(session), used[0] if used else None),
            readings=len(used),
        )


def list_scales(*, actor: Actor) -> tuple[Scale, ...]:
    """The scales a web may use; also for the child who fills one in."""
    check_permission(actor, Permission.CHILD_FORM)
    with reading() as session:
        return _offered(session)


def list_webs(*, actor: Actor, pupil_id: int) -> tuple[Web, ...]:
    """Every reading of one child, earliest first."""
    check_permission(actor, Permission.CASEWORK_READ)
    with reading() as session:
        pupil_in_scope(session, actor=actor, pupil_id=pupil_id)
        rows = session.exec(
            select(WebReading)
            .where(WebReading.pupil_id == pupil_id)
            .order_by(col(WebReading.taken_on), col(WebReading.id))
        ).all()
        return _webs(session, rows)


def web_in_scope(session: Session, *, actor: Actor, reading_id: int, is_locked: bool = False) -> WebReading:
    """One reading, or NotFound when there is none or its child is not this person's to open."""
    is_visible = col(WebReading.pupil_id).in_(select(Pupil.id).where(visible_pupils(actor)))
    query = select(WebReading).where(WebReading.id == reading_id, is_visible)
    row = session.exec(query.with_for_update() if is_locked else query).first()
    if row is None:
        raise NotFound
    return row


def web_figures(*, actor: Actor) -> WebFigures:
    """How many webs there are and how they changed, over every child the person may open."""
    check_permission(actor, Permission.CASEWORK_READ)
    with reading() as session:
        found = _readings(session, actor)
    by_scale: defaultdict[tuple[int, int], list[VoiceReadings]] = defaultdict(list)
    for line in lines(found):
        by_scale[line.first.scale].append(line)
    scales = [_scale_figures(each) for each in by_scale.values()]
    return WebFigures(
        readings=len(found),
        children=len({each.pupil_id for each in found}),
        scores_not_given=sum(len(Indicator) - len(each.scores) for each in found),
        scales=tuple(sorted(scales, key=lambda scale: (-scale.readings, scale.lowest, scale.highest))),
    )


def _scale_figures(found: Sequence[VoiceReadings]) -> ScaleFigures:
    pairs = [line for line in found if line.is_paired]
    return ScaleFigures(
        *found[0].first.scale,
        readings=sum(len(line.readings) for line in found),
        pairs=len(pairs),
        not_paired=len(found) - len(pairs),
        change=mean_changes(pairs),
    )


def _readings(session: Session, actor: Actor) -> list[Reading]:
    of_visible = select(Pupil.id).where(visible_pupils(actor))
    scores: defaultdict[int, dict[Indicator, int]] = defaultdict(dict)
    scored = (
        select(WebScore.reading_id, WebScore.indicator, WebScore.score)
        .join(WebReading, col(WebReading.id) == col(WebScore.reading_id))
        .where(col(WebScore.score).is_not(None), col(WebReading.pupil_id).in_(of_visible))
    )
    for reading_id, indicator, score in session.exec(scored):
        scores[reading_id][Indicator(indicator)] = score or 0
    rows = session.exec(select(WebReading).where(col(WebReading.pupil_id).in_(of_visible)))
    return [
        Reading(
            row.id or 0, row.pupil_id, row.taken_on, row.voice, row.stage, row.lowest, row.highest, scores[row.id or 0]
        )
        for row in rows
    ]


def _offered(session: Session) -> tuple[Scale, ...]:
    rows = session.exec(
        select(WellbeingScale).where(col(WellbeingScale.is_offered)).order_by(col(WellbeingScale.position))
    ).all()
    listed = session.exec(select(func.count()).select_from(WellbeingScale)).one()
    ours = tuple(Scale(row.name, row.lowest, row.highest, row.lowest_words, row.highest_words) for row in rows)
    return ours if listed else SCALES


def _last_used_first(scales: tuple[Scale, ...], used: tuple[int, int] | None) -> tuple[Scale, ...]:
    """The scale last used for a child goes on being used, also when it is no longer offered to others."""
    if used is None:
        return scales
    known = next((scale for scale in scales if (scale.lowest, scale.highest) == used), None)
    last = known or Scale(f"{used[0]} to {used[1]}", *used)
    return (last, *(scale for scale in scales if scale is not known))


def _webs(session: Session, rows: Sequence[WebReading]) -> tuple[Web, ...]:
    ids = [row.id for row in rows]
    spokes: defaultdict[int, dict[Indicator, SpokeEntry]] = defaultdict(
        lambda: {indicator: SpokeEntry() for indicator in Indicator}
    )
    for score in session.exec(select(WebScore).where(col(WebScore.reading_id).in_(ids))):
        spokes[score.reading_id][score.indicator] = SpokeEntry.model_validate(score)
    amended = session.exec(
        select(WebAmendment).where(col(WebAmendment.reading_id).in_(ids)).order_by(col(WebAmendment.id))
    ).all()
    writers = {row.recorded_by for row in rows} | {one.amended_by for one in amended}
    wanted = select(Account.username, Account.display_name).where(col(Account.username).in_(writers))
    names = dict(session.exec(wanted).all())
    return tuple(
        _web(row, spokes[row.id or 0], [one for one in amended if one.reading_id == row.id], names) for row in rows
    )


def _web(
    row: WebReading, spokes: Mapping[Indicator, SpokeEntry], amended: Iterable[WebAmendment], names: Mapping[str, str]
) -> Web:
    return Web(
        **row.model_dump(exclude={"draft_key", "import_id"}),
        spokes=spokes,
        written_by=names.get(row.recorded_by, row.recorded_by),
        amendments=tuple(
            Amendment(
                one.indicator,
                one.before,
                one.after,
                one.reason,
                one.amended_at,
                names.get(one.amended_by, one.amended_by),
            )
            for one in amended
        ),
    )
