"""Recording, reading and correcting wellbeing webs."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from data.core.actions.drafts import save_answers, start_draft
from data.core.db import reading, transaction
from data.wellbeing.actions.webs import CORRECTION_FORM, correct_web, correct_web_details, record_web
from data.wellbeing.queries import Web, list_scales, list_webs, web_figures, web_subject
from models.audit import AuditAction, AuditEvent
from models.clock import today
from models.columns import now
from models.drafts import Draft
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.permissions import SYSTEM, Actor, Role
from models.wellbeing.web import (
    Indicator,
    SpokeEntry,
    Voice,
    WebAmendment,
    WebDetails,
    WebReading,
    WebStage,
    WellbeingScale,
)
from tests.factories import make_actor, save
from tests.rows.webs import TAKEN_ON, draft_of, make_web, make_worker_with_child, web_entry

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def at_work(database: str) -> tuple[Actor, int]:
    return make_worker_with_child()


def _actions() -> list[AuditAction]:
    with reading() as session:
        return list(session.exec(select(AuditEvent.action).order_by(AuditEvent.id)))


def _correct(web_id: int, by: Actor, **changes: Any) -> int:
    key = start_draft(form=CORRECTION_FORM, subject=f"web:{web_id}", by=by).key
    given = {"indicator": Indicator.SAFE, "spoke": SpokeEntry(score=6), "reason": "", "version": 1}
    return correct_web(reading_id=web_id, draft_key=key, by=by, **(given | changes))


def _find(web_id: int, by: Actor) -> Web:
    with reading() as session:
        pupil_id = session.get_one(WebReading, web_id).pupil_id
    return next(web for web in list_webs(actor=by, pupil_id=pupil_id) if web.id == web_id)


def _freeze(web_id: int) -> None:
    with transaction() as session:
        session.get_one(WebReading, web_id).recorded_at = now() - timedelta(days=7, minutes=1)


def test_a_web_is_kept_as_it_was_said(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    make_web(pupil_id, worker)
    (web,) = list_webs(actor=worker, pupil_id=pupil_id)
    assert (web.voice, web.stage, web.matters_to_me) == (Voice.CHILD, WebStage.BASELINE, "My gran")
    assert web.spokes[Indicator.SAFE] == SpokeEntry(score=4, words="It is fine")
    assert web.reading.scores == {Indicator.SAFE: 4, Indicator.ACTIVE: 0}
    assert not web.spokes[Indicator.HEALTHY].is_talked_about
    assert _actions() == [AuditAction.WEB_RECORDED]


@pytest.mark.both_databases
def test_sending_twice_makes_one(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    key = draft_of(pupil_id, worker)
    save_answers(key=key, answers={"voice": "child"}, by=worker)
    first = record_web(pupil_id=pupil_id, entry=web_entry(), draft_key=key, by=worker)
    assert record_web(pupil_id=pupil_id, entry=web_entry(stage=WebStage.REVIEW), draft_key=key, by=worker) == first
    assert len(list_webs(actor=worker, pupil_id=pupil_id)) == 1


def test_the_same_voice_day_and_stage_twice_is_refused_and_the_draft_stays(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    make_web(pupil_id, worker)
    key = draft_of(pupil_id, worker)
    save_answers(key=key, answers={"matters": "kept"}, by=worker)
    with pytest.raises(InvalidInput, match="already a web"):
        record_web(pupil_id=pupil_id, entry=web_entry(), draft_key=key, by=worker)
    assert start_draft(form="web", subject=f"pupil:{pupil_id}", by=worker).answers == {"matters": "kept"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"taken_on": today() + timedelta(days=1)}, "in the future"),
        ({"lowest": 5, "highest": 5}, "choose a scale"),
        ({"spokes": {Indicator.SAFE: SpokeEntry(score=11)}}, "does not fit the scale"),
        ({"spokes": {Indicator.SAFE: SpokeEntry(score=3, is_talked_about=False)}}, "does not fit the scale"),
        ({"spokes": {each: SpokeEntry() for each in Indicator}}, "Nothing is scored yet"),
    ],
)
def test_what_cannot_be_kept(at_work: tuple[Actor, int], wrong: dict[str, Any], words: str) -> None:
    worker, pupil_id = at_work
    with pytest.raises(InvalidInput, match=words):
        make_web(pupil_id, worker, **wrong)
    assert list_webs(actor=worker, pupil_id=pupil_id) == ()


def test_only_those_who_work_with_the_child(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    web_id = make_web(pupil_id, worker)
    other, _ = make_worker_with_child(name="HLW 02", number="222222222")
    for door in (
        lambda: web_subject(actor=other, pupil_id=pupil_id),
        lambda: list_webs(actor=other, pupil_id=pupil_id),
        lambda: make_web(pupil_id, other),
        lambda: _correct(web_id, other),
    ):
        with pytest.raises(NotFound):
            door()
    headteacher = make_actor(role=Role.HEADTEACHER)
    for door in (
        lambda: list_webs(actor=headteacher, pupil_id=pupil_id),
        lambda: list_scales(actor=headteacher),
        lambda: web_figures(actor=headteacher),
        lambda: make_web(pupil_id, headteacher),
    ):
        with pytest.raises(PermissionDenied):
            door()
    assert web_figures(actor=other).readings == 0


@pytest.mark.both_databases
def test_the_scale_last_used_comes_first(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    assert [scale.key for scale in web_subject(actor=worker, pupil_id=pupil_id).scales] == ["0-10", "1-10", "1-5"]
    make_web(pupil_id, worker, lowest=1, highest=5, spokes={Indicator.SAFE: SpokeEntry(score=5)})
    assert web_subject(actor=worker, pupil_id=pupil_id).scales[0].key == "1-5"
    save(WellbeingScale(name="Six rings", lowest=1, highest=6, position=1))
    save(WellbeingScale(name="No longer", lowest=1, highest=3, is_offered=False))
    assert [scale.name for scale in list_scales(actor=worker)] == ["Six rings"]
    assert [scale.key for scale in web_subject(actor=worker, pupil_id=pupil_id).scales] == ["1-5", "1-6"]


def test_who_recorded_it_may_put_it_right_for_a_week(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    web_id = make_web(pupil_id, worker)
    assert _correct(web_id, worker) == web_id
    web = _find(web_id, worker)
    assert (web.spokes[Indicator.SAFE].score, web.version, web.amendments) == (6, 2, ())
    assert _actions()[-1] is AuditAction.WEB_CHANGED
    _correct(web_id, worker, indicator=None, spoke=SpokeEntry(words="Rex"), version=2)
    assert _find(web_id, worker).matters_to_me == "Rex"


def test_afterwards_it_is_amended_and_the_old_value_stays(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    web_id = make_web(pupil_id, worker)
    _freeze(web_id)
    with pytest.raises(InvalidInput, match="needs a reason"):
        _correct(web_id, worker)
    _correct(web_id, worker, reason="  Misheard the child ")
    _correct(web_id, worker, indicator=None, spoke=SpokeEntry(words="Rex"), reason="Added later", version=2)
    score, matters = _find(web_id, worker).amendments
    assert (score.indicator, score.before, score.after) == (Indicator.SAFE, "4: It is fine", "6")
    assert (score.reason, score.amended_by) == ("Misheard the child", "Hlw01")
    assert (matters.indicator, matters.before, matters.after) == (
        None,
        "What matters to me: My gran",
        "What matters to me: Rex",
    )
    assert _actions()[-1] is AuditAction.WEB_AMENDED


def _correct_details(web_id: int, by: Actor, *, reason: str = "", version: int = 1, **changes: Any) -> int:
    key = start_draft(form=CORRECTION_FORM, subject=f"web:{web_id}", by=by).key
    details = WebDetails(**{**web_entry().model_dump(include=set(WebDetails.model_fields)), **changes})
    rest = {"reason": reason, "version": version, "draft_key": key, "by": by}
    return correct_web_details(reading_id=web_id, details=details, **rest)


def test_who_spoke_stage_date_and_scale_can_be_put_right(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    web_id = make_web(pupil_id, worker)
    right = {"voice": Voice.PARENT, "stage": WebStage.REVIEW, "taken_on": TAKEN_ON - timedelta(days=1), "highest": 5}
    _correct_details(web_id, worker, **right)
    web = _find(web_id, worker)
    assert {name: getattr(web, name) for name in right} == right
    assert (web.reading.scale, web.reading.scores, web.amendments) == (
        (0, 5),
        {Indicator.SAFE: 4, Indicator.ACTIVE: 0},
        (),
    )
    assert _actions()[-1] is AuditAction.WEB_CHANGED
    _freeze(web_id)
    with pytest.raises(InvalidInput, match="needs a reason"):
        _correct_details(web_id, worker, version=2)
    _correct_details(web_id, worker, reason="It was the child", version=2)
    (amendment,) = _find(web_id, worker).amendments
    assert amendment.before == "Parent or carer, review, 01/03/2026, scale 0 to 5"
    assert amendment.after == "Child, baseline, 02/03/2026, scale 0 to 10"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"highest": 3}, "Safe: the score does not fit the scale from 0 to 3"),
        ({"taken_on": today() + timedelta(days=1)}, "in the future"),
        ({"stage": WebStage.CLOSING}, "already a web of this child"),
        ({}, "says already"),
    ],
    ids=["scale", "date", "twice", "same"],
)
def test_details_that_cannot_be_kept_change_nothing(
    at_work: tuple[Actor, int], wrong: dict[str, Any], words: str
) -> None:
    worker, pupil_id = at_work
    web_id = make_web(pupil_id, worker)
    make_web(pupil_id, worker, stage=WebStage.CLOSING)
    before = _find(web_id, worker)
    with pytest.raises(InvalidInput, match=words):
        _correct_details(web_id, worker, **wrong)
    assert _find(web_id, worker) == before


@pytest.mark.both_databases
def test_somebody_else_gives_a_reason_at_once(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    web_id, lead = make_web(pupil_id, worker), make_actor(role=Role.LEAD)
    with pytest.raises(InvalidInput, match="needs a reason"):
        _correct(web_id, lead)
    _correct(web_id, lead, reason="Asked by the family")
    assert len(_find(web_id, lead).amendments) == 1


@pytest.mark.both_databases
def test_of_two_at_once_the_second_is_told(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    web_id = make_web(pupil_id, worker)
    lead = make_actor(role=Role.LEAD)
    _correct(web_id, lead, reason="Asked by the family")
    with pytest.raises(Conflict, match="Somebody else changed"):
        _correct(web_id, worker, spoke=SpokeEntry(score=9))
    assert _find(web_id, worker).spokes[Indicator.SAFE].score == 6
    _correct(web_id, worker, spoke=SpokeEntry(score=9), version=2)
    assert _find(web_id, worker).version == 3


@pytest.mark.both_databases
def test_a_correction_sent_twice_is_one(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    web_id = make_web(pupil_id, worker)
    _freeze(web_id)
    key = start_draft(form=CORRECTION_FORM, subject=f"web:{web_id}", by=worker).key
    given = {"indicator": Indicator.SAFE, "spoke": SpokeEntry(score=6), "reason": "Misheard", "version": 1}
    for _ in range(2):
        assert correct_web(reading_id=web_id, draft_key=key, by=worker, **given) == web_id
    with reading() as session:
        assert len(session.exec(select(WebAmendment)).all()) == 1
        assert session.exec(select(Draft.answers).where(Draft.key == key)).one() == "{}"


def test_a_score_outside_the_scale_is_no_correction(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    web_id = make_web(pupil_id, worker)
    with pytest.raises(InvalidInput, match="does not fit"):
        _correct(web_id, worker, spoke=SpokeEntry(score=11))


def test_a_spoke_that_was_never_written_can_be_added(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    web_id = make_web(pupil_id, worker, spokes={Indicator.SAFE: SpokeEntry(score=1)})
    _correct(web_id, worker, indicator=Indicator.ACTIVE, spoke=SpokeEntry(is_talked_about=False))
    assert not _find(web_id, worker).spokes[Indicator.ACTIVE].is_talked_about


def test_figures_keep_scales_apart(at_work: tuple[Actor, int]) -> None:
    worker, pupil_id = at_work
    make_web(pupil_id, worker)
    make_web(pupil_id, worker, stage=WebStage.CLOSING, spokes={Indicator.SAFE: SpokeEntry(score=9)})
    make_web(pupil_id, worker, voice=Voice.PARENT, lowest=1, highest=5, spokes={Indicator.SAFE: SpokeEntry(score=1)})
    figures = web_figures(actor=SYSTEM)
    assert (figures.readings, figures.children, figures.scores_not_given) == (3, 1, 6 + 7 + 7)
    most, other = figures.scales
    assert (most.lowest, most.highest, most.pairs, most.not_paired) == (0, 10, 1, 0)
    assert (most.change[Indicator.SAFE].mean, most.change[Indicator.ACTIVE].n) == (5, 0)
    assert (other.pairs, other.not_paired) == (0, 1)
    assert web_figures(actor=worker) == figures
