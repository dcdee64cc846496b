"""One call of each action on records of any kind, which tests of kinds try for every one; and on the directory."""

from collections.abc import Callable
from functools import partial

from data.core.actions import records
from data.library.actions import directory
from models.audit import Mistake
from models.library.directory import SERVICES, Service
from models.permissions import Actor, Role
from tests.factories import make_actor, save
from tests.rows.families import draft_key, make_home

Call = Callable[[], object]
FOOD_BANK = {"name": "Food bank", "reach": "local"}


def _create_record() -> Call:
    by = make_home().worker
    return partial(
        records.create_record, kind=SERVICES, values=FOOD_BANK, draft_key=draft_key(SERVICES.name, by), by=by
    )


def _service(by: Actor) -> int:
    return save(Service(**FOOD_BANK, recorded_by=by.username)).id


def _of_a_service(action: Callable[..., object], form: str, **values: object) -> Call:
    by = make_home().worker
    where = {"kind": SERVICES, "record_id": _service(by), "version": 1}
    return partial(action, **where, **values, draft_key=draft_key(form, by), by=by)


def _known(action: Callable[..., object], **values: object) -> Call:
    by = make_actor(role=Role.WORKER)
    return partial(action, service_id=_service(by), **values, by=by)


RECORD_CALLS: dict[str, Callable[[], Call]] = {
    "records.create_record": _create_record,
    "records.change_record": lambda: _of_a_service(
        records.change_record, f"{SERVICES.name}_change", values={"cost": "Free"}
    ),
    "directory.confirm_service": lambda: _known(directory.confirm_service, version=1),
    "directory.set_check_months": lambda: partial(
        directory.set_check_months, months=9, by=make_actor(role=Role.ADMINISTRATOR)
    ),
    "directory.export_services": lambda: partial(directory.export_services, by=make_actor(role=Role.HEADTEACHER)),
    "directory.export_service": lambda: _known(directory.export_service),
    "records.undo_record": lambda: _of_a_service(records.undo_record, f"{SERVICES.name}_back", why=Mistake.TWICE),
}
