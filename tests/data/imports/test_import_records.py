"""Services brought in from a workbook: there and back, put right, refused, and undone."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from data.importing.kinds import KINDS
from data.importing.preparing import FileAnswers
from data.importing.reading import read_source
from data.imports.actions import confirm_import, preview_import, undo_import
from data.library.actions.directory import export_services
from models.clock import today
from models.imports import ImportKind
from models.library.directory import SERVICES, Service, ServiceNote
from models.permissions import Actor
from tests.factories import save
from tests.pages.tab import rows_of

HEADINGS = ("Name", "Local or national", "What it does", "Ages", "Helps with", "Phone", "Website")


def _file(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in (headings, *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _bring_in(by: Actor, content: bytes) -> int | None:
    return confirm_import(source=read_source(content, "services.xlsx"), by=by, answers=FileAnswers()).import_id


def test_every_field_has_a_column() -> None:
    assert {field.name for field in KINDS[ImportKind.SERVICES].fields} == SERVICES.fields.keys()


def test_what_is_taken_out_comes_back_the_same(lead: Actor) -> None:
    values = {
        "what": "Parcels",
        "ages": "early,family",
        "stages": "p1_p3",
        "indicators": "safe,nurtured",
        "ease": "easy",
    }
    more = {"level": "targeted", "phone": "01294 000000", "checked_on": today(), "checked_by": "Lead", "area": "Doon"}
    save(Service(name="Food bank", reach="local", recorded_by="lead", **values, **more))
    content = export_services(by=lead)
    assert _bring_in(lead, content) is None  # nothing to change
    before = rows_of(Service)[0].model_dump(exclude={"id", "import_id", "recorded_at", "recorded_by"})
    from data.core.db import transaction

    with transaction() as session:
        session.delete(session.get_one(Service, 1))
    assert _bring_in(lead, content) == 1
    (row,) = rows_of(Service)
    assert row.model_dump(exclude={"id", "import_id", "recorded_at", "recorded_by"}) == before
    assert (row.recorded_by, row.import_id) == ("a file", 1)


def test_new_changed_same_and_left_out_with_the_reason(lead: Actor) -> None:
    save(Service(name="Food bank", reach="local", phone="1", cost="Free", recorded_by="lead"))
    save(Service(name="Swimming", reach="local", recorded_by="lead"))
    content = _file(
        ("FOOD BANK", "", "", "", "", "01294 000000", ""),
        ("Swimming", "Local", "", "", "", "", ""),
        ("Ballet", "National", "Dance", "5 to 11, 12 to 18", "Active", "", "www.example.org"),
        ("Nameless place", "Nowhere", "", "", "", "", ""),
        ("Ballet", "Local", "", "", "", "", ""),
        ("Judo", "Local", "", "Grown-ups", "", "", ""),
        ("Chess", "Local", "", "", "", "", "no site"),
    )
    shown = preview_import(source=read_source(content, "services.xlsx"), by=lead, answers=FileAnswers())
    assert shown.kind is ImportKind.SERVICES
    counts = shown.counts
    assert (counts.new, counts.changed, counts.same, counts.rejected) == (2, 1, 1, 3)
    import_id = _bring_in(lead, content)
    rows = {row.name: row for row in rows_of(Service)}
    assert rows.keys() == {"Food bank", "FOOD BANK"} & rows.keys() | {"Swimming", "Ballet", "Judo"}
    food = rows.get("FOOD BANK") or rows["Food bank"]
    assert (food.phone, food.cost, food.reach) == ("01294 000000", "Free", "local")
    assert (rows["Ballet"].ages, rows["Ballet"].indicators) == ("primary,secondary", "active")
    assert rows["Judo"].ages == ""
    save(ServiceNote(service_id=rows["Judo"].id, noted_on=today(), words="Good", recorded_by="lead"))
    undo_import(import_id=import_id or 0, by=lead)
    rows = {row.name: row for row in rows_of(Service)}
    assert rows.keys() == {"Food bank", "Swimming", "Judo"}  # somebody has written a note about judo since
    assert rows["Food bank"].phone == "1"


def test_a_name_is_a_name_however_it_reads(lead: Actor) -> None:
    named = ("Total Wellbeing", "Count Me In", "Doon Academy", "Warm hub")
    content = _file(*((name, "" if name == "Warm hub" else "Local", *[""] * 5) for name in named))
    counts = preview_import(source=read_source(content, "services.xlsx"), by=lead, answers=FileAnswers()).counts
    assert (counts.new, counts.rejected, counts.skipped) == (3, 1, 0)


@pytest.mark.parametrize("headings", [("Name", "Phone"), ("Local or national", "Phone")])
def test_a_file_without_what_is_needed_says_so(lead: Actor, headings: tuple[str, ...]) -> None:
    content = _file(("Food bank", "1"), headings=headings)
    answers = FileAnswers(kind=ImportKind.SERVICES)
    shown = preview_import(source=read_source(content, "services.xlsx"), by=lead, answers=answers)
    assert "we need a column for" in shown.blocked
