"""Answers before and after a programme, as form services export them: a column for each question, in any order."""

import re

from data.importing.fields import FileField, FileKind, Severity
from data.importing.kinds.shared_fields import CANDIDATE_NUMBER, read_digits, short_text
from data.importing.source import Cell
from data.importing.values import read_date, read_text
from models.evaluations.questionnaires import Stage
from models.imports import ImportKind

_STAGES = (
    (Stage.PRE, re.compile(r"(?<![a-z])(?:pre|before|baseline|start|first|beginning)(?![a-z])")),
    (Stage.POST, re.compile(r"(?<![a-z])(?:post|after|end|final|last|afterwards)(?![a-z])")),
)


def stage_in(text: str) -> Stage | None:
    """Before or after, as a name or a title says it; None where it says neither or both."""
    found = [stage for stage, words in _STAGES if words.search(text.casefold())]
    return found[0] if len(found) == 1 else None


def read_answer_stage(cell: Cell) -> Stage | None:
    """Before or after, in a column of its own."""
    text = read_text(cell) or ""
    found = stage_in(text)
    if text and found is None:
        raise ValueError("This is neither before nor after.")
    return found


KIND = FileKind(
    ImportKind.EVALUATIONS,
    (
        FileField(
            "programme",
            "Programme",
            (
                "programme",
                "program",
                "which programme",
                "group",
                "programme name",
                "name of programme",
                "name of the programme",
                "which programme are you answering about",
                "activity",
                "programme or group",
            ),
            short_text(120),
            is_distinctive=True,
        ),
        FileField(
            "completed_at",
            "When it was answered",
            (
                "completion time",
                "timestamp",
                "submitted",
                "completed at",
                "submission date",
                "submitted at",
                "date submitted",
                "response date",
                "start time",
                "date",
            ),
            read_date,
        ),
        FileField(
            "candidate_number",
            "Candidate number",
            (
                "your childs candidate number ask your worker",
                "your childs candidate number",
                "childs candidate number",
                "candidate number ask your worker",
                "your candidate number",
                "your candidate number ask your worker",
                *CANDIDATE_NUMBER.headings,
            ),
            read_digits,
            is_personal=True,
            on_fault=Severity.DOUBTFUL,
        ),
        FileField(
            "said_name",
            "Name",
            ("name", "your name", "full name", "first name", "whats your name"),
            short_text(80),
            is_personal=True,
            on_fault=Severity.DOUBTFUL,
        ),
        FileField("reply_number", "Number of the reply", ("id", "response id", "respondent id", "reply"), read_digits),
        FileField(
            "answer_stage",
            "Before or after",
            ("before or after", "pre or post", "pre post", "time point", "stage", "when"),
            read_answer_stage,
        ),
    ),
    needs=(("programme",), ("completed_at",)),
    key="completed_at",
)
