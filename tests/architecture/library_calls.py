"""One call of every action of the directory that succeeds."""

from collections.abc import Callable
from functools import partial

from data.library.actions import directory
from models.library.directory import Service
from models.permissions import Role
from tests.factories import make_actor, save

Call = Callable[[], object]


def _of_service(action: Callable[..., object], **values: object) -> Call:
    service = save(Service(name="Food bank", reach="local", recorded_by="lead"))
    return partial(action, service_id=service.id, **values, by=make_actor(role=Role.LEAD))


LIBRARY_CALLS: dict[str, Callable[[], Call]] = {
    "directory.confirm_service": lambda: _of_service(directory.confirm_service, version=1),
    "directory.export_service": lambda: _of_service(directory.export_service),
    "directory.export_services": lambda: partial(directory.export_services, by=make_actor(role=Role.LEAD)),
    "directory.set_check_months": lambda: partial(directory.set_check_months, months=3, by=make_actor(role=Role.LEAD)),
}
