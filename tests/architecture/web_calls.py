"""One call of every action about wellbeing webs and the tablet in a child's hands."""

from collections.abc import Callable
from functools import partial

from data.access.passwords import hash_password
from data.access.queries.accounts import current_visit
from data.core.actions import drafts
from data.core.db import transaction
from data.wellbeing.actions import tablet, webs
from models.access import Account
from models.permissions import Actor
from models.wellbeing.web import Indicator, SpokeEntry, Voice, WebDetails
from tests.factories import PASSWORD, sign_in_as
from tests.rows.webs import draft_of, make_web, make_worker_with_child, web_entry

Call = Callable[[], object]


def _record() -> Call:
    worker, pupil_id = make_worker_with_child()
    return partial(
        webs.record_web, pupil_id=pupil_id, entry=web_entry(), draft_key=draft_of(pupil_id, worker), by=worker
    )


def _correct() -> Call:
    return _put_right(webs.correct_web, indicator=Indicator.SAFE, spoke=SpokeEntry(score=6))


def _correct_details() -> Call:
    return _put_right(
        webs.correct_web_details,
        details=WebDetails(**web_entry(voice=Voice.PARENT).model_dump(exclude={"spokes", "matters_to_me"})),
    )


def _put_right(action: Callable[..., int], **change: object) -> Call:
    worker, pupil_id = make_worker_with_child()
    reading_id = make_web(pupil_id, worker)
    key = drafts.start_draft(form=webs.CORRECTION_FORM, subject=f"web:{reading_id}", by=worker).key
    return partial(action, reading_id=reading_id, reason="", version=1, draft_key=key, by=worker, **change)


def _here(token: str) -> Actor:
    visit = current_visit(token=token)
    assert visit is not None
    return visit.actor


def _hand_over() -> Call:
    worker, pupil_id = make_worker_with_child()
    token = sign_in_as(worker)
    return partial(tablet.lend_tablet, draft_key=draft_of(pupil_id, worker), by=_here(token))


def _take_back() -> Call:
    worker, pupil_id = make_worker_with_child()
    with transaction() as session:
        session.get_one(Account, worker.account_id).password_hash = hash_password(PASSWORD)
    token = sign_in_as(worker)
    tablet.lend_tablet(draft_key=draft_of(pupil_id, worker), by=_here(token))
    return partial(tablet.return_tablet, password=PASSWORD, by=_here(token))


WEB_CALLS: dict[str, Callable[[], Call]] = {
    "tablet.lend_tablet": _hand_over,
    "tablet.return_tablet": _take_back,
    "webs.correct_web": _correct,
    "webs.correct_web_details": _correct_details,
    "webs.record_web": _record,
}
