"""The team's own tracker: children supported, what is known about them, their family, worker and dates."""

import re

from data.importing.fields import FileField, FileKind, Reader, Severity
from data.importing.kinds.shared_fields import (
    ADDITIONAL_SUPPORT_HEADINGS,
    BORN_ON,
    CANDIDATE_NUMBER,
    FREE_MEALS_HEADINGS,
    LOOKED_AFTER_HEADINGS,
    MONTH_COLUMNS_NOTE,
    PERSON,
    POSTCODE,
    SCHOOL_NAME,
    SEED_CODE,
    SEX,
    STAGE,
    read_digits,
    short_text,
)
from data.importing.source import Cell
from data.importing.values import read_date, read_text, read_yes_no, word_reader
from models.families.family import SupportStatus
from models.imports import ImportKind

CARE_SAYS_YES = "yes"  # a plain yes: the tracker does not say whether now or before
_NO_REASON = frozenset({"no", "n", "none", "-", "0", "false", "nil", "n/a", "na", "none known", "not known"})
_PLAIN_YES = frozenset({"yes", "y", "1", "true", "x", "✓"})


def read_quintile(cell: Cell) -> str | None:
    """1 to 5, also written `Q1`."""
    text = (read_digits(cell) or "").casefold()
    if not text:
        return None
    found = re.fullmatch(r"(?:simd|quintile|q|\s)*([1-5])(?:\s*\(.*\))?", text)
    if found is None:
        raise ValueError("This is not a quintile from 1 to 5.")
    return found.group(1)


def read_care(cell: Cell) -> str | None:
    """Whether no, previously or currently looked after; a plain yes is left for the plan to settle."""
    text = (read_text(cell) or "").casefold()
    if not text:
        return None
    if re.search(r"\bprev|\bformer|\bpast\b|^p$", text):
        return "previously"
    if re.search(r"\bcurr|\bnow\b|^c$", text):
        return "currently"
    return CARE_SAYS_YES if read_yes_no(cell) else "no"


def read_support_reason(cell: Cell) -> tuple[bool, str | None] | None:
    """Whether a child has additional support needs, and the reason when the tracker gives one in words."""
    text = read_text(cell)
    if text is None or text.casefold() in ("n/a", "na", "-", "not known"):
        return None
    if text.casefold() in _NO_REASON:
        return False, None
    if text.casefold() in _PLAIN_YES:
        return True, None
    if len(text) > 80:
        raise ValueError("This is longer than the 80 characters we can keep.")
    return True, text


_STATUS_WORDS = (
    (SupportStatus.CLOSED, r"clos|end|complet|finish|discharg|left|moved on|inactive|stopped|withdrawn"),
    (SupportStatus.WAITING, r"wait|refer|pending|not started|new|allocat"),
    (SupportStatus.ACTIVE, r"active|open|current|ongoing|on going|support|on hold|hold|pause|extend|review"),
)


read_status = word_reader(_STATUS_WORDS, "We do not know this word for how support stands, so we went by the dates.")


def _field(name: str, label: str, headings: tuple[str, ...], read: Reader) -> FileField:
    return FileField(name, label, headings, read, is_personal=True, on_fault=Severity.DOUBTFUL)


def _own(name: str, label: str, headings: tuple[str, ...], read: Reader) -> FileField:
    return FileField(name, label, headings, read, is_personal=True, on_fault=Severity.DOUBTFUL, is_distinctive=True)


KIND = FileKind(
    ImportKind.TRACKER,
    (
        CANDIDATE_NUMBER,
        *PERSON,
        BORN_ON,
        SEX,
        SCHOOL_NAME,
        SEED_CODE,
        STAGE,
        POSTCODE,
        _field(
            "stated_quintile",
            "SIMD quintile",
            ("simd", "simd quintile", "quintile", "simd q", "simd band"),
            read_quintile,
        ),
        _field("free_meals", "Free school meals", FREE_MEALS_HEADINGS, read_yes_no),
        _field("additional_support", "Additional support needs", ADDITIONAL_SUPPORT_HEADINGS, read_support_reason),
        _field("care_experience", "Care experienced", LOOKED_AFTER_HEADINGS, read_care),
        _own(
            "kinship",
            "Kinship care",
            (
                "non stat kinship",
                "kinship",
                "non statutory kinship",
                "kinship care",
                "non statutory kinship care",
                "nonstat kinship",
                "informal kinship",
            ),
            read_yes_no,
        ),
        _own(
            "worker",
            "Worker",
            (
                "hlw",
                "home link worker",
                "worker",
                "home link",
                "hlw name",
                "allocated worker",
                "key worker",
                "allocated to",
                "worker name",
                "link worker",
                "allocated hlw",
            ),
            short_text(80),
        ),
        _own(
            "family",
            "Family",
            ("family", "family reference", "family ref", "family id", "family no", "family number", "family code"),
            short_text(20),
        ),
        _own(
            "started_on",
            "Support started",
            (
                "support start",
                "start",
                "start date",
                "support started",
                "started",
                "started on",
                "date started",
                "support start date",
                "from",
                "date support started",
                "support from",
                "support began",
                "start of support",
            ),
            read_date,
        ),
        _own(
            "ended_on",
            "Support ended",
            (
                "support end",
                "end",
                "end date",
                "support ended",
                "ended",
                "ended on",
                "date ended",
                "support end date",
                "to",
                "date support ended",
                "closed on",
                "date closed",
                "support to",
                "finish date",
                "closure date",
                "end of support",
            ),
            read_date,
        ),
        _own(
            "status",
            "Status",
            ("status", "support status", "current status", "case status", "stage of support"),
            read_status,
        ),
    ),
    needs=(("candidate_number",), ("worker", "family", "started_on")),
    key="candidate_number",
    not_brought_in=MONTH_COLUMNS_NOTE,
    has_school_sections=True,
)
