"""Comparing what people typed with what is stored."""

import re
import unicodedata

from models.errors import InvalidInput

LEAST_LETTERS = 2  # fewer would find half the school


def search_key(*parts: str | None) -> str:
    """Names in one line, lower case, without accents or punctuation, so that `o'neil` finds `O’Neil`."""
    text = " ".join(part for part in parts if part)
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return " ".join(re.sub(r"[^a-z0-9 ]", "", plain.lower().replace("-", " ")).split())


def is_searchable(text: str) -> bool:
    """Whether there is enough of a name or number to look for."""
    return len(search_key(text).replace(" ", "")) >= LEAST_LETTERS


def plain_words(words: str, *, at_most: int, missing: str = "") -> str:
    """What was typed, without space round it; refused when it is empty and `missing` says so, or too long."""
    kept = words.strip()
    if missing and not kept:
        raise InvalidInput(f"{missing} Nothing was changed.")
    if len(kept) > at_most:
        raise InvalidInput(f"Please use at most {at_most:,} letters; there are {len(kept):,}. Nothing was changed.")
    return kept
