"""Keeping the directory true, and taking it out: as a workbook for the team, as a page for a family."""

from data.core.audit import check_permission, record
from data.core.db import transaction
from data.core.queries.records import find_record, list_records, record_of
from data.core.row_versions import apply_change
from data.exporting.documents import document
from data.exporting.records import record_sheet
from data.exporting.workbook import workbook
from data.library.queries.directory import MONTHS_KEY
from models.access import Setting
from models.audit import AuditAction
from models.clock import today
from models.errors import InvalidInput
from models.library.directory import SERVICES
from models.permissions import Actor, Permission

_FOR_A_FAMILY = ("ages", "area", "how_to_refer", "phone", "email", "site", "opening", "cost")


def confirm_service(*, service_id: int, version: int, by: Actor) -> None:
    """Note that what is known of a service was checked today and is right."""
    check_permission(by, SERVICES.write)
    with transaction() as session:
        row = find_record(session, kind=SERVICES, record_id=service_id, actor=by, is_locked=True)
        apply_change(row, {"checked_on": today(), "checked_by": by.display_name}, seen=version)
        target = f"service:{service_id}"
        record(session, action=AuditAction.RECORD_CHANGED, by=by.username, target=target, detail="checked")


def set_check_months(*, months: int, by: Actor) -> None:
    """Say after how many months what is known of a service is to be checked again."""
    check_permission(by, Permission.CHOICE_WRITE)
    if not 1 <= months <= 60:
        raise InvalidInput("Please choose a number of months from 1 to 60. Nothing was changed.")
    with transaction() as session:
        session.merge(Setting(key=MONTHS_KEY, value=str(months)))
        detail = f"services are checked every {months} months"
        record(session, action=AuditAction.CHOICE_CHANGED, by=by.username, detail=detail)


def export_services(*, by: Actor) -> bytes:
    """The whole directory as a workbook, which can be brought in again."""
    check_permission(by, SERVICES.read)
    sheet = record_sheet(SERVICES, list_records(kind=SERVICES, actor=by, most=None))
    with transaction() as session:
        detail = f"{len(sheet.rows)} services"
        record(session, action=AuditAction.FIGURES_EXPORTED, by=by.username, target="the directory", detail=detail)
    return workbook([sheet])


def export_service(*, service_id: int, by: Actor) -> bytes:
    """One service on a page for a family: what it does and how to reach it, and nothing the team noted."""
    check_permission(by, SERVICES.read)
    service = record_of(kind=SERVICES, record_id=service_id, actor=by)
    facts = [(SERVICES.fields[name].name, service.words(name)) for name in _FOR_A_FAMILY if service.values[name]]
    with transaction() as session:
        record(session, action=AuditAction.SUMMARY_EXPORTED, by=by.username, target=f"service:{service_id}")
    return document("service", {"name": service.heading, "what": service.values["what"], "facts": facts})
