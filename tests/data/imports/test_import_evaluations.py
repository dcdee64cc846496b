"""Answers from form services: whose they are, what they mean, the same file again, and taking it back."""

import json
from datetime import date, datetime
from statistics import median

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from data.__main__ import app
from data.core.db import reading, transaction
from data.evaluations.queries.evaluations import evaluations
from data.importing.fields import ImportOptions
from data.importing.kinds.evaluations import read_answer_stage, stage_in
from data.importing.preparing import FileAnswers
from data.importing.reading import read_source
from data.imports.actions import confirm_import, preview_import, undo_import
from models.errors import ImportProblem
from models.evaluations.questionnaires import Answer, AnswerSheet, AnswerWay, Stage
from models.imports import ImportKind
from models.permissions import SYSTEM, Role
from models.programmes.programme import Participant, Programme
from tests.conftest import SAMPLES
from tests.data.imports.test_import_attendance import book
from tests.factories import make_actor, make_pupil
from tests.rows.evaluations import PARENT, make_participant, make_programme, make_sheet

pytestmark = pytest.mark.usefixtures("database")
NUMBER = "Your child's candidate number (ask your worker)"
FRONT = ["ID", "Start time", "Completion time", "Email", "Name", "Programme", NUMBER]
HEADINGS = [*FRONT, *PARENT.values()]
AFTER = ["What was best?", "What should we change?", "Would you come again?"]
SAID = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
WHEN = datetime(2026, 9, 1, 11, 4)  # noqa: DTZ001 - as a workbook gives it
NUMBERS = ("012345674", "051234561", "190001237", "240000016")


def _row(number: str | None, *answers: object, programme: str = "iLunch", when: object = WHEN, place: int = 1) -> list:
    return [place, when, when, "anonymous", None, programme, number, *answers]


def _agree(*places: int) -> list[str]:
    return [SAID[place - 1] for place in places]


def _bring(*rows: list, filename: str = "evaluation_pre.xlsx", headings: list[str] = HEADINGS, **options: object):
    return confirm_import(
        source=read_source(book(headings, *rows), filename),
        by=SYSTEM,
        answers=FileAnswers(options=ImportOptions(**options)),
    )


def _sheets() -> list[AnswerSheet]:
    with reading() as session:
        return list(session.exec(select(AnswerSheet).order_by(AnswerSheet.id)))


def _reasons(preview) -> str:
    return " ".join(problem.reason for problem in preview.problems)


def test_words_become_places_and_the_preview_says_how_before_anything_is_saved() -> None:
    make_pupil()
    rows = [_row("012345674", *_agree(5, 4, 3, 2, 1))]
    preview = preview_import(source=read_source(book(HEADINGS, *rows), "evaluation_pre.xlsx"), by=SYSTEM)
    notes = " ".join(preview.notes)
    assert preview.kind is ImportKind.EVALUATIONS
    assert "Strongly agree = 5, Agree = 4, Neither agree nor disagree = 3, Disagree = 2" in notes
    assert "from before the programme, as the file’s name says" in notes
    assert "Our short questions for parents and carers" in notes
    assert "“iLunch” is not planned here yet. We add it as “iLunch family learning”" in notes
    assert _sheets() == []
    assert _bring(*rows).counts.new == 1
    with reading() as session:
        assert [row.value for row in session.exec(select(Answer).order_by(Answer.question_id))] == [5, 4, 3, 2, 1]


def test_questions_in_any_order_misspelt_ones_pointed_out_and_formulas_kept_as_text() -> None:
    make_pupil()
    headings = [*FRONT, AFTER[2], AFTER[0], "I feel welcome in the school", PARENT["local"]]
    formula = '=HYPERLINK("x")'
    result = _bring(_row("012345674", "Maybe", formula, "4", "agree "), filename="after.xlsx", headings=headings)
    assert "We took the column “I feel welcome in the school” for i feel welcome in school" in " ".join(
        result.preview.notes
    )
    (sheet,) = _sheets()
    assert sheet.stage is Stage.POST
    with reading() as session:
        found = sorted((row.value or 0, row.words) for row in session.exec(select(Answer)))
    assert found == [(0, formula), (2, ""), (4, ""), (4, "")]


def test_one_pupil_in_two_programmes_is_two_participants() -> None:
    pupil_id = make_pupil()
    rows = [_row("012345674", *_agree(1, 1, 1, 1, 1)), _row("012345674", *_agree(2, 2, 2, 2, 2), programme="Summer")]
    assert _bring(*rows).counts.new == 2
    with reading() as session:
        people = session.exec(select(Participant)).all()
        kinds = {row.name: row.kind for row in session.exec(select(Programme))}
    assert {row.pupil_id for row in people} == {pupil_id}
    assert len({row.programme_id for row in people}) == 2
    assert kinds == {"iLunch": "ilunch", "Summer": "summer"}


def test_who_is_not_known_stays_unmatched_with_what_they_called_themselves() -> None:
    row = _row(None, *_agree(1, 2, 3, 4, 5), place=7)
    named = [*row[:4], "Jo", *row[5:]]
    result = _bring(_row("012345674", *_agree(1, 2, 3, 4, 5)), row, named)
    assert {(sheet.said_name, sheet.participant_id) for sheet in _sheets()} == {
        ("012345674", None),
        ("Reply 7", None),
        ("Jo", None),
    }
    assert "3 sets of answers name nobody we know by number" in " ".join(result.preview.notes)


def test_the_same_file_again_changes_nothing_and_two_alike_stay_two() -> None:
    make_pupil()
    alike = _row(None, *_agree(1, 2, 3, 4, 5), place=7)
    rows = [_row("012345674", *_agree(5, 4, 3, 2, 1)), alike, alike]
    assert _bring(*rows).counts.new == 3
    again = _bring(*rows)
    assert (again.import_id, again.counts.same) == (None, 3)
    assert len(_sheets()) == 3


def test_somebody_who_is_known_by_now_is_matched_and_not_doubled() -> None:
    rows = [_row("012345674", *_agree(5, 4, 3, 2, 1))]
    _bring(*rows)
    make_pupil()
    result = _bring(*rows)
    assert result.counts.changed == 1
    (sheet,) = _sheets()
    assert sheet.participant_id is not None
    assert _bring(*rows).import_id is None


def test_what_is_refused_and_why() -> None:
    make_pupil()
    good = _agree(1, 2, 3, 4, 5)
    result = _bring(
        _row("012345674", *good),
        _row("012345674", *_agree(2, 2, 2, 2, 2)),
        _row("051234561", *good, programme=""),
        _row("051234561", *good, when=datetime(2031, 1, 1)),  # noqa: DTZ001
        _row("051234561"),
        _row("051234561", "Absolutely", *good[1:]),
    )
    assert (result.counts.new, result.counts.rejected) == (2, 4)
    said = _reasons(result.preview)
    for words in ("already in row 2", "programme is missing", "has not come yet", "no answers in this row"):
        assert words in said
    assert "not one of the answers to choose from" in said
    differing = _bring(_row("012345674", *_agree(2, 2, 2, 2, 2)), _row("190001237", *good))
    assert "kept those" in _reasons(differing.preview)


def test_a_file_that_does_not_say_when_is_asked_about() -> None:
    make_pupil()
    rows = [_row("012345674", *_agree(1, 2, 3, 4, 5))]
    with pytest.raises(ImportProblem, match="before or from after"):
        _bring(*rows, filename="answers.xlsx")
    _bring(*rows, filename="answers.xlsx", answer_stage=Stage.POST)
    told = [[*rows[0][:5], "Summer", *rows[0][6:], "Before"]]
    _bring(*told, filename="answers.xlsx", headings=[*HEADINGS, "Before or after"])
    only_after = [[*rows[0][:5], "October", *rows[0][6:], "Yes"]]
    _bring(*only_after, filename="answers.xlsx", headings=[*HEADINGS, AFTER[2]])
    assert [sheet.stage for sheet in _sheets()] == [Stage.POST, Stage.PRE, Stage.POST]


def test_questions_nobody_published_are_not_brought_in() -> None:
    with pytest.raises(ImportProblem, match="None of our published questionnaires"):
        _bring(_row("012345674", "Yes", "No"), headings=[*FRONT, "Do you like tea, really?", "Do you like coffee?"])


def test_another_years_programme_of_the_same_name_is_another_programme() -> None:
    make_pupil()
    make_programme(name="iLunch", first_on=date(2024, 8, 20), last_on=date(2024, 10, 1))
    near = make_programme(name="ilunch ", first_on=date(2026, 6, 1), last_on=date(2026, 6, 20))
    _bring(_row("012345674", *_agree(1, 2, 3, 4, 5)))
    assert [sheet.programme_id for sheet in _sheets()] == [near]
    rows = [_row("012345674", *_agree(1, 2, 3, 4, 5), when=datetime(2025, 9, 1))]  # noqa: DTZ001
    _bring(*rows)
    with reading() as session:
        assert len(session.exec(select(Programme)).all()) == 3


def test_undo_takes_everything_back_but_what_was_worked_on_since() -> None:
    make_pupil()
    first = _bring(_row("012345674", *_agree(1, 2, 3, 4, 5)), _row(None, *_agree(1, 1, 1, 1, 1), programme="Summer"))
    assert first.import_id is not None
    with transaction() as session:
        changed = session.exec(select(AnswerSheet).where(AnswerSheet.said_name != "")).one()
        changed.version += 1
    report = undo_import(import_id=first.import_id, by=SYSTEM)
    assert "Sets of answers removed: 1." in report.taken_back
    assert "Programmes removed: 1." in report.taken_back
    assert any("sets of answers stay" in line for line in report.kept)
    with reading() as session:
        assert [row.way for row in session.exec(select(AnswerSheet))] == [AnswerWay.FILE]
        assert [row.name for row in session.exec(select(Programme))] == ["Summer"]
        assert session.exec(select(Participant)).all() == []
        assert len(session.exec(select(Answer)).all()) == 5


def test_who_does_not_work_with_children_sees_no_answers() -> None:
    make_pupil()
    rows = [_row("012345674", "Absolutely", *_agree(1, 2, 3, 4))]
    actor = make_actor(role=Role.ADMINISTRATOR)
    preview = preview_import(source=read_source(book(HEADINGS, *rows), "evaluation_pre.xlsx"), by=actor)
    asked = [column for column in preview.columns if column.heading in PARENT.values()]
    assert {example for column in asked for example in column.examples} == {"hidden"}
    assert {problem.value for problem in preview.problems} == {"hidden"}


def test_words_for_when() -> None:
    assert stage_in("Evaluation_PRE 2026") is Stage.PRE
    assert stage_in("Preschool club, after") is Stage.POST
    assert stage_in("before and after") is None
    assert read_answer_stage(None) is None
    with pytest.raises(ValueError, match="neither before nor after"):
        read_answer_stage("Tuesday")


@pytest.mark.both_databases
def test_the_command_agrees_with_counting_by_hand() -> None:
    people = {number: make_pupil(candidate_number=number) for number in NUMBERS}
    before = {number: [1 + (place + shift) % 5 for shift in range(5)] for place, number in enumerate(people)}
    after = {number: [1 + (place * 2 + shift) % 5 for shift in range(5)] for place, number in enumerate(people)}
    del after[NUMBERS[1]]
    _bring(*(_row(number, *_agree(*places)) for number, places in before.items()))
    _bring(*(_row(number, *_agree(*places)) for number, places in after.items()), filename="evaluation_post.xlsx")
    report = json.loads(CliRunner().invoke(app, ["evaluations", "--programme", "ILUNCH", "--json"]).stdout)
    assert [report[name] for name in ("pre", "post", "pairs", "not_paired")] == [4, 3, 3, 1]
    (one,) = report["questionnaires"]
    aims: dict[str, list[int]] = {}
    for place, words in enumerate(PARENT.values()):
        pairs = [(before[number][place], after[number][place]) for number in after]
        found = one["questions"][words]
        counts = [sum(b < a for b, a in pairs), sum(b == a for b, a in pairs), sum(b > a for b, a in pairs)]
        assert [found[name] for name in ("improved", "same", "lower")] == counts
        assert (found["median_before"], found["median_after"]) == (
            median(b for b, _ in pairs),
            median(a for _, a in pairs),
        )
        assert (found["n"], found["only_before"], found["test"]) == (3, 1, None)
        aims.setdefault(found["aim"], [0, 0, 0])
        aims[found["aim"]] = [have + more for have, more in zip(aims[found["aim"]], counts, strict=True)]
    assert {aim: list(counts.values()) for aim, counts in one["aims"].items()} == aims
    lines = CliRunner().invoke(app, ["evaluations"]).output
    assert "4 before, 3 after, 3 pairs, 1 not paired" in lines
    unknown = CliRunner().invoke(app, ["evaluations", "--programme", "Nothing", "--json"])
    assert unknown.exit_code == 1


def test_the_command_says_so_when_there_are_none() -> None:
    assert "There are no answers yet." in CliRunner().invoke(app, ["evaluations"]).output


def test_answers_to_different_questions_are_never_compared() -> None:
    programme_id = make_programme()
    person = make_participant(programme_id)
    make_sheet(programme_id, Stage.PRE, {"learning": 2}, participant_id=person)
    make_sheet(programme_id, Stage.POST, {"help": 5, "again": 3}, participant_id=person)
    (one,) = evaluations(actor=SYSTEM)
    assert (one.pairs, sum(measure.change.pairs for measure in one.measures)) == (1, 0)
    assert next(iter(one.counts)).answers == {"Yes": 1, "Maybe": 0, "No": 0}


@pytest.mark.skipif(not SAMPLES.exists(), reason="The sample files are not on this machine.")
def test_the_sample_files_give_the_expected_figures() -> None:
    wanted = json.loads((SAMPLES / "expected.json").read_text())["evaluations"]
    paths = [SAMPLES / "records" / f"evaluation_{when}.xlsx" for when in ("pre", "post")]
    first = preview_import(source=read_source(paths[0].read_bytes(), paths[0].name), by=SYSTEM)
    assert first.counts.new == wanted["pre"], "Nobody is known yet, and nothing is turned away for it."

    rows = [row for path in paths for row in read_source(path.read_bytes(), path.name).sheets[0].rows[1:]]
    for number in sorted({str(row[6]) for row in rows}):
        make_pupil(candidate_number=number)
    for path in paths:
        confirm_import(source=read_source(path.read_bytes(), path.name), by=SYSTEM)
        assert confirm_import(source=read_source(path.read_bytes(), path.name), by=SYSTEM).import_id is None
    report = json.loads(CliRunner().invoke(app, ["evaluations", "--json"]).stdout)
    assert {name: report[name] for name in ("pre", "post", "pairs")} == {
        name: wanted[name] for name in ("pre", "post", "pairs")
    }
    for name, expected in wanted["by_programme"].items():
        own = json.loads(CliRunner().invoke(app, ["evaluations", "--programme", name, "--json"]).stdout)
        assert own["pairs"] == expected["pairs"]
        for words, counts in expected["questions"].items():
            found = own["questionnaires"][0]["questions"][words]
            assert {key: found[key] for key in counts} == counts
