"""One call of each action that adds, changes or undoes a record of any kind; tests of kinds hold them for every one."""

from collections.abc import Callable
from functools import partial

from data.core.actions import records
from models.audit import Mistake
from models.library.directory import SERVICES, Service
from tests.factories import save
from tests.rows.families import draft_key, make_home

Call = Callable[[], object]
FOOD_BANK = {"name": "Food bank", "reach": "local"}


def _create_record() -> Call:
    by = make_home().worker
    return partial(
        records.create_record, kind=SERVICES, values=FOOD_BANK, draft_key=draft_key(SERVICES.name, by), by=by
    )


def _of_a_service(action: Callable[..., object], form: str, **values: object) -> Call:
    by = make_home().worker
    service_id = save(Service(**FOOD_BANK, recorded_by=by.username)).id
    where = {"kind": SERVICES, "record_id": service_id, "version": 1}
    return partial(action, **where, **values, draft_key=draft_key(form, by), by=by)


RECORD_CALLS: dict[str, Callable[[], Call]] = {
    "records.create_record": _create_record,
    "records.change_record": lambda: _of_a_service(
        records.change_record, f"{SERVICES.name}_change", values={"cost": "Free"}
    ),
    "records.undo_record": lambda: _of_a_service(records.undo_record, f"{SERVICES.name}_back", why=Mistake.TWICE),
}
