"""Which passwords are refused, and how they are kept."""

import pytest

from data.access.passwords import LONGEST, check_new_password, hash_password, is_right_password
from models.errors import InvalidInput

NAMES = ("morag.reid", "Morag Reid")
GUESSABLE = [
    "password1234",
    "Password1234!",
    "P@ssw0rd1234",
    "passwordpassword",
    "123456789012",
    "111111111111",
    "aaaaaaaaaaaa",
    "abababababab",
    "qwertyuiop12",
    "qwerty123456",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "zxcvbnmasdfg",
    "iloveyou1234",
    "letmein12345",
    "welcome12345",
    "sunshine1234",
    "liverpoolfc1",
    "manchesterunited",
    "basketball12",
    "monkey123456",
    "trustno1trustno1",
    "administrator",
    "unbelievable",
    "homelinkhomelink",
    "HomeLinkTeam2026",
    "EastAyrshire2026",
    "Kilmarnock2025!",
    "attendance2026",
    "morag.reid2026",
    "moragreidmorag",
    "correcthorsebatterystaple",
    "abcdefghijkl",
    "abcabcabcabc",
    "1234abcd1234",
    "............",
    "2025202420232022",
]


@pytest.mark.parametrize("password", [*GUESSABLE, "east ayrshire", "Home Link Team", " " * 12])
def test_guessable_passwords_are_refused(password: str) -> None:
    with pytest.raises(InvalidInput, match="too easy to guess"):
        check_new_password(password, names=NAMES)


@pytest.mark.parametrize(
    "password", ["three random words", "lamp wicker thunder", "tR7#kq!9vLp2x", "密码很长的一个句子真的很长啊"]
)
def test_long_and_unusual_passwords_are_welcome(password: str) -> None:
    check_new_password(password, names=NAMES)


@pytest.mark.parametrize("password", ["", "short", "elevenchars"])
def test_short_passwords_are_refused(password: str) -> None:
    with pytest.raises(InvalidInput, match="at least 12"):
        check_new_password(password)


def test_very_long_passwords_are_refused() -> None:
    check_new_password("gentle otter " * 15)
    with pytest.raises(InvalidInput, match=f"at most {LONGEST}"):
        check_new_password("gentle otter " * 16)


def test_every_character_counts_beyond_bcrypts_72_bytes() -> None:
    long = "gentle otter parcel " * 6
    hash_ = hash_password(long + "a")
    assert is_right_password(long + "a", hash_)
    assert not is_right_password(long + "b", hash_)


def test_the_same_password_however_it_is_typed() -> None:
    assert is_right_password("cafe\u0301 otter parcel", hash_password("café otter parcel"))


def test_nobody_has_no_password() -> None:
    assert not is_right_password("nobody", None)
