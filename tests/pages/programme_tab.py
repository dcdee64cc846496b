"""One tab of one person at a page about programmes, as it is used."""

from tests.pages import tab
from tests.pages.tab import SHELL, unescaped
from tests.pages.tab import rows_of as rows

__all__ = ["SHELL", "Tab", "rows"]


class Tab(tab.Tab):
    """One tab of one person, at one page."""

    def field(self, kind: str, name: str) -> object:
        return next(element for element in self.at.get(kind) if f".{name}" in f".{element.key}")

    def tap(self, label: str, value: str) -> None:
        next(one for one in self.at.radio if unescaped(one.label) == label).set_value(value).run()
        assert not self.at.exception

    def value(self, label: str) -> object:
        return next(one.value for one in self.at.radio if unescaped(one.label) == label)
