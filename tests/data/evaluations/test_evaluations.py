"""Results: pairs only, in scope only, against SciPy, and what a school is not told."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from scipy.stats import wilcoxon

from data.evaluations.actions.answers import export_evaluation
from data.evaluations.actions.questionnaires import load_questionnaire, publish_version
from data.evaluations.queries.evaluations import evaluations
from data.evaluations.queries.school_evaluations import school_evaluations
from data.evaluations.scope import EVERYTHING, AnswerFilters
from models.errors import PermissionDenied
from models.evaluations.questionnaires import Stage
from models.permissions import SYSTEM, Role
from tests.data.evaluations.test_questionnaires import FILE, as_bytes
from tests.factories import make_actor, make_pupil, make_school
from tests.rows.evaluations import make_participant, make_programme, make_sheet
from tests.rows.support import enrol

pytestmark = pytest.mark.usefixtures("database")


def _pair(programme_id: int, before: int | None, after: int | None, *, code: str = "help", **more: int) -> None:
    person = make_participant(programme_id)
    for stage, answer in ((Stage.PRE, before), (Stage.POST, after)):
        if answer is not None:
            make_sheet(programme_id, stage, {code: answer}, participant_id=person, **more)


def test_only_pairs_are_compared_and_the_rest_is_counted() -> None:
    programme_id = make_programme()
    _pair(programme_id, 2, 4)
    _pair(programme_id, 3, 3)
    _pair(programme_id, 5, None)
    _pair(programme_id, None, 5)
    make_sheet(programme_id, Stage.POST, {"help": 5}, said_name="Jo")
    (one,) = evaluations(actor=SYSTEM)
    assert (one.before, one.after, one.pairs, one.not_paired) == (3, 4, 2, (1, 2))
    measure = next(each for each in one.measures if each.code == "help")
    assert sorted(measure.pairs) == [(2, 4), (3, 3)]
    assert (measure.change.improved, measure.change.same, measure.change.lower) == (1, 1, 0)
    assert (measure.before_only, measure.after_only, measure.test) == (1, 1, None)
    assert (one.aims["barriers"].improved, one.programmes[0].pairs) == (1, 2)


def test_thirty_pairs_are_tested_as_scipy_tests_them() -> None:
    programme_id = make_programme()
    pairs = [(1 + place % 4, 1 + (place * 3 + 2) % 5) for place in range(31)]
    for before, after in pairs:
        _pair(programme_id, before, after)
    (one,) = evaluations(actor=SYSTEM)
    found = next(each for each in one.measures if each.code == "help").test
    expected = wilcoxon([b for _, b in pairs], [a for a, _ in pairs], correction=True, method="asymptotic")
    assert found is not None
    assert found.p_value == pytest.approx(expected.pvalue)


@pytest.mark.both_databases
def test_filters_by_school_and_cohort() -> None:
    school_id, other = make_school(), make_school(name="Other Primary", seed_code="8240002")
    pupil_id = make_pupil()
    enrol(pupil_id, other)
    here, wide = make_programme(school_id=school_id), make_programme(name="Wide", first_on=date(2025, 1, 10))
    make_sheet(here, Stage.PRE, {"help": 1})
    person = make_participant(wide, pupil_id=pupil_id)
    make_sheet(wide, Stage.PRE, {"help": 1}, participant_id=person)
    counts = [
        [one.before for one in evaluations(actor=SYSTEM, filters=filters)]
        for filters in (
            EVERYTHING,
            AnswerFilters(programme_id=here),
            AnswerFilters(school_id=school_id),
            AnswerFilters(school_id=other),
            AnswerFilters(first_on=date(2026, 8, 1)),
            AnswerFilters(last_on=date(2024, 7, 31)),
        )
    ]
    assert counts == [[2], [1], [1], [1], [1], []]


def test_scores_and_questions_asked_the_other_way_round() -> None:
    lead = make_actor(role=Role.LEAD)
    version_id = load_questionnaire(content=as_bytes(FILE), filename="scale.json", by=lead)
    publish_version(version_id=version_id, by=lead)
    programme_id = make_programme()
    person = make_participant(programme_id)
    sheets = ((Stage.PRE, {"calm": 2, "worried": 4}), (Stage.POST, {"calm": 3, "worried": 2}))
    for stage, answers in sheets:
        make_sheet(programme_id, stage, answers, participant_id=person, version_id=version_id)
    (one,) = evaluations(actor=lead)
    changes = {each.code: each.change for each in one.measures}
    assert (changes["calm"].improved, changes["worried"].improved) == (1, 1), "Less worry is better."
    assert one.scores[0].pairs == ((400, 700),)
    _pair(programme_id, 3, None, code="calm", version_id=version_id)
    assert len(evaluations(actor=lead)[0].scores[0].pairs) == 1, "No score where answers are missing."


def test_the_workbook_gives_no_middle_of_few_and_no_names() -> None:
    lead = make_actor(role=Role.LEAD)
    programme_id = make_programme()
    _pair(programme_id, 2, 4)
    make_sheet(programme_id, Stage.POST, {"best": "=cmd()"}, said_name="Jo Bloggs")
    book = openpyxl.load_workbook(BytesIO(export_evaluation(filters=EVERYTHING, by=lead)))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    line = next(
        row for row in book.active.iter_rows(values_only=True) if row[0] == "I know who to ask when I need help"
    )
    assert line[2:10] == (1, 1, 0, 0, None, None, 0, 0)
    assert not any("Bloggs" in str(cell) or "cmd" in str(cell) for cell in cells)
    assert (
        openpyxl.load_workbook(BytesIO(export_evaluation(filters=AnswerFilters(programme_id=4711), by=lead)))
        .active["A1"]
        .value
    )


@pytest.mark.both_databases
def test_a_school_sees_its_own_programmes_with_small_numbers_hidden() -> None:
    school_id = make_school()
    head = make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    own, elsewhere = make_programme(school_id=school_id), make_programme(name="Elsewhere")
    for _ in range(8):
        _pair(own, 1, 5)
    for _ in range(2):
        _pair(own, 5, 1)
    _pair(elsewhere, 1, 5)
    ((name, tables),) = school_evaluations(actor=head)
    assert name == "Our short questions for parents and carers"
    who, changed = tables
    assert [name for name, _ in who.rows] == ["Madeup mornings, August 2026", "All of them"]
    assert (who.rows[0][1], who.headings) == ((10, 0, 0), ("Both times", "Only before", "Only after"))
    ((question, counts),) = changed.rows
    assert question == "I know who to ask when I need help"
    assert counts[2] is None, "Two who answered lower are hidden."
    assert sum(count is None for count in counts) > 1, "With what would give them away."
    assert "Elsewhere" not in repr(tables)
    with pytest.raises(PermissionDenied):
        evaluations(actor=head)
    with pytest.raises(PermissionDenied):
        export_evaluation(filters=EVERYTHING, by=head)
    with pytest.raises(PermissionDenied):
        school_evaluations(actor=make_actor(role=Role.VIEWER))


def test_no_table_of_a_school_gives_away_what_another_hides() -> None:
    school_id = make_school()
    head, programme_id = make_actor(role=Role.HEADTEACHER, school_ids=(school_id,)), make_programme(school_id=school_id)
    for _ in range(14):
        _pair(programme_id, 1, 5)
    _pair(programme_id, 1, None)
    ((_, (who, changed)),) = school_evaluations(actor=head)
    assert (who.rows[-1][1], changed.rows[0][1]) == ((14, None, 0), (14, 0, 0, 14))
    assert 15 not in [count for _, counts in who.rows for count in counts], "Less fourteen it is the one."


def test_three_children_in_two_programmes_are_three() -> None:
    school_id = make_school()
    head = make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    pupil_ids = [make_pupil(candidate_number=f"90000000{number}") for number in range(3)]
    for name in ("Club", "Camp"):
        programme_id = make_programme(name=name, school_id=school_id)
        for pupil_id in pupil_ids:
            person = make_participant(programme_id, pupil_id=pupil_id)
            for stage in Stage:
                make_sheet(programme_id, stage, {"help": 3}, participant_id=person)
    ((_, (who, changed)),) = school_evaluations(actor=head)
    assert [counts[0] for _, counts in who.rows] == [None] * 3
    assert changed.rows[0][1] == (0, None, 0, None), "Six answers the same, of three children."
