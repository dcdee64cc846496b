"""What people typed, made safe for the places where Streamlit reads Markdown: titles, labels and notices."""

import re

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")  # every ASCII mark that Markdown can escape
# Web and mail addresses become links without any mark, unless something that takes no room stands in them.
_ADDRESS = re.compile(r"(https?:|www(?=\.)|@)", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def as_text(words: str) -> str:
    """The words with every mark escaped, so that they are shown as they were typed and fetch nothing."""
    joined = _ADDRESS.sub(rf"\1{_WORD_JOINER}", " ".join(words.split()))
    return _MARKUP.sub(r"\\\1", joined)
