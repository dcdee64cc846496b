"""What people typed is shown as they typed it."""

import pytest

from components.text import as_text


@pytest.mark.parametrize("typed", [":smile:", "![x](x.png)", "$x$", "**bold**", "<b>", "`code`", "[a](b)", "~~gone~~"])
def test_marks_are_escaped(typed: str) -> None:
    shown = as_text(typed)
    assert shown.replace("\\", "") == typed
    marks = [mark for mark in shown if not mark.isalnum() and mark != "\\"]
    assert shown.count("\\") == len(marks)


@pytest.mark.parametrize("typed", ["http://x.example", "HTTPS://x.example", "www.x.example", "a@x.example"])
def test_an_address_becomes_no_link(typed: str) -> None:
    shown = as_text(typed).replace("\\", "")
    assert shown.replace("\u2060", "") == typed
    assert not shown.startswith(("http://", "HTTPS://", "www."))
    assert "@x" not in shown
