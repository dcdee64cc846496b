"""Passwords: how they are kept, checked and judged, after the National Cyber Security Centre's advice.

Long and unusual is what counts: no composition rule, no forced change, nothing against paste or password managers.
"""

import hashlib
import logging
import re
import unicodedata
from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from typing import Any

from models.errors import InvalidInput

SHORTEST, LONGEST = 12, 200
_LEAST_LEFT = 5  # different letters and digits that must remain once the guessable parts are taken away
_COMMON = Path(__file__).parents[1] / "reference" / "common_passwords.txt"
_LOOKALIKES = str.maketrans("013457@$", "oieastas")


def hash_password(password: str) -> str:
    """A bcrypt hash of any length of password."""
    return str(_hasher().hash(_prepared(password)))


def is_right_password(password: str, password_hash: str | None) -> bool:
    """Whether the password made the hash. With no hash it takes as long and says no, so that no name is given away."""
    matches = bool(_hasher().check_pw(_prepared(password), password_hash or _nobody_hash()))
    return matches and password_hash is not None


def warm_up() -> None:
    """Do what the first sign-in would otherwise wait for."""
    _nobody_hash()


def check_new_password(password: str, *, names: tuple[str, ...] = ()) -> None:
    """Raise InvalidInput unless the password is long enough and not one of the first a guesser would try."""
    if len(password) < SHORTEST:
        raise InvalidInput(
            f"Please choose a longer password: at least {SHORTEST} characters. Three random words are a good start."
        )
    if len(password) > LONGEST:
        raise InvalidInput(f"Please choose a password of at most {LONGEST} characters.")
    if _is_guessable(password, names):
        raise InvalidInput("That password would be too easy to guess. Three random words make a good one.")


def _prepared(password: str) -> str:
    """The same text however it was typed, and short enough for bcrypt, which reads 72 bytes only."""
    same = unicodedata.normalize("NFKC", password)
    return b64encode(hashlib.sha256(same.encode()).digest()).decode()


@lru_cache
def _hasher() -> Any:  # noqa: ANN401 - the library has no types
    # Imported when needed: the package brings Streamlit along, which the command line mostly does without. Streamlit
    # then warns that no page is running, which is so, and would hide what the log is read for.
    logging.disable(logging.WARNING)
    try:
        from streamlit_authenticator.utilities.hasher import Hasher
    finally:
        logging.disable(logging.NOTSET)
    return Hasher


@lru_cache
def _nobody_hash() -> str:
    return hash_password("nobody")


@lru_cache
def _common() -> tuple[str, ...]:
    """Common words and passwords, longest first, so that the longest match is taken away."""
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return tuple(sorted((line for line in lines if not line.startswith("#")), key=len, reverse=True))


def _is_guessable(password: str, names: tuple[str, ...]) -> bool:
    own = [word for name in names for word in re.findall(r"\w{3,}", name.casefold())]
    guessable = [*sorted(own, key=len, reverse=True), *_common()]
    plain = _letters_and_digits(password)
    return min(_left_over(plain, guessable), _left_over(plain.translate(_LOOKALIKES), guessable)) < _LEAST_LEFT


def _letters_and_digits(text: str) -> str:
    """As typed but for case, spaces and the marks that stand in for no letter."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", text).casefold() if mark.isalnum() or mark in "@$")


def _left_over(text: str, guessable: list[str]) -> int:
    """How many different letters and digits remain without guessable words and a number at either end."""
    for word in guessable:
        text = text.replace(word, "")
    return len(set(text.strip("0123456789")))
