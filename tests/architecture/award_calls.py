"""One call of every action about awards, their schemes and people who give that succeeds."""

from collections.abc import Callable
from functools import partial

from data.awards.actions import awards, volunteers
from models.audit import Mistake
from models.awards.award import AwardChange, AwardCreate, AwardStatus, AwardWork, AwardWorkCreate
from models.awards.volunteers import VolunteerKind
from models.clock import today
from models.permissions import Actor, Role
from tests.factories import make_actor, make_pupil, save
from tests.rows.awards import STARTED_ON, level_id, make_award
from tests.rows.support import key

Call = Callable[[], object]


def _lead() -> Actor:
    return make_actor(role=Role.LEAD)


def _drafted(action: Callable[..., object], form: str, **values: object) -> Call:
    by = _lead()
    return partial(action, draft_key=key(by, form), by=by, **values)


def _of_award(action: Callable[..., object], form: str, **values: object) -> Call:
    award_id = make_award(level_id("Hi5"), pupil_id=make_pupil())
    return _drafted(action, form, award_id=award_id, **values)


def _set_out() -> Call:
    award = AwardCreate(level_id=level_id("Hi5"), pupil_id=make_pupil(), started_on=STARTED_ON)
    return _drafted(awards.set_out, "award", awards=[award])


def _move() -> Call:
    award_id = make_award(level_id("Hi5"), pupil_id=make_pupil())
    return partial(awards.move_awards, versions={award_id: 1}, to=AwardStatus.IN_PROGRESS, on=today(), by=_lead())


def _remove_work() -> Call:
    award_id = make_award(level_id("Hi5"), pupil_id=make_pupil())
    work_id = save(AwardWork(award_id=award_id, done_on=STARTED_ON, minutes=60, recorded_by="lead")).id
    return _drafted(awards.remove_work, "award_work_back", work_id=work_id, version=1, why=Mistake.TWICE)


def _take_award_back() -> Call:
    award_id = make_award(level_id("Hi5"), pupil_id=make_pupil(), status=AwardStatus.AWARDED)
    return _drafted(awards.take_award_back, "award_back", award_id=award_id, version=1, why=Mistake.NEVER)


AWARD_CALLS: dict[str, Callable[[], Call]] = {
    "awards.open_award": lambda: partial(
        awards.open_award, award_id=make_award(level_id("Hi5"), pupil_id=make_pupil()), by=_lead()
    ),
    "awards.set_out": _set_out,
    "awards.change_award": lambda: _of_award(
        awards.change_award, "award_change", version=1, change=AwardChange(started_on=STARTED_ON, evidence="Photos")
    ),
    "awards.add_work": lambda: _of_award(
        awards.add_work, "award_work", work=AwardWorkCreate(done_on=STARTED_ON, minutes=60)
    ),
    "awards.remove_work": _remove_work,
    "awards.move_awards": _move,
    "awards.take_award_back": _take_award_back,
    "awards.export_certificates": lambda: partial(
        awards.export_certificates, first_on=STARTED_ON, last_on=today(), by=_lead()
    ),
    "volunteers.add_volunteer": lambda: _drafted(
        volunteers.add_volunteer,
        "volunteer",
        values={"name": "Ava Madeup", "kind": VolunteerKind.VOLUNTEER},
        pupil_id=make_pupil(),
    ),
}
