"""Comparing headings however they are written."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from data.importing.source import Cell

_NOTE = re.compile(r"\[[^\]]*\]|\(\s*(?:y/n|yes/no|optional)\s*\)", re.IGNORECASE)
_SIMD_VERSION = re.compile(r"\bsimd ?20\d\d(?: ?v ?\d)?\b")


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """The same text for a heading in capitals, with underscores, `%`, footnote marks or a SIMD version."""
    text = _NOTE.sub(" ", heading.casefold()).replace("%", " percent ").replace("'", "").replace("’", "")
    words = " ".join(re.sub(r"[\W_]+", " ", text).split())
    return _SIMD_VERSION.sub("simd", words)


def heading_text(cell: Cell) -> str:
    """A heading as shown to people; a date heading is a month."""
    if cell is None:
        return ""
    return f"{cell:%b-%y}" if isinstance(cell, date) else " ".join(str(cell).split())[:120]


def headings_key(headings: Sequence[str]) -> str:
    """One short text for all headings of a sheet, so that the same layout is known again."""
    joined = "|".join(heading_key(heading) for heading in headings if heading)
    return hashlib.sha256(joined.encode()).hexdigest()
