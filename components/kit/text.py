"""Words on screen: what people typed made safe where Streamlit reads Markdown, names told apart, and counts."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

# What Markdown reads something into. The rest stays as it is: a screen reader would read a backslash out.
_MARKUP = re.compile(r"([!#$&*+:<=>@\[\\\]^_`{|}~]|(?<!\w)-|-(?!\w))")
_LIST = re.compile(r"^(\d+)([.)])")  # `1.` begins a list
# Web and mail addresses become links without any mark, unless something that takes no room stands in them.
_ADDRESS = re.compile(r"(https?:|www(?=\.)|@)", re.IGNORECASE)
_WORD_JOINER = "\u2060"
_Key = TypeVar("_Key")


def as_text(words: str) -> str:
    """The words with every mark of Markdown escaped, so that they are shown as they were typed and fetch nothing."""
    joined = _ADDRESS.sub(rf"\1{_WORD_JOINER}", " ".join(words.split()))
    return _LIST.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", joined))


def counted(number: int, one: str, many: str) -> str:
    """How many, in words that fit one too."""
    return f"{number:,} {one if number == 1 else many}"


def told_apart(names: Mapping[_Key, str]) -> dict[_Key, str]:
    """The names with a number where one stands twice: a list to choose from knows its entries by their words alone."""
    seen: Counter[str] = Counter()
    apart = {}
    for key, name in names.items():
        seen[name] += 1
        apart[key] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return apart
