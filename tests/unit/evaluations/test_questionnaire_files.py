"""A questionnaire in a spreadsheet: each problem is told by its row, in plain words."""

import pytest

from data.importing.delimited import read_rows
from data.importing.questionnaires import read_questionnaire
from data.importing.source import Sheet, SourceFile
from data.reference.choices import SHIPPED
from models.choices import ChoiceList
from models.errors import InvalidInput
from models.evaluations.making import QuestionnaireFile

ABOUT = "Name,An invented scale\nLicence,Invented; free to use.\nAnswered by,Young people\n\n"
HEADINGS = "Question,Kind of answer,Asked,Aim,Counts towards,Reversed\n"
CALM = "I felt calm,1 TO 5,,Family learning – wellbeing,Calm,\n"
WORRIED = "I felt worried,one_to_five,Only after,wellbeing,Calm; Worry,yes\n"
SCORES = "Score,Gaps allowed,Sum,Becomes\n"

GOOD = ABOUT + HEADINGS + CALM + WORRIED
SHORT_TABLE = "".join(f"Calm,,{total},{total}\n" for total in range(2, 10))


def _read(*sheets: Sheet) -> QuestionnaireFile:
    return read_questionnaire(SourceFile("scale", "", sheets), aims=SHIPPED[ChoiceList.AIM])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (HEADINGS + CALM, ["Above the questions: Name is missing.", "Licence is missing.", "Answered by is missing."]),
        ("Title of my sheet\n" + GOOD, ["Row 1: above the questions there is one row each"]),
        (ABOUT.replace("Young people", "Everybody") + HEADINGS + CALM, ["It can be: Children; Young people"]),
        (ABOUT, ["No row has the headings Question and Kind of answer"]),
        (GOOD.replace("1 TO 5", "stars"), ["Row 6: Kind of answer says “stars”. It can be: Strongly disagree to"]),
        (GOOD + ",1 to 5\n" + "Well?,\n", ["Row 8: Question is missing.", "Row 9: Kind of answer is missing."]),
        (GOOD + "x" * 301 + ",1 to 5\n", ["Row 8: Question may have up to 300 characters."]),
        (GOOD + "Which?,One of a list\n", ["Row 8: Give at least two answers"]),
        (GOOD.replace("Family learning – wellbeing", "Happiness"), ["Row 6: Aim says “Happiness”. It can be: Core"]),
        (GOOD.replace("Reversed", "Turned"), ["Row 5: “Turned” is not a heading we read"]),
        (GOOD.replace("Reversed", "Aim"), ["Row 5: “Aim” is not a heading we read, or stands there twice"]),
        (GOOD + "Well?,1 to 5,,,,,stray\n", ["Row 8: one of its cells stands in a column without a heading"]),
        (GOOD + "Well?,1 to 5,,,,yes\n", ["Row 8: it is reversed, but counts towards no score."]),
        (GOOD + "Well?,0 to 10,,,Calm,\n", ["Row 8: it cannot count towards “Calm”"]),
        (GOOD + "Why?,In their own words,,,Why,\n", ["Row 8: it cannot count towards “Why”"]),
        (GOOD + SCORES + "Sleep,0\n", ["Row 9: no question counts towards the score “Sleep”."]),
        (GOOD + SCORES + "Calm,some\n", ["Row 9: Gaps allowed must be a whole number."]),
        (GOOD + SCORES + "Calm,2\n", ["Row 9: The range of an item or the number of gaps"]),
        (GOOD + SCORES + "Calm,0,2,1\nCalm,1,3,1\n", ["Row 10: another row allows this score another number of gaps."]),
        (GOOD + SCORES + "Calm,0,2,1\nCalm,,2,2\n", ["Row 10: the table needs a sum, once"]),
        (GOOD + SCORES + "Calm,0,2,high\n", ["Row 9: Sum or Becomes must be a number."]),
        (GOOD + SCORES + SHORT_TABLE, ["a value for each possible sum, 2 to 10"]),
        (GOOD + "Well?,1 to 5\n" * 60, ["Questions are too many: there can be 60."]),
        (GOOD + ",stars\n" * 30, ["And "]),
        ("\n".join("abc" for _ in range(2_001)), ["too many rows"]),
    ],
)
def test_each_problem_is_told_by_its_row(content: str, told: list[str]) -> None:
    with pytest.raises(InvalidInput, match="Nothing was changed") as refused:
        _read(Sheet("", tuple(map(tuple, read_rows(content)))))
    assert not [words for words in told if words not in str(refused.value)], str(refused.value)


def test_a_code_stands_once_and_a_workbook_names_its_sheet() -> None:
    about = Sheet("About", (("Name", "An invented scale"), ("Licence", "Free"), ("Answered by", "child")))
    rows = (("calm", "I felt calm", "Five faces"), ("calm", "I felt well", "Five faces"), ("No!", "And?", "Five faces"))
    with pytest.raises(InvalidInput) as refused:
        _read(about, Sheet("Ours", (("Code", "Question", "Kind of answer"), *rows)))
    assert str(refused.value).splitlines()[1:] == [
        "Sheet “Ours”, row 3: the code “calm” stands at a question above already.",
        "Sheet “Ours”, row 4: Code is made of up to 40 small letters, digits and _.",
    ]
