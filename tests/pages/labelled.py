"""What tests of pages find by the words a person reads."""

from streamlit.testing.v1 import AppTest

from models.permissions import Actor
from tests.pages.tab import Tab, rows_of, unescaped


def tab_of(actor: Actor, page: str, **query: object) -> AppTest:
    """A tab of this person, at a page."""
    return Tab(actor, page, **query).at


def texts(at: AppTest) -> str:
    kinds = ("text", "caption", "info", "warning", "error", "success", "header", "subheader")
    return unescaped("\n".join(element.value for kind in kinds for element in at.get(kind)))


def field(at: AppTest, kind: str, label: str) -> object:
    return [element for element in at.get(kind) if unescaped(element.label) == label][-1]


def press(at: AppTest, label: str) -> AppTest:
    [button for button in at.button if unescaped(button.label) == label][-1].click()
    at.run()
    assert not at.exception
    return at


def fill(at: AppTest, kind: str, label: str, value: object) -> AppTest:
    field(at, kind, label).set_value(value)
    at.run()
    assert not at.exception
    return at


def pick(at: AppTest, label: str, value: object) -> AppTest:
    return fill(at, "radio", label, value)


def one(table: type) -> object:
    """The only row of a table."""
    (row,) = rows_of(table)
    return row
