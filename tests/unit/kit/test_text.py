"""What people typed is shown as they typed it."""

import pytest

from components.kit.text import as_text


@pytest.mark.parametrize("typed", [":smile:", "$x$", "**bold**", "<b>", "`code`", "~~gone~~", "# a", "- a", "a -> b"])
def test_marks_are_escaped(typed: str) -> None:
    shown = as_text(typed)
    assert shown.replace("\\", "") == typed
    marks = [mark for mark in shown if not mark.isalnum() and mark not in "\\ "]
    assert shown.count("\\") == len(marks)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("![x](x.png)", r"\!\[x\](x.png)"),
        ("[a](b)", r"\[a\](b)"),
        ("1. first", r"1\. first"),
        ("2) second", r"2\) second"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_what_would_be_a_link_a_picture_or_a_list_is_none(typed: str, shown: str) -> None:
    assert as_text(typed) == shown


@pytest.mark.parametrize("typed", ["O'Madeup family (demo)", "Jean-Luc, P4; flat 3/1?", "In 2. class", '"Ma" 50%'])
def test_marks_that_mean_nothing_are_left_to_be_read_aloud(typed: str) -> None:
    assert as_text(typed) == typed


@pytest.mark.parametrize("typed", ["http://x.example", "HTTPS://x.example", "www.x.example", "a@x.example"])
def test_an_address_becomes_no_link(typed: str) -> None:
    shown = as_text(typed).replace("\\", "")
    assert shown.replace("\u2060", "") == typed
    assert not shown.startswith(("http://", "HTTPS://", "www."))
    assert "@x" not in shown
