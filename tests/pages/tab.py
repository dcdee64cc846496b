"""One tab of one person, for tests of pages."""

from pathlib import Path

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from data.core.db import reading
from models.access import AuthSession
from models.permissions import Actor
from tests.factories import sign_in_as

SHELL = str(Path(__file__).parents[2] / "components" / "access" / "shell.py")


def rows_of(table: type) -> list:
    """Every row of a table."""
    with reading() as session:
        return list(session.exec(select(table)))


def _token(actor: Actor) -> str:
    """The token of the person's one session, whichever of their tabs asks."""
    is_here = any(row.account_id == actor.account_id for row in rows_of(AuthSession))
    return f"token-of-{actor.username}" if is_here else sign_in_as(actor)


def unescaped(words: str) -> str:
    """As a person reads it: marks that Markdown would act on are escaped on the way to the screen."""
    return words.replace("\\", "")


class Tab:
    """One tab of one person, at one page."""

    def __init__(self, actor: Actor, page: str, *, opened: tuple[str, ...] = (), **query: object) -> None:
        self.at = AppTest.from_file(SHELL, default_timeout=30)
        self.at.session_state["session.token"] = _token(actor)
        self.at.run()
        for key in opened:
            self.at.session_state[key] = True
        for name, value in query.items():
            self.at.query_params[name] = str(value)
        self.at.switch_page(f"../../pages/{page}.py").run()
        assert not self.at.exception

    def field(self, kind: str, name: str) -> object:
        """A field of a form by its name, whatever draft it belongs to."""
        return next(element for element in self.at.get(kind) if str(element.key).endswith(f".{name}"))

    def press(self, label: str) -> None:
        next(button for button in self.at.button if unescaped(button.label) == label).click().run()
        assert not self.at.exception

    @property
    def words(self) -> str:
        kinds = ("text", "caption", "info", "warning", "error", "success", "header", "subheader", "markdown")
        return unescaped("\n".join(element.value for kind in kinds for element in self.at.get(kind)))

    @property
    def links(self) -> list[str]:
        return [unescaped(link.proto.label) for link in self.at.get("page_link")]
