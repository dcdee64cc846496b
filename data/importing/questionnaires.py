"""A questionnaire in a spreadsheet, as docs/questionnaires.md lays it out: what it says, or each problem by its row."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from pydantic import ValidationError

from data.importing.fields import cell_text
from data.importing.headings import heading_key
from data.importing.source import SourceFile
from models.errors import InvalidInput
from models.evaluations.answers import answer_words
from models.evaluations.making import ASKED_NAMES, KIND_NAMES, QuestionnaireFile
from models.evaluations.questionnaires import ANSWERED_BY_NAMES, AskedAt, QuestionKind

WORDS_SHEET = "Words to use"  # of the template: for people only
ABOUT = {"Name": "name", "Licence": "licence", "Answered by": "answered_by", "Introduction": "introduction"}
QUESTION = {
    "Question": "words",
    "Kind of answer": "kind",
    "Asked": "asked_when",
    "Aim": "aim",
    "Answers to choose from": "options",
    "Code": "code",
    "Counts towards": "scores",
    "Reversed": "is_reversed",
}
SCORE = {"Score": "name", "Gaps allowed": "most_missing", "Sum": "sum", "Becomes": "becomes"}
NAMES: dict[str, Mapping[Any, str]] = {
    "answered_by": ANSWERED_BY_NAMES,
    "kind": KIND_NAMES,
    "asked_when": ASKED_NAMES,
    "is_reversed": {"yes": "Yes", "no": "No"},
}
_LABELS = {name: heading for heading, name in (ABOUT | SCORE | QUESTION).items() if name != "name"}
_PROBLEMS = {
    "missing": "is missing.",
    "string_too_short": "is missing.",
    "string_too_long": "may have up to {max_length} characters.",
    "string_pattern_mismatch": "is made of up to 40 small letters, digits and _.",
    "too_long": "are too many: there can be {max_length}.",
    "too_short": "are missing.",
    "int_parsing": "must be a whole number.",
    "float_parsing": "must be a number.",
}
_MOST_ROWS, _MOST_TOLD = 2_000, 12


class _Entry(dict[str, str]):
    """What one row says, by field; `place` names the row in messages."""

    place = "Above the questions"


def read_questionnaire(source: SourceFile, *, aims: Mapping[str, str]) -> QuestionnaireFile:
    """What the sheets say. Raises InvalidInput with one line for each problem; `aims` are the team's, by code."""
    problems: list[str] = []
    about, questions, scores = _entries(source, problems)
    if not questions:
        problems = [f"No row has the headings {' and '.join(list(QUESTION)[:2])}, with questions below it."]
    if problems:  # what the cells say means little before each stands in its place
        raise _refused(problems)
    for entry in (about, *questions):
        _use_codes(entry, {**NAMES, "aim": aims}, problems)
    _give_codes(questions, problems)
    scales = [] if problems else _scales(questions, scores, problems)  # they depend on what the rest says
    try:
        file = QuestionnaireFile.model_validate(
            {**about, "questions": [_question(each) for each in questions], "scoring": [dict(one) for one in scales]}
        )
    except ValidationError as error:
        places: dict[str, Sequence[_Entry | _Scale]] = {"questions": questions, "scoring": scales}
        problems += [_explained(each, about, places) for each in error.errors(include_url=False)]
    if not problems:
        return file
    raise _refused(problems)


def _refused(problems: Sequence[str]) -> InvalidInput:
    more = [f"And {len(problems) - _MOST_TOLD} more like these."] if len(problems) > _MOST_TOLD else []
    first = "Nothing was changed. Please mend this in the file, and load it again."
    return InvalidInput("\n".join([first, *problems[:_MOST_TOLD], *more]))


def _rows(source: SourceFile) -> Iterator[tuple[str, list[str]]]:
    """The cells of every row that is not blank, and words for where it is; `("", [])` where a sheet begins."""
    if sum(len(sheet.rows) for sheet in source.sheets) > _MOST_ROWS:
        raise InvalidInput("This file has too many rows to be a questionnaire. Nothing was changed.")
    for sheet in source.sheets:
        if sheet.name == WORDS_SHEET:
            continue
        yield "", []
        for number, row in enumerate(sheet.rows, 1):
            cells = [cell.strip() if isinstance(cell, str) else cell_text(cell) for cell in row]
            if any(cells):
                yield (f"Sheet “{sheet.name}”, row {number}" if sheet.name else f"Row {number}"), cells


def _entries(source: SourceFile, problems: list[str]) -> tuple[_Entry, list[_Entry], list[_Entry]]:
    """The questionnaire itself, its questions and its scores, each row by the headings above it."""
    about, questions, scores = _Entry(), list[_Entry](), list[_Entry]()
    columns: list[str | None] = []
    for place, cells in _rows(source):
        keys = {heading_key(cell) for cell in cells}
        known = next((block for block in (QUESTION, SCORE) if _first_two(block) <= keys), None)
        if known or not cells:
            columns = _columns(place, cells, known or {}, problems)
        elif columns:
            entry = _Entry((name, cell) for name, cell in zip_longest(columns, cells) if name and cell)
            entry.place = place
            (questions if "kind" in columns else scores).append(entry)
            if any(cell and not name for name, cell in zip_longest(columns, cells)):
                problems.append(f"{place}: one of its cells stands in a column without a heading.")
        else:
            _describe(about, place, cells, problems)
    return about, questions, scores


def _first_two(block: Mapping[str, str]) -> set[str]:
    return {heading_key(heading) for heading in list(block)[:2]}


def _columns(place: str, cells: Sequence[str], known: Mapping[str, str], problems: list[str]) -> list[str | None]:
    by_key = {heading_key(heading): name for heading, name in known.items()}
    names = [by_key.get(heading_key(cell), "?" if cell else None) for cell in cells]
    problems += [
        f"{place}: “{cell[:40]}” is not a heading we read, or stands there twice. We read {', '.join(known)}."
        for at, (cell, name) in enumerate(zip(cells, names, strict=True))
        if cell and (name == "?" or name in names[:at])
    ]
    return names


def _describe(about: _Entry, place: str, cells: Sequence[str], problems: list[str]) -> None:
    label, *said = filter(None, cells)
    name = next((name for heading, name in ABOUT.items() if heading_key(heading) == heading_key(label)), None)
    if name is None or name in about or len(said) > 1:
        problems.append(f"{place}: above the questions there is one row each, of two cells, for {', '.join(ABOUT)}.")
    elif said:
        about[name] = said[0]


def _use_codes(entry: _Entry, names: Mapping[str, Mapping[Any, str]], problems: list[str]) -> None:
    """Put the code for what a cell says, which may be the words for it or the code itself."""
    for field, choices in names.items():
        codes = {heading_key(said): code for code, words in choices.items() for said in (code, words)}
        if said := entry.get(field):
            entry[field] = codes.get(heading_key(said), next(iter(choices)))
            if heading_key(said) not in codes:
                can_be = "; ".join(choices.values())
                problems.append(f"{entry.place}: {_LABELS[field]} says “{said[:60]}”. It can be: {can_be}.")


def _give_codes(questions: Sequence[_Entry], problems: list[str]) -> None:
    used: set[str] = set()
    for number, entry in enumerate(questions, 1):
        code = entry.setdefault("code", f"q{number}")
        if code in used:
            problems.append(f"{entry.place}: the code “{code[:40]}” stands at a question above already.")
        used.add(code)


def _question(entry: _Entry) -> dict[str, str]:
    fields = {name: said for name, said in entry.items() if name not in ("scores", "is_reversed")}
    return {"asked_when": AskedAt.BOTH, **fields, "options": entry.get("options", "").replace(";", "\n")}


class _Scale(dict[str, Any]):
    """A score as the model reads it; `place` names the row that first speaks of it."""

    place = ""


def _scales(questions: Sequence[_Entry], scores: Sequence[_Entry], problems: list[str]) -> list[_Scale]:
    """A score for each name the questions count towards, completed by its row of scores; adds to `problems`."""
    scales: dict[str, _Scale] = {}
    for entry in questions:
        names = [name.strip() for name in entry.get("scores", "").split(";") if name.strip()]
        if entry.get("is_reversed") == "yes" and not names:
            problems.append(f"{entry.place}: it is reversed, but counts towards no score.")
        for name in names:
            _count(scales, name, entry, problems)
    for entry in scores:
        scale = scales.get(entry.get("name", ""))
        if scale is None:
            problems.append(f"{entry.place}: no question counts towards the score “{entry.get('name', '')[:40]}”.")
        else:
            _score(scale, entry, problems)
    return list(scales.values())


def _count(scales: dict[str, _Scale], name: str, entry: _Entry, problems: list[str]) -> None:
    places = answer_words(QuestionKind(entry["kind"]), _question(entry)["options"]) if "kind" in entry else {}
    lowest, highest = min(places, default=0), max(places, default=0)
    scale = scales.setdefault(name, _Scale(name=name, items=[], reversed_items=[], lowest=lowest, highest=highest))
    scale.place = scale.place or entry.place
    if not places or (scale["lowest"], scale["highest"]) != (lowest, highest):
        why = "all questions of a score need a scale, and the same one."
        problems.append(f"{entry.place}: it cannot count towards “{name[:40]}”: {why}")
    scale["items"].append(entry["code"])
    if entry.get("is_reversed") == "yes":
        scale["reversed_items"].append(entry["code"])


def _score(scale: _Scale, entry: _Entry, problems: list[str]) -> None:
    scale.place = entry.place
    gaps, total, becomes = (entry.get(name) for name in ("most_missing", "sum", "becomes"))
    conversion = scale.setdefault("conversion", {}) if total or becomes else {}
    if gaps and scale.setdefault("most_missing", gaps) != gaps:
        problems.append(f"{entry.place}: another row allows this score another number of gaps.")
    if total in conversion or bool(total) != bool(becomes):
        problems.append(f"{entry.place}: the table needs a sum, once, and what it becomes.")
    elif total and becomes:
        conversion[total] = becomes


def _explained(error: Mapping[str, Any], about: _Entry, places: Mapping[str, Sequence[_Entry | _Scale]]) -> str:
    """The sentence for a problem the model found, naming the row and heading it is about."""
    kind, where, rest = error["type"], error["loc"], ()
    place, field = about.place, str(where[0]) if where else ""
    if len(where) > 1:
        place, rest = places[where[0]][where[1]].place, where[2:]
        field = next((str(part) for part in rest if part in _LABELS), "")
    if kind == "value_error":
        return f"{place}: {str(error['msg']).removeprefix('Value error, ')}"
    label = _LABELS.get(field, "Sum or Becomes" if "conversion" in rest else field.capitalize() or "Score")
    return f"{place}: {label} {_PROBLEMS.get(kind, 'cannot be read.').format(**error.get('ctx', {}))}"
