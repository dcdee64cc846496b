"""The directory: its use by plans and referrals, its nudge, and what leaves the building."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from data.core.actions.records import create_record, undo_record
from data.families.actions.plans import add_action, drop_action, finish_action, make_plan
from data.families.queries.plans import plan_page
from data.library.actions.directory import confirm_service, export_service, export_services, set_check_months
from data.library.queries.directory import check_months, service_names, service_use, services_to_check
from data.referrals.actions.triage import triage_referral
from models.audit import AuditAction, Mistake
from models.clock import today
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.families.plans import PlanActionBase, PlanCreate
from models.library.directory import SERVICES, Service
from models.permissions import Actor, Role
from models.referrals import Referral, ReferralStatus, Triage
from tests.factories import logged, make_actor, make_school, save
from tests.pages.tab import rows_of
from tests.rows.families import Home, draft_key


def _service(**fields: object) -> int:
    return save(Service(**{"name": "Food bank", "reach": "local", "recorded_by": "worker", **fields})).id


def _action(service_id: int | None) -> PlanActionBase:
    return PlanActionBase(what="Go together", who="Donna", service_id=service_id)


def _plan(home: Home, service_id: int | None) -> int:
    plan = PlanCreate(pupil_id=home.pupil_id, actions=(_action(service_id),))
    return make_plan(plan=plan, draft_key=draft_key("plan", home.worker), by=home.worker)


def test_its_use_is_counted_with_what_came_of_it(home: Home) -> None:
    service_id, by = _service(), home.worker
    assert service_use(actor=by, service_id=service_id).words == "No plan or referral has pointed here yet."
    plan_id = _plan(home, service_id)
    for _ in range(2):
        add_action(plan_id=plan_id, action=_action(service_id), draft_key=draft_key("plan_action", by), by=by)
    add_action(plan_id=plan_id, action=_action(None), draft_key=draft_key("plan_action", by), by=by)
    finish_action(action_id=1, version=1, by=by)
    drop_action(action_id=2, version=1, reason="Moved", draft_key=draft_key("plan_drop", by), by=by)
    found = service_use(actor=by, service_id=service_id)
    assert (found.done, found.open, found.dropped, found.referrals) == (1, 1, 1, 0)
    assert found.words.startswith("Actions in plans: 3 (1 done, 1 open, 1 dropped).")
    assert [one.service for one in plan_page(actor=by, pupil_id=home.pupil_id).plans[0].actions] == [
        "Food bank",
        "Food bank",
        "Food bank",
        "",
    ]


def test_a_plan_points_only_at_what_is_there(home: Home) -> None:
    with pytest.raises(NotFound):
        _plan(home, 99)


def test_a_service_that_a_plan_names_stays(home: Home) -> None:
    service_id, by = _service(), home.worker
    _plan(home, service_id)
    key = draft_key("service_back", by)
    with pytest.raises(InvalidInput, match="A plan or other work names it"):
        undo_record(kind=SERVICES, record_id=service_id, version=1, why=Mistake.OTHER, draft_key=key, by=by)
    assert str(service_id) in service_names(actor=by)


def test_a_referral_not_taken_on_names_who_could_help(lead: Actor) -> None:
    service_id = _service(phone="01294 000000")
    referral = Referral(
        child_name="Ava Madeup",
        school_id=make_school(),
        source="class_teacher",
        referrer_name="Ms Invented",
        main_reason="attendance",
        reason="Often away",
        referred_on=today(),
        received_by="somebody",
    )
    referral_id = save(referral).id
    triage = Triage(to=ReferralStatus.DECLINED, version=1, words="We are full.", service_id=service_id)
    triage_referral(referral_id=referral_id, triage=triage, draft_key=draft_key("triage", lead), by=lead)
    (row,) = rows_of(Referral)
    assert (row.service_id, row.outcome) == (service_id, "We are full. This service may help: Food bank, 01294 000000.")
    assert service_use(actor=lead, service_id=service_id).referrals == 1


def test_it_is_to_be_checked_after_the_months_the_team_says(home: Home, lead: Actor) -> None:
    by = home.worker
    _service(name="Fresh", checked_on=today() - timedelta(days=30))
    old = _service(name="Old", checked_on=today() - timedelta(days=200))
    never = _service(name="Never")
    assert check_months(actor=by) == 6
    assert [one.heading for one in services_to_check(actor=by)] == ["Never", "Old"]
    set_check_months(months=12, by=lead)
    assert [one.heading for one in services_to_check(actor=by)] == ["Never"]
    confirm_service(service_id=never, version=1, by=by)
    assert services_to_check(actor=by) == ()
    with pytest.raises(Conflict):
        confirm_service(service_id=old, version=9, by=by)
    with pytest.raises(InvalidInput):
        set_check_months(months=0, by=lead)
    with pytest.raises(PermissionDenied):
        set_check_months(months=3, by=by)


def test_a_closed_one_says_so_where_it_is_named_and_waits_for_no_check(home: Home) -> None:
    service_id = _service(name="Warm hub", is_closed=True)
    assert service_names(actor=home.worker) == {str(service_id): "Warm hub (closed)"}
    assert services_to_check(actor=home.worker) == ()


@pytest.mark.parametrize(("field", "value"), [("email", "nobody"), ("site", "no site at all")])
def test_how_to_reach_it_has_to_be_possible(home: Home, field: str, value: str) -> None:
    values = {"name": "Food bank", "reach": "local", field: value}
    with pytest.raises(InvalidInput, match="Please check the"):
        create_record(kind=SERVICES, values=values, draft_key=draft_key("service", home.worker), by=home.worker)


def test_the_workbook_holds_every_field_in_words(home: Home) -> None:
    _service(ages="early,family", indicators="safe", phone="=1+1", checked_on=today(), level="targeted")
    sheet = load_workbook(BytesIO(export_services(by=home.worker))).active
    headings, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    told = dict(zip(headings, row, strict=True))
    assert told["Ages"] == "Under 5, Whole family"
    assert (told["Helps with"], told["Phone"], told["Level of support"]) == ("Safe", "=1+1", "Targeted help")
    assert told["Last checked on"].date() == today()
    assert logged(AuditAction.FIGURES_EXPORTED) == ["1 services"]


def test_a_page_for_a_family_is_a_document_and_is_written_down(home: Home) -> None:
    service_id = _service(what="Parcels *every* Friday", how_to_refer="Just come.", ease="hard")
    assert export_service(service_id=service_id, by=home.worker).startswith(b"%PDF")
    assert logged(AuditAction.SUMMARY_EXPORTED) == [""]
    with pytest.raises(NotFound):
        export_service(service_id=99, by=home.worker)


def test_a_viewer_sees_none_of_it(home: Home) -> None:
    viewer = make_actor(role=Role.VIEWER)
    _service()
    assert service_names(actor=viewer) == {}
    for refused in (lambda: export_services(by=viewer), lambda: export_service(service_id=1, by=viewer)):
        with pytest.raises(PermissionDenied):
            refused()
