"""The Scottish Candidate Number: text of nine digits, the last a check digit."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import mul

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


class NumberState(StrEnum):
    """What reading a candidate number found."""

    VALID = "valid"
    LOST_ZERO = "lost_zero"  # eight digits that pass the check once the leading zero is put back
    WRONG_CHECK = "wrong_check"  # nine digits (eight, padded) that fail the check
    NOT_A_NUMBER = "not_a_number"


@dataclass(frozen=True, slots=True)
class CandidateNumber:
    """The nine digits, when there are nine to speak of, and what is odd about them."""

    digits: str | None
    state: NumberState


def check_digit(data_digits: str) -> str | None:
    """The check digit for eight data digits, modulus 11; None when no digit would be valid.

    Source: HESA, C07051, "Scottish Candidate Number". Remainder 1 would need the digit 10: no such number.
    """
    remainder = sum(map(mul, map(int, data_digits), WEIGHTS)) % 11
    if remainder == 1:
        return None
    return str((11 - remainder) % 11)


@lru_cache(maxsize=8192)  # the same pupils come in every month's file, and in its dry run before
def read_candidate_number(text: str) -> CandidateNumber:
    """Read a candidate number as written in a file, without changing it silently."""
    digits = text.strip().replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (8, 9)):
        return CandidateNumber(None, NumberState.NOT_A_NUMBER)
    padded = digits.zfill(9)
    if check_digit(padded[:8]) != padded[8]:
        return CandidateNumber(padded if len(digits) == 9 else None, NumberState.WRONG_CHECK)
    return CandidateNumber(padded, NumberState.VALID if len(digits) == 9 else NumberState.LOST_ZERO)
