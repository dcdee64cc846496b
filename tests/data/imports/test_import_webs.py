"""Past wellbeing webs from files: what is brought in, what is refused and why, and taking it back."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from data.__main__ import app
from data.core.db import reading
from data.importing.kinds.webs import read_scale, read_voice, read_web_stage
from data.importing.reading import read_source
from data.imports.actions import confirm_import, preview_import, undo_import
from data.wellbeing.queries import list_webs
from models.attendance.pupils import Pupil
from models.clock import today
from models.imports import ImportKind
from models.permissions import SYSTEM, Role
from models.wellbeing.web import IMPORTED, Indicator, Voice, WebReading, WebScore, WebStage
from tests.conftest import SAMPLES
from tests.data.imports.test_import_attendance import book
from tests.data.wellbeing.test_webs import _correct
from tests.factories import make_actor, make_pupil

pytestmark = pytest.mark.usefixtures("database")
HEADINGS = [
    "Candidate Number",
    "Date",
    "Completed by",
    "Stage of support",
    "Included",
    "Responsible",
    "Respected",
    "Active",
    "Nurtured",
    "Achieving",
    "Healthy",
    "Safe",
    "What matters to me",
]
DAY = date(2026, 3, 2)


def _row(number: str = "012345674", day: object = DAY, voice: str = "Child", stage: str = "Baseline", **scores: object):
    order = ["included", "responsible", "respected", "active", "nurtured", "achieving", "healthy", "safe"]
    return [number, day, voice, stage, *(scores.get(name) for name in order), scores.get("matters")]


def _bring(*rows: list, headings: list[str] = HEADINGS, titles: tuple[str, ...] = ()):
    content = book(*([title] for title in titles), headings, *rows)
    return confirm_import(source=read_source(content, "webs.xlsx"), by=SYSTEM)


def _said(preview) -> str:
    return " ".join(problem.reason for problem in preview.problems)


def _webs(pupil_id: int):
    return list_webs(actor=SYSTEM, pupil_id=pupil_id)


def test_columns_in_any_order_and_blanks_are_not_zero() -> None:
    pupil_id = make_pupil()
    result = _bring(_row(safe=0, active="10", healthy="n/a", matters="Rex"))
    assert (result.preview.kind, result.counts.new) == (ImportKind.WEBS, 1)
    (web,) = _webs(pupil_id)
    assert (web.voice, web.stage, web.taken_on, web.lowest, web.highest) == (Voice.CHILD, WebStage.BASELINE, DAY, 0, 10)
    assert web.reading.scores == {Indicator.SAFE: 0, Indicator.ACTIVE: 10}
    assert (web.matters_to_me, web.recorded_by) == ("Rex", IMPORTED)


def test_what_is_refused_and_why() -> None:
    make_pupil()
    result = _bring(
        _row(safe=4),
        _row(safe=5),
        _row(day=DAY + timedelta(1), safe=11),
        _row(number="222222222", safe=3),
        _row(voice="Parent and child", safe=3),
        _row(stage="Whenever", safe=3),
        _row(day=today() + timedelta(days=2), safe=3),
        _row(day=None, safe=3),
        _row(day=DAY + timedelta(2), safe="4.5"),
    )
    assert (result.counts.new, result.counts.rejected) == (1, 8)
    said = _said(result.preview)
    for words in (
        "The same reading is already in row 2",
        "not on the scale from 0 to 10",
        "do not know a pupil by this number",
        "could not tell whether",
        "not baseline, review or closing",
        "has not come yet",
        "“Date” is missing",
        "not a whole number",
    ):
        assert words in said


def test_the_same_file_again_changes_nothing_and_a_differing_one_is_refused() -> None:
    pupil_id = make_pupil()
    _bring(_row(safe=4))
    again = _bring(_row(safe=4))
    assert (again.import_id, again.counts.same) == (None, 1)
    content = book(HEADINGS, _row(safe=9))
    preview = preview_import(source=read_source(content, "webs.xlsx"), by=SYSTEM)
    assert preview.counts.rejected == 1
    assert "We kept the one we have" in _said(preview)
    assert _webs(pupil_id)[0].reading.scores == {Indicator.SAFE: 4}


def test_another_scale_when_the_file_says_so() -> None:
    pupil_id = make_pupil()
    result = _bring(_row(safe=5), titles=("Wellbeing webs 2025-26, scores 1 to 5",))
    assert "scale from 1 to 5" in " ".join(result.preview.notes)
    row = [*_row(stage="Review", safe=1), "1 to 10"]
    _bring(row, headings=[*HEADINGS, "Scale"])
    assert [(web.lowest, web.highest) for web in _webs(pupil_id)] == [(1, 5), (1, 10)]


def test_undo_takes_all_of_it_back_but_what_was_put_right_since() -> None:
    pupil_id = make_pupil()
    result = _bring(_row(safe=4), _row(stage="Review", safe=5))
    kept = _webs(pupil_id)[0]
    _correct(kept.id, make_actor(role=Role.LEAD), reason="Asked by the family")
    assert result.import_id is not None
    report = undo_import(import_id=result.import_id, by=SYSTEM)
    assert report.taken_back == ("Wellbeing webs removed: 1.",)
    assert report.kept[0].startswith("1 wellbeing webs stay")
    with reading() as session:
        assert [row.id for row in session.exec(select(WebReading))] == [kept.id]
        assert len(session.exec(select(WebScore)).all()) == len(Indicator)


@pytest.mark.both_databases
def test_who_does_not_work_with_children_sees_no_scores() -> None:
    make_pupil()
    content = book(HEADINGS, _row(safe=11, matters="Rex"))
    preview = preview_import(source=read_source(content, "webs.xlsx"), by=make_actor(role=Role.ADMINISTRATOR))
    assert not {"11", "Rex"} & {text for column in preview.columns for text in column.examples}
    assert {problem.value for problem in preview.problems} == {"hidden"}


@pytest.mark.parametrize(
    ("cell", "voice"), [("Young person", Voice.CHILD), ("Mum", Voice.PARENT), ("HLW 03", Voice.WORKER), (None, None)]
)
def test_voices(cell: str | None, voice: Voice | None) -> None:
    assert read_voice(cell) is voice


@pytest.mark.parametrize(
    ("cell", "stage"),
    [("Initial", WebStage.BASELINE), ("Mid point", WebStage.REVIEW), ("End of support", WebStage.CLOSING)],
)
def test_stages(cell: str, stage: WebStage) -> None:
    assert read_web_stage(cell) is stage


def test_scales() -> None:
    assert (read_scale("1 – 5"), read_scale(None)) == ((1, 5), None)
    for wrong in ("10 to 1", "ten", datetime(2026, 5, 1)):  # noqa: DTZ001 - as a workbook gives it
        with pytest.raises(ValueError, match="not a scale"):
            read_scale(wrong)


@pytest.mark.both_databases
def test_the_command_says_so_when_there_are_none() -> None:
    result = CliRunner().invoke(app, ["webs", "--json"])
    report = json.loads(result.stdout)
    assert (report["readings"], report["change"], report["scales"]) == (0, {}, [])


@pytest.mark.skipif(not SAMPLES.exists(), reason="The sample files are not on this machine.")
def test_the_sample_file_gives_the_expected_figures() -> None:
    wanted = json.loads((SAMPLES / "expected.json").read_text())["wellbeing"]
    path = SAMPLES / "records" / "wellbeing_webs_2025-26.xlsx"
    unknown = preview_import(source=read_source(path.read_bytes(), path.name), by=SYSTEM)
    assert unknown.counts.rejected == wanted["readings"], "No pupil is known yet."
    numbers = {problem.value for problem in unknown.problems}
    for number in numbers:
        make_pupil(candidate_number=number)
    confirm_import(source=read_source(path.read_bytes(), path.name), by=SYSTEM)
    with reading() as session:
        assert len(session.exec(select(Pupil)).all()) == wanted["children"]
    report = json.loads(CliRunner().invoke(app, ["webs", "--json"]).stdout)
    for name in ("readings", "children", "scores_not_given"):
        assert report[name] == wanted[name]
    assert report["pairs"] == wanted["pairs_same_voice_first_to_last"]
    for indicator, change in report["change"].items():
        assert change["n"] == wanted["n_change_same_voice"][indicator]
        assert change["mean_change"] == pytest.approx(wanted["mean_change_same_voice"][indicator], abs=0.001)
    lines = CliRunner().invoke(app, ["webs"]).output
    assert "87 paired, 194 not paired" in lines
    assert "Safe: +1.39 in 79 pairs" in lines
