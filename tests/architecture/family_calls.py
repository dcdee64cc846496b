"""One call of every action about families and a worker's week."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from data.access.actions import choices
from data.core.queries.choices import list_choices
from data.families.actions import appointments, calendar_links, contacts, families, family_leaving
from models.choices import ChoiceList
from models.columns import now
from models.families.contacts import Contact
from models.families.family import FamilyChange, FamilyCreate, Leaving
from models.families.meetings import Appointment, AppointmentKind
from models.permissions import Role
from tests.factories import make_actor, make_pupil, make_worker, save
from tests.rows.families import draft_key, make_home

Call = Callable[[], object]
DAY = date(2026, 9, 9)


def _sent(action: Callable[..., object], form: str, **values: Any) -> Call:
    """The call of an action that turns a draft of its form into a record."""
    by = values.pop("by")
    return partial(action, draft_key=draft_key(form, by), by=by, **values)


def _add_family() -> Call:
    by = make_actor(role=Role.WORKER, worker_id=make_worker())
    family = FamilyCreate(name="Madeup family", pupil_ids=frozenset({make_pupil()}))
    return _sent(families.add_family, "new_family", family=family, by=by)


def _change_family() -> Call:
    home, change = make_home(), FamilyChange(name="Another name")
    return _sent(families.change_family, "family", family_id=home.family_id, version=1, change=change, by=home.worker)


def _log_contacts() -> Call:
    home = make_home()
    contact = {"kind": "phone_call", "happened_at": now(), "who": frozenset({f"pupil:{home.pupil_id}"})}
    return _sent(contacts.log_contacts, "contact", contacts={home.family_id: contact}, by=home.worker)


def _read_restricted() -> Call:
    home = make_home()
    values = {"kind": "message", "happened_at": now(), "note": "Between us", "is_restricted": True}
    contact_id = save(Contact(family_id=home.family_id, recorded_by="worker", **values)).id
    return partial(contacts.read_restricted, contact_id=contact_id, by=home.worker)


def _add_child() -> Call:
    home = make_home()
    pupil_id = make_pupil(candidate_number="222222222")
    return _sent(families.add_child, "family_child", family_id=home.family_id, pupil_id=pupil_id, by=home.worker)


def _take_out() -> Call:
    home = make_home()
    who = {"adult_id": home.adult_id, "why": Leaving.TWICE}
    return _sent(family_leaving.take_out, "family_leaving", family_id=home.family_id, **who, by=home.worker)


def _cancel_appointment() -> Call:
    by = make_home().worker
    row = Appointment(worker_id=by.worker_id, kind=AppointmentKind.GROUP, starts_at=now(), recorded_by=by.username)
    return partial(appointments.cancel_appointment, appointment_id=save(row).id, by=by)


def _change_choice() -> Call:
    by = make_actor(role=Role.ADMINISTRATOR)
    entry = list_choices(actor=by, list_name=ChoiceList.CONTACT_KIND)[0]
    change = entry.changeable.model_copy(update={"label": "Telephone"})
    return partial(choices.change_choice, choice_id=entry.id, seen=entry.changeable, change=change, by=by)


def _open_family() -> Call:
    home = make_home()
    return partial(families.open_family, family_id=home.family_id, by=home.worker)


FAMILY_CALLS: dict[str, Callable[[], Call]] = {
    "appointments.cancel_appointment": _cancel_appointment,
    "calendar_links.make_calendar_link": lambda: partial(calendar_links.make_calendar_link, by=make_home().worker),
    "calendar_links.revoke_calendar_link": lambda: partial(calendar_links.revoke_calendar_link, by=make_home().worker),
    "choices.add_choice": lambda: partial(
        choices.add_choice, list_name=ChoiceList.CONTACT_KIND, label="Letter", by=make_actor(role=Role.ADMINISTRATOR)
    ),
    "choices.change_choice": _change_choice,
    "choices.set_child_protection_words": lambda: partial(
        choices.set_child_protection_words,
        words="Phone the council's own number at once.",
        by=make_actor(role=Role.ADMINISTRATOR),
    ),
    "choices.set_room": lambda: partial(
        choices.set_room, worker_id=make_worker(), room_for=9, by=make_actor(role=Role.ADMINISTRATOR)
    ),
    "choices.set_uses_weights": lambda: partial(
        choices.set_uses_weights, is_used=True, by=make_actor(role=Role.ADMINISTRATOR)
    ),
    "contacts.log_contacts": _log_contacts,
    "contacts.read_restricted": _read_restricted,
    "families.search_families": lambda: partial(
        families.search_families, text="Madeup", by=make_home().worker, is_repeat=False
    ),
    "families.open_family": _open_family,
    "families.add_child": _add_child,
    "families.add_family": _add_family,
    "families.change_family": _change_family,
    "family_leaving.take_out": _take_out,
}
