"""One tab of one person at a page about programmes, as it is used."""

from pathlib import Path

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from data.db import reading
from models.accounts import AuthSession
from models.permissions import Actor
from tests.factories import sign_in_as

SHELL = str(Path(__file__).parents[2] / "components" / "shell.py")


def rows(table: type) -> list:
    with reading() as session:
        return list(session.exec(select(table)))


class Tab:
    """One tab of one person, at one page."""

    def __init__(self, actor: Actor, page: str, *, opened: tuple[str, ...] = (), **query: object) -> None:
        is_here = any(row.account_id == actor.account_id for row in rows(AuthSession))
        self.at = AppTest.from_file(SHELL, default_timeout=30)
        self.at.session_state["session.token"] = f"token-of-{actor.username}" if is_here else sign_in_as(actor)
        self.at.run()
        for key in opened:
            self.at.session_state[key] = True
        for name, value in query.items():
            self.at.query_params[name] = str(value)
        self.at.switch_page(f"../pages/{page}.py").run()
        assert not self.at.exception

    def field(self, kind: str, name: str) -> object:
        return next(element for element in self.at.get(kind) if f".{name}" in f".{element.key}")

    def tap(self, label: str, value: str) -> None:
        next(one for one in self.at.radio if one.label.replace("\\", "") == label).set_value(value).run()
        assert not self.at.exception

    def press(self, label: str) -> None:
        next(button for button in self.at.button if button.label.replace("\\", "") == label).click().run()
        assert not self.at.exception

    @property
    def words(self) -> str:
        kinds = ("text", "caption", "info", "warning", "error", "success", "header", "subheader", "markdown")
        return "\n".join(element.value for kind in kinds for element in self.at.get(kind)).replace("\\", "")

    @property
    def links(self) -> list[str]:
        return [link.proto.label.replace("\\", "") for link in self.at.get("page_link")]

    def value(self, label: str) -> object:
        return next(one.value for one in self.at.radio if one.label.replace("\\", "") == label)
