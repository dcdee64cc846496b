"""One call of every action that succeeds: the rows it needs, and the call itself."""

import hashlib
from collections.abc import Callable
from functools import partial

from data.access.actions import accounts, set_up, sign_in
from data.access.actions import audit as audit_actions
from data.access.passwords import hash_password
from data.access.queries.accounts import current_actor
from data.access.queries.audit import AuditFilter
from data.attendance.actions import exports, pupils, schools
from data.core.actions import drafts
from data.core.db import transaction
from data.importing.reading import read_source
from data.imports import actions as imports
from models.access import LAST_SEEN_STEP, Account, AccountChange, AccountCreate, AuthSession
from models.attendance.schools import SchoolUpdate
from models.columns import now
from models.imports import ImportKind
from models.permissions import Actor, Role
from tests.architecture.answer_link_calls import ANSWER_LINK_CALLS
from tests.architecture.award_calls import AWARD_CALLS
from tests.architecture.evaluation_calls import EVALUATION_CALLS
from tests.architecture.family_calls import FAMILY_CALLS
from tests.architecture.library_calls import LIBRARY_CALLS
from tests.architecture.programme_calls import PROGRAMME_CALLS
from tests.architecture.record_calls import RECORD_CALLS
from tests.architecture.support_calls import SUPPORT_CALLS
from tests.architecture.web_calls import WEB_CALLS
from tests.factories import PASSWORD, make_actor, make_pupil, make_school, make_worker, sign_in_as

Call = Callable[[], object]
NEW_PASSWORD = "four quite different words"
SCHOOLS_CSV = b"SEED code,School,Sector,Postcode\n8240001,Madeup Primary School,Primary,KA1 5EJ\n"


def _administrator() -> Actor:
    return make_actor(role=Role.ADMINISTRATOR)


def _colleague(*, is_active: bool = True) -> int:
    actor = make_actor(role=Role.VIEWER, username="colleague")
    with transaction() as session:
        session.get_one(Account, actor.account_id).is_active = is_active
    return actor.account_id or 0


def _signed_in(role: Role = Role.WORKER) -> Actor:
    """Somebody whose password is PASSWORD, signed in long enough ago for the session to be touched."""
    actor = make_actor(role=role)
    token = sign_in_as(actor)
    with transaction() as session:
        session.get_one(Account, actor.account_id).password_hash = hash_password(PASSWORD)
        session.get_one(AuthSession, 1).last_seen_at = now() - 2 * LAST_SEEN_STEP
    found = current_actor(token=token)
    assert found is not None
    return found


def _add_account() -> Call:
    account = AccountCreate(username="colleague", display_name="Colleague", role=Role.VIEWER, password=NEW_PASSWORD)
    return partial(accounts.add_account, account=account, by=_administrator())


def _change_account() -> Call:
    change = AccountChange(display_name="Somebody Else", role=Role.LEAD)
    return partial(accounts.change_account, account_id=_colleague(), change=change, by=_administrator())


def _set_password() -> Call:
    return partial(accounts.set_password, account_id=_colleague(), password=NEW_PASSWORD, by=_administrator())


def _first_administrator() -> Call:
    account = AccountCreate(username="first", display_name="First", role=Role.ADMINISTRATOR, password=NEW_PASSWORD)
    code = set_up.make_set_up_code()
    assert code is not None
    return partial(set_up.create_first_administrator, code=code, account=account)


def _trade_ticket() -> Call:
    _signed_in()
    opened = sign_in.sign_in(username="worker", password=PASSWORD, address=None)
    return partial(sign_in.trade_ticket, ticket=opened.ticket)


def _sign_in() -> Call:
    _signed_in()
    return partial(sign_in.sign_in, username="worker", password=PASSWORD, address=None)


def _change_school() -> Call:
    seen = SchoolUpdate(name="Madeup Primary School", cluster=None, is_supported=True)
    change = seen.model_copy(update={"cluster": "North"})
    return partial(schools.change_school, school_id=make_school(), seen=seen, change=change, by=_administrator())


def _give_cover() -> Call:
    worker = make_actor(role=Role.WORKER, worker_id=make_worker())
    return partial(pupils.give_cover, pupil_id=make_pupil(), reason="A colleague is away", by=worker)


def _search_pupils() -> Call:
    make_pupil()
    return partial(pupils.search_pupils, text="Madeup", by=make_actor(role=Role.LEAD), is_repeat=False)


def _draft(action: Callable[..., object], **values: object) -> Call:
    worker = make_actor(role=Role.WORKER)
    key = drafts.start_draft(form="cover", subject="pupil:1", by=worker).key
    return partial(action, key=key, by=worker, **values)


def _export_figures() -> Call:
    by = make_actor(role=Role.LEAD)
    return partial(exports.export_figures, title="Attendance", headings=["School"], rows=[["A"]], notes=[], by=by)


def _undo_import() -> Call:
    by = _administrator()
    result = imports.confirm_import(source=read_source(SCHOOLS_CSV, "schools.csv"), by=by)
    assert result.import_id is not None
    return partial(imports.undo_import, import_id=result.import_id, by=by)


def _save_mapping() -> Call:
    key = hashlib.sha256(b"headings").hexdigest()
    mapping = {"name": "School"}
    by = _administrator()
    return partial(imports.save_mapping, name="Ours", kind=ImportKind.SCHOOLS, headings_key=key, mapping=mapping, by=by)


def _export_problems() -> Call:
    by = _administrator()
    preview = imports.preview_import(source=read_source(SCHOOLS_CSV, "schools.csv"), by=by)
    return partial(imports.export_problems, preview=preview, by=by)


# Each entry makes its rows when called, and returns the call of the action.
CALLS: dict[str, Callable[[], Call]] = {
    **RECORD_CALLS,
    **PROGRAMME_CALLS,
    **AWARD_CALLS,
    **SUPPORT_CALLS,
    **EVALUATION_CALLS,
    **ANSWER_LINK_CALLS,
    **FAMILY_CALLS,
    **WEB_CALLS,
    **LIBRARY_CALLS,
    "accounts.add_account": _add_account,
    "accounts.change_account": _change_account,
    "accounts.set_password": _set_password,
    "accounts.change_own_password": lambda: partial(
        accounts.change_own_password, current=PASSWORD, new=NEW_PASSWORD, by=_signed_in()
    ),
    "accounts.deactivate_account": lambda: partial(
        accounts.deactivate_account, account_id=_colleague(), by=_administrator()
    ),
    "accounts.reactivate_account": lambda: partial(
        accounts.reactivate_account, account_id=_colleague(is_active=False), by=_administrator()
    ),
    "audit.export_audit": lambda: partial(
        audit_actions.export_audit, wanted=AuditFilter(), by=make_actor(role=Role.LEAD)
    ),
    "drafts.start_draft": lambda: partial(
        drafts.start_draft, form="cover", subject="pupil:1", by=make_actor(role=Role.WORKER)
    ),
    "drafts.save_answers": lambda: _draft(drafts.save_answers, answers={"reason": "A colleague is away"}),
    "drafts.discard_draft": lambda: _draft(drafts.discard_draft),
    "drafts.expire_drafts": lambda: drafts.expire_drafts,
    "exports.export_figures": _export_figures,
    "imports.preview_import": lambda: partial(
        imports.preview_import, source=read_source(SCHOOLS_CSV, "schools.csv"), by=_administrator()
    ),
    "imports.confirm_import": lambda: partial(
        imports.confirm_import, source=read_source(SCHOOLS_CSV, "schools.csv"), by=_administrator()
    ),
    "imports.undo_import": _undo_import,
    "imports.save_mapping": _save_mapping,
    "imports.export_problems": _export_problems,
    "pupils.search_pupils": _search_pupils,
    "pupils.open_pupil": lambda: partial(pupils.open_pupil, pupil_id=make_pupil(), by=make_actor(role=Role.LEAD)),
    "pupils.give_cover": _give_cover,
    "schools.change_school": _change_school,
    "set_up.make_set_up_code": lambda: set_up.make_set_up_code,
    "set_up.create_first_administrator": _first_administrator,
    "sign_in.sign_in": _sign_in,
    "sign_in.sign_out": lambda: partial(sign_in.sign_out, by=_signed_in()),
    "sign_in.touch_session": lambda: partial(sign_in.touch_session, by=_signed_in()),
    "sign_in.trade_ticket": _trade_ticket,
}

# Actions that succeed without an event, and why.
WITHOUT_EVENT: dict[str, str] = {
    "awards.open_award": "looking at an award; that it was refused is recorded",
    "answer_links.open_link": "looking at a page; what is answered is recorded",
    "drafts.start_draft": "a draft is its writer's working copy; what it becomes is recorded",
    "drafts.save_answers": "a draft is its writer's working copy; what it becomes is recorded",
    "drafts.discard_draft": "a draft is its writer's working copy; what it becomes is recorded",
    "drafts.expire_drafts": "a draft is its writer's working copy; what it becomes is recorded",
    "imports.preview_import": "a dry run saves nothing",
    "questionnaires.questionnaire_template": "an example that tells of nobody",
    "set_up.make_set_up_code": "nobody has done anything yet; using the code is recorded",
    "sign_in.touch_session": "the session's own clock",
    "sign_in.trade_ticket": "part of the sign-in that is recorded",
}

# Actions that never succeed, and why there can be no call of them here.
WITHOUT_CALL: dict[str, str] = {"sign_in.sign_in_external": "refuses everyone until accounts carry an outside identity"}

# Tables an action means to change even when the rest of it fails, and why.
KEPT_ON_FAILURE: dict[str, dict[str, str]] = {
    "tablet.return_tablet": {"sign_in_attempt": "an attempt counts however it ends, or a child could guess for ever"},
    "sign_in.sign_in": {"sign_in_attempt": "an attempt counts however it ends, or a guesser could try for ever"},
}
