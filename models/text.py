"""Comparing what people typed with what is stored."""

import re
import unicodedata


def search_key(*parts: str | None) -> str:
    """Names in one line, lower case, without accents or punctuation, so that `o'neil` finds `O’Neil`."""
    text = " ".join(part for part in parts if part)
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return " ".join(re.sub(r"[^a-z0-9 ]", "", plain.lower().replace("-", " ")).split())
