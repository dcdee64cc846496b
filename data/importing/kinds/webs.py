"""Past wellbeing webs: one row for each reading, a column for each indicator in any order."""

import re

from data.importing.fields import FileField, FileKind, Reader
from data.importing.kinds.shared_fields import CANDIDATE_NUMBER, short_text
from data.importing.source import Cell
from data.importing.values import read_date, read_text, read_whole_number, word_reader
from models.imports import ImportKind
from models.wellbeing.web import INDICATOR_NAMES, LONGEST_MATTERS, Indicator, Voice, WebStage

_NOT_SCORED = frozenset({"-", "–", "—", "n/a", "na", "not discussed", "not talked about", "not scored", "nd", "none"})
_VOICES = (
    (Voice.CHILD, r"child|pupil|young person|yp\b|self|boy|girl"),
    (Voice.PARENT, r"parent|carer|mum|mother|dad|father|gran|guardian|family"),
    (Voice.WORKER, r"worker|hlw|home link|staff|teacher|practitioner"),
)
_STAGES = (
    (WebStage.BASELINE, r"base|initial|start|first|pre\b|before|begin"),
    (WebStage.CLOSING, r"clos|end|final|last|post\b|after|exit"),
    (WebStage.REVIEW, r"review|mid|during|interim|progress|second|third"),
)


def read_voice(cell: Cell) -> Voice | None:
    """Who spoke. A cell that names two people is refused: voices are kept apart."""
    text = (read_text(cell) or "").casefold()
    found = [voice for voice, words in _VOICES if re.search(words, text)]
    if text and len(found) != 1:
        raise ValueError("We could not tell whether this is the child, a parent or the worker.")
    return found[0] if found else None


read_web_stage = word_reader(_STAGES, "This is not baseline, review or closing.")


def read_score(cell: Cell) -> int | None:
    """A whole number; blank or in words that it was not discussed is no score, and never zero."""
    if isinstance(cell, str) and (not cell.strip() or cell.strip().casefold() in _NOT_SCORED):
        return None
    return read_whole_number(cell)


def read_scale(cell: Cell) -> tuple[int, int] | None:
    """The bounds of a scale, written `1-5`, `0 to 10` or `1 – 10`."""
    text = (read_text(cell) or "").casefold()
    found = re.fullmatch(r"(\d{1,2})\s*(?:-|–|to)\s*(\d{1,3})", text)
    if text and (found is None or int(found[1]) >= int(found[2])):
        raise ValueError("This is not a scale such as 0 to 10.")
    return (int(found[1]), int(found[2])) if found else None


def _field(name: str, label: str, headings: tuple[str, ...], read: Reader, *, is_distinctive: bool = True) -> FileField:
    return FileField(name, label, headings, read, is_personal=True, is_distinctive=is_distinctive)


def _indicator(indicator: Indicator) -> FileField:
    name = indicator.value
    return _field(name, INDICATOR_NAMES[indicator], (name, f"{name} score", f"score {name}"), read_score)


KIND = FileKind(
    ImportKind.WEBS,
    (
        CANDIDATE_NUMBER,
        _field(
            "taken_on",
            "Date",
            ("date", "date of web", "web date", "date completed", "completed on", "date taken", "review date"),
            read_date,
            is_distinctive=False,
        ),
        _field(
            "voice",
            "Who is speaking",
            (
                "completed by",
                "voice",
                "who",
                "rater",
                "scored by",
                "filled in by",
                "view of",
                "perspective",
                "whose view",
            ),
            read_voice,
        ),
        _field(
            "web_stage",
            "Stage of support",
            ("stage of support", "web stage", "stage", "reading", "type of web", "review stage", "point in support"),
            read_web_stage,
            is_distinctive=False,
        ),
        *(_indicator(indicator) for indicator in Indicator),
        _field(
            "matters_to_me",
            "What matters to me",
            ("what matters to me", "what matters", "what is important to me", "comments", "comment", "notes"),
            short_text(LONGEST_MATTERS),
        ),
        _field("scale", "Scale", ("scale", "scale used", "scored out of", "range"), read_scale, is_distinctive=False),
    ),
    needs=(("candidate_number",), ("taken_on",), ("voice",), ("web_stage",), tuple(Indicator)),
    key="candidate_number",
)
