"""A questionnaire in a workbook as data/importing/questionnaires.py reads it: one of our own, with a score added."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from data.exporting.workbook import ExportSheet, workbook
from data.importing.questionnaires import ABOUT, NAMES, QUESTION, SCORE, WORDS_SHEET
from data.reference.questionnaires import SHIPPED
from models.evaluations.making import ASKED_NAMES, KIND_NAMES
from models.evaluations.questionnaires import ANSWERED_BY_NAMES, AskedAt, QuestionKind

_SCORE = "Sure of myself"
_GIVE_UP = {
    "code": "give_up",
    "words": "I give up when something is hard",
    "kind": QuestionKind.AGREE,
    "aim": "aspiration",
    "asked_when": AskedAt.BOTH,
    "is_reversed": "Yes",
}
_COUNTED = ("confident", "future", "give_up")
_CONVERTED = {total: round((total - 3) / 12 * 100) for total in range(3, 16)}  # three questions, each 1 to 5
_LICENCE = "Home Link’s own questions. Write here under which licence the team may use yours."


def template(*, aims: Mapping[str, str]) -> bytes:
    """The example, and in a sheet of their own the words its cells may hold; `aims` are the team's, by code."""
    _, name, answered_by, introduction, shipped = next(one for one in SHIPPED if one[0] == "young_person")
    said = (f"An example: {name[0].lower()}{name[1:]}", _LICENCE, ANSWERED_BY_NAMES[answered_by], introduction)
    about = list(zip(ABOUT, said, strict=True))
    scores = [(_SCORE, None if number else 1, *pair) for number, pair in enumerate(_CONVERTED.items())]
    choices = {**NAMES, "aim": aims}
    words = {heading: choices[name].values() for heading, name in (ABOUT | QUESTION).items() if name in choices}
    questions = [_row(one, aims) for one in (*shipped[:4], _GIVE_UP, *shipped[4:])]
    return workbook(
        [
            ExportSheet("Questionnaire", about[0], about[1:]),
            ExportSheet("Questions", list(QUESTION), questions),
            ExportSheet("Scores", list(SCORE), scores),
            ExportSheet(WORDS_SHEET, list(words), list(zip_longest(*words.values()))),
        ]
    )


def _row(asked: Mapping[str, Any], aims: Mapping[str, str]) -> list[str]:
    words = {
        **asked,
        "kind": KIND_NAMES[asked["kind"]],
        "asked_when": ASKED_NAMES[asked["asked_when"]],
        "aim": aims.get(asked["aim"], ""),
        "scores": _SCORE if asked["code"] in _COUNTED else "",
    }
    return [words.get(field, "") for field in QUESTION.values()]
