"""Comparing what people typed with what is stored."""

import re
import unicodedata

LEAST_LETTERS = 2  # fewer would find half the school


def search_key(*parts: str | None) -> str:
    """Names in one line, lower case, without accents or punctuation, so that `o'neil` finds `O’Neil`."""
    text = " ".join(part for part in parts if part)
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return " ".join(re.sub(r"[^a-z0-9 ]", "", plain.lower().replace("-", " ")).split())


def is_searchable(text: str) -> bool:
    """Whether there is enough of a name or number to look for."""
    return len(search_key(text).replace(" ", "")) >= LEAST_LETTERS
