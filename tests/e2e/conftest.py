"""A real server on a port of its own, real Chromium, and what every journey needs."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
COOKIE = "home_link_session"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Streamlit's own date field: its day and month parts are narrower than 24 pixels. Nothing of ours can change that.
ALLOWED = {("target-size", "stDateInput")}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# Both sizes and both themes in two looks: contrast does not hang on the size, nor the layout on the theme.
LOOKS = ((PHONE, "light"), (DESK, "dark"))
_SECONDS_TO_START = 60
_CUT = ("WebSocket", "ERR_CONNECTION", "No response received", "server is not responding", "when disconnected")


@dataclass
class Server:
    """One running installation, with a data directory of its own."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8")

    @property
    def set_up_code(self) -> str:
        """The newest one-time code in the log."""
        return re.findall(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", self.log)[-1]

    def start(self) -> None:
        self.port = self.port or _free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOME_LINK_")}
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(self.port)],
                cwd=self.folder,  # not the repository: the app must not depend on where it is started
                env={**kept, "HOME_LINK_DATA_DIR": str(self.folder / "data"), **self.settings},
                stdout=log,
                stderr=log,
            )
        self._wait_until_healthy()

    def stop(self, *, with_signal: signal.Signals = signal.SIGTERM) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(with_signal)
            self.process.wait(timeout=20)

    def copy_database(self, to: Path) -> None:
        """A copy of the database as it is at this moment."""
        (path,) = self.folder.glob("data/*.sqlite3")
        with closing(sqlite3.connect(path)) as held, closing(sqlite3.connect(to)) as copy:
            held.backup(copy)

    def _wait_until_healthy(self) -> None:
        until = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                    return
            except OSError:
                assert self.process is not None
                assert self.process.poll() is None, f"The server ended:\n{self.log}"
                time.sleep(0.1)
        pytest.fail(f"The server did not answer in {_SECONDS_TO_START} seconds:\n{self.log}")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start a server; settings are given as keywords, such as HOME_LINK_DEMO="1". All are stopped at the end."""
    servers: list[Server] = []

    def start(**settings: str) -> Server:
        servers.append(Server(tmp_path_factory.mktemp("server"), settings))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def demo_server(start_server: Callable[..., Server], demonstration: Path) -> Server:
    """A server with the demonstration in it, shared by the tests that change nothing others look at."""
    server = start_server(HOME_LINK_DEMO="1")
    server.copy_database(demonstration)
    return server


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration is kept as it was made, before anybody changed it."""
    return tmp_path_factory.mktemp("demonstration") / "demonstration.sqlite3"


@pytest.fixture(scope="module")
def own_server(demo_server: Server, demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demonstration of a module's own, for journeys that change it or kill it."""
    server = Server(tmp_path_factory.mktemp("server"), demo_server.settings)
    (server.folder / "data").mkdir()
    shutil.copy(demonstration, server.folder / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed, and CI must test in it.")
        pytest.skip("Chromium is not installed on this machine.")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def open_browser(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A person's browser, with cookies of its own. Every console error and foreign request fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def start(**options: object) -> BrowserContext:
        contexts.append(watch(browser.new_context(**{"viewport": DESK, **options}), complaints))
        return contexts[-1]

    yield start
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def watch(context: BrowserContext, complaints: list[str]) -> BrowserContext:
    """Note every console error and foreign request of a browser among the complaints."""
    context.set_default_timeout(15_000)
    context.on("console", lambda m: complaints.append(m.text) if _is_complaint(m) else None)
    context.on("request", lambda r: complaints.append(f"called {r.url}") if _is_foreign(r.url) else None)
    return context


@pytest.fixture(scope="module")
def own_tablet(browser: Browser) -> Iterator[BrowserContext]:
    """A browser whose console nobody watches: it is full of errors when its server is killed."""
    context = browser.new_context(viewport=DESK)
    context.set_default_timeout(60_000)
    yield context
    context.close()


def _is_complaint(message: ConsoleMessage) -> bool:
    """Not a cut connection, and not Streamlit asking below a page's address whether the app lives there."""
    is_probe = re.search(r"/[\w-]+/_stcore/", message.location.get("url", ""))
    is_cut = any(words in message.text for words in _CUT)
    return message.type == "error" and not is_cut and not is_probe


def _is_foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:"))


def settled(tab: Page) -> Page:
    """Wait until the page has finished its run."""
    app = tab.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
    expect(tab.get_by_test_id("stSkeleton")).to_have_count(0, timeout=30_000)  # what is still being fetched
    return tab


def visit(context: BrowserContext, url: str) -> Page:
    """A new tab at an address, once its page is drawn."""
    tab = context.new_page()
    tab.goto(url)
    tab.locator("h1").first.wait_for()
    return settled(tab)


def sign_in(tab: Page, username: str, password: str) -> None:
    """Fill in and send the sign-in form that the tab shows, and wait for the cookie by which other tabs are known."""
    tab.get_by_label("Username").fill(username)
    tab.get_by_label("Password", exact=True).fill(password)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.get_by_role("button", name="Sign out", exact=True).wait_for(state="attached")
    settled(tab)
    for _ in range(100):  # the tab's hidden frame fetches it in the background
        if any(cookie["name"] == COOKIE for cookie in tab.context.cookies()):
            return
        tab.wait_for_timeout(100)
    raise AssertionError("The browser was given no session cookie.")


def check_accessible(tab: Page, *looks: tuple[dict[str, int], str]) -> None:
    """No violation of WCAG 2.2 AA and no sideways scrolling: as the tab is, or in each of these sizes and themes."""
    for viewport, scheme in looks:
        tab.set_viewport_size(viewport)
        tab.emulate_media(color_scheme=scheme)
        settled(tab)
        _check_as_it_is(tab)
    if not looks:
        _check_as_it_is(tab)


def _check_as_it_is(tab: Page) -> None:
    found = Axe().run(tab, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
    problems = [
        f"{violation['id']}: {node['html'][:300]}\n  {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
        if not _is_allowed(tab, violation["id"], node)
    ]
    assert not problems, f"{tab.url}\n" + "\n".join(problems)
    width = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{tab.url} scrolls sideways by {width} pixels."


def _is_allowed(tab: Page, rule: str, node: dict) -> bool:
    target = node["target"][0]
    return any(
        rule == allowed and tab.locator(target).first.evaluate("(e, id) => !!e.closest(`[data-testid=${id}]`)", element)
        for allowed, element in ALLOWED
    )
