"""A questionnaire in a spreadsheet: our own example, a CSV file, and what is wrong with a file told by its row."""

import re

import pytest

from data.evaluations.actions.questionnaires import load_questionnaire, publish_version, questionnaire_template
from data.evaluations.queries.questionnaires import Version, list_questionnaires
from data.importing import reading
from models.errors import HomeLinkError, InvalidInput, PermissionDenied
from models.evaluations.questionnaires import AskedAt, QuestionKind
from models.evaluations.scoring import scale_score
from models.permissions import Actor, Role
from tests.benchmarks.servers import ROOT
from tests.factories import make_actor
from tests.unit.evaluations.test_questionnaire_files import ABOUT, CALM, HEADINGS, SCORES, WORRIED

pytestmark = pytest.mark.usefixtures("database")


def _loaded(lead: Actor, content: str | bytes, filename: str = "scale.csv") -> Version:
    raw = content if isinstance(content, bytes) else content.encode()
    version_id = load_questionnaire(content=raw, filename=filename, by=lead)
    return next(one for row in list_questionnaires(actor=lead) for one in row.versions if one.id == version_id)


def test_the_example_can_be_loaded_as_it_is_and_published() -> None:
    lead = make_actor(role=Role.LEAD)
    version = _loaded(lead, questionnaire_template(by=lead), "questionnaire-example.xlsx")
    assert version.name == "An example: our short questions for young people"
    assert [one.kind for one in version.questions].count(QuestionKind.AGREE) == 5
    assert all(one.aim for one in version.questions if one.asked_when is AskedAt.BOTH)
    (scale,) = version.scoring
    assert (scale.reversed_items, scale.most_missing) == ({"give_up"}, 1)
    assert scale_score(scale, {"confident": 5, "future": 5, "give_up": 1}) == 100
    assert scale_score(scale, {"confident": 1, "future": 1}) == 0
    publish_version(version_id=version.id, by=lead)
    with pytest.raises(PermissionDenied):
        questionnaire_template(by=make_actor(role=Role.WORKER))


def test_a_csv_file_holds_it_all_in_one_sheet() -> None:
    version = _loaded(
        make_actor(role=Role.LEAD),
        ABOUT + HEADINGS + CALM + WORRIED + "Why?,In their own words\n\n" + SCORES + "Calm,1,,\n",
    )
    assert [(one.code, one.kind, one.asked_when, one.aim) for one in version.questions] == [
        ("q1", QuestionKind.ONE_TO_FIVE, AskedAt.BOTH, "wellbeing"),
        ("q2", QuestionKind.ONE_TO_FIVE, AskedAt.POST, "wellbeing"),
        ("q3", QuestionKind.TEXT, AskedAt.BOTH, ""),
    ]
    assert [(one.name, one.items, one.most_missing) for one in version.scoring] == [
        ("Calm", ("q1", "q2"), 1),
        ("Worry", ("q2",), 0),
    ]
    assert scale_score(version.scoring[0], {"q1": 4, "q2": 1}) == 9


def test_what_the_guide_shows_can_be_loaded() -> None:
    guide = (ROOT / "docs" / "questionnaires.md").read_text(encoding="utf-8")
    table, written = (re.findall(rf"```{kind}\n(.*?)```", guide, re.DOTALL)[0] for kind in ("csv", "json"))
    lead = make_actor(role=Role.LEAD)
    from_table = _loaded(lead, table)
    from_json = _loaded(lead, written.replace("An invented scale", "Another"), "scale.json")
    assert [(one.words, one.kind, one.aim) for one in from_table.questions] == [
        (one.words, one.kind, one.aim) for one in from_json.questions
    ]
    both = {"q1": "calm", "q2": "worried"}
    (one,), (other,) = from_table.scoring, from_json.scoring
    assert {both[item] for item in one.reversed_items} == other.reversed_items
    assert one.model_copy(update={"items": other.items, "reversed_items": other.reversed_items}) == other


def test_a_file_with_a_problem_leaves_nothing_behind() -> None:
    lead = make_actor(role=Role.LEAD)
    before = list_questionnaires(actor=lead)
    content = (ABOUT + HEADINGS + CALM.replace("1 TO 5", "stars")).encode()
    with pytest.raises(InvalidInput, match="Nothing was changed"):
        load_questionnaire(content=content, filename="scale.csv", by=lead)
    assert list_questionnaires(actor=lead) == before


@pytest.mark.parametrize(("content", "name"), [(b"%PDF-1.7", "a.csv"), (b"PK\x03\x04", "a.xlsx"), (b"x", "a.docx")])
def test_what_is_no_spreadsheet_is_refused_by_the_reader_that_runs_apart(
    content: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, child = [], reading._child
    monkeypatch.setattr(reading, "_child", lambda ending: asked.append(ending) or child(ending))
    with pytest.raises(HomeLinkError):
        _loaded(make_actor(role=Role.LEAD), content, name)
    assert asked == [f".{name.split('.')[1]}"]
