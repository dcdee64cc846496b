"""What people typed, made safe for the places where Streamlit reads Markdown: titles, labels and notices."""

import re

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")  # every ASCII mark that Markdown can escape


def as_text(words: str) -> str:
    """The words with every mark escaped, so that they are shown as they were typed and fetch nothing."""
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))
