"""Where benchmarks are played: a filled database, people signed in to it, the product's server and the bare one."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from components.access.navigation import NOT_FOUND, PAGES, START, PageEntry
from components.access.state import cookie_name
from components.kit.layout import ICON, LOGO
from data.core.db import engine, engine_for, migrate
from data.core.settings import settings
from models.permissions import ASSIGNABLE_ROLES, GRANTS, Role
from tests.benchmarks.client import Tab
from tests.benchmarks.recording import Node
from tests.benchmarks.servers import ROOT, server
from tests.benchmarks.volume import fill, person
from tests.factories import sign_in_as

_BARE_APP = 'import streamlit as st\n\napp = st.App("page.py")\n'
_BARE_PAGE = "from tests.benchmarks.bare import page\n\npage()\n"
# Pages that show nothing until they are told of whom: pupil 8 is on the caseload of the worker signed in.
QUERIES = {"pupil": "id=8", "web": "pupil=8", "webs": "pupil=8"}
TYPED = {"find-pupil": ("find_pupil.text", "Madeup")}


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder for databases and logs."""

    folder: Path

    def url(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite3"


def use(url: str) -> None:
    """Make this process read and write the database named."""
    os.environ["HOME_LINK_DATABASE_URL"] = url
    settings.cache_clear()


def new_database(stage: Stage, name: str) -> None:
    use(stage.url(name))
    migrate()


def filled_database(stage: Stage, *, times: int) -> str:
    """A database with so many times the samples' rows, made once for each stage."""
    name = f"times-{times}"
    if not (stage.folder / f"{name}.sqlite3").exists():
        new_database(stage, name)
        fill(times=times)
        engine().dispose()
        engine_for.cache_clear()
    use(stage.url(name))
    return name


def cookie_of(role: Role, number: int = 0) -> str:
    """The cookie of a new person with this role, signed in."""
    return f"{cookie_name()}={sign_in_as(person(role, number))}"


@contextmanager
def product(stage: Stage, name: str) -> Iterator[int]:
    """The product's own server over the database named."""
    environment = {"HOME_LINK_DATABASE_URL": stage.url(name), "HOME_LINK_DATA_DIR": str(stage.folder)}
    with server(ROOT, log=stage.folder / "product.log", environment=environment) as port:
        yield port


@contextmanager
def bare(stage: Stage, recordings: dict[str, Node]) -> Iterator[int]:
    """A plain Streamlit server, with the product's settings file, that draws the recordings from constants."""
    folder = stage.folder / "bare"
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit", dirs_exist_ok=True)
    (folder / "app.py").write_text(_BARE_APP)
    (folder / "page.py").write_text(_BARE_PAGE)
    constants = {"pages": recordings, "menu": _menu(), "icon": ICON, "logo": LOGO}
    (folder / "constants.json").write_text(json.dumps(constants))
    environment = {"BARE_CONSTANTS": str(folder / "constants.json"), "PYTHONPATH": str(ROOT)}
    with server(folder, log=stage.folder / "bare.log", environment=environment) as port:
        yield port


def _menu() -> list[dict[str, str]]:
    """As many plain pages as the product has, with the same words; the first is the one that is drawn."""
    hidden = {"title": "Home Link", "visibility": "hidden"}
    entries = [
        {"title": entry.title, "icon": entry.icon, "url_path": entry.url_path, "help": entry.help} for entry in PAGES
    ]
    return [{"url_path": START, **hidden}, {"url_path": NOT_FOUND, **hidden}, *entries]


@dataclass(frozen=True, slots=True)
class Cell:
    """One page as one role sees it."""

    role: Role
    entry: PageEntry

    @property
    def name(self) -> str:
        return f"{self.entry.url_path} · {self.role}"


def cells() -> list[Cell]:
    return [Cell(role, entry) for entry in PAGES for role in ASSIGNABLE_ROLES if entry.permission in GRANTS[role]]


def product_tab(port: int, cell: Cell, cookie: str) -> Tab:
    address = cell.entry.url_path
    return Tab(port, page=address, query=QUERIES.get(address, ""), cookie=cookie, typed=TYPED.get(address))


def bare_tab(port: int, cell: Cell) -> Tab:
    return Tab(port, query=f"page={recording_name(cell)}")


def recording_name(cell: Cell) -> str:
    return cell.name.replace(" · ", "_")
