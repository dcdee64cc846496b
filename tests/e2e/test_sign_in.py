"""The way in, in real Chromium: set-up, links, tabs, cookies, locks, and doors that stay shut."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from components.access.navigation import PAGES
from data.access.throttle import FREE_FAILURES
from tests.e2e.conftest import COOKIE, LOOKS, Server, check_accessible, settled, sign_in, visit
from tests.e2e.fields import press
from tests.factories import PASSWORD

pytestmark = pytest.mark.e2e
NAME = "morag.reid"


@pytest.fixture(scope="module")
def server(start_server: Callable[..., Server]) -> Server:
    """An installation of which nobody has created the first account."""
    return start_server()


@pytest.fixture
def ready(server: Server, open_browser: Callable[..., BrowserContext]) -> Server:
    """The same, once it is set up: by the first test, or here when one test is run alone."""
    tab = visit(open_browser(), server.url)
    if tab.get_by_label("One-time code").count():
        _set_up(tab, server.set_up_code)
    return server


def _set_up(tab: Page, code: str) -> None:
    tab.get_by_label("One-time code").fill(code)
    tab.get_by_label("Username").fill(NAME)
    tab.get_by_label("Name", exact=True).fill("Morag Reid")
    tab.get_by_label("New password", exact=True).fill(PASSWORD)
    tab.get_by_label("New password again").fill(PASSWORD)
    press(tab.get_by_role("button", name="Create the administrator"))


def _heading(tab: Page) -> str:
    tab.locator("h1").first.wait_for()
    return settled(tab).locator("h1").first.inner_text()


def _signed_in(server: Server, context: BrowserContext, path: str = "/") -> Page:
    tab = visit(context, server.url + path)
    sign_in(tab, NAME, PASSWORD)
    return tab


def _cookie(context: BrowserContext) -> dict:
    return next(dict(cookie) for cookie in context.cookies() if cookie["name"] == COOKIE)


def test_the_code_from_the_log_sets_up_and_both_pages_are_accessible(
    server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    tab = visit(open_browser(), server.url)
    check_accessible(tab, *LOOKS)
    if tab.get_by_label("One-time code").count():
        _set_up(tab, "WRONG")
        expect(tab.get_by_role("alert")).to_contain_text("code is not right")
        _set_up(tab, server.set_up_code)
        expect(tab.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        check_accessible(tab, *LOOKS)


def test_a_link_survives_sign_in_and_reload(ready: Server, open_browser: Callable[..., BrowserContext]) -> None:
    tab = _signed_in(ready, open_browser(), "/schools?school=3")
    assert (_heading(tab), tab.url) == ("Schools", f"{ready.url}/schools?school=3")
    tab.reload()
    assert (_heading(tab), tab.url) == ("Schools", f"{ready.url}/schools?school=3")


def test_the_cookie_is_out_of_reach(ready: Server, open_browser: Callable[..., BrowserContext]) -> None:
    context = open_browser()
    tab = _signed_in(ready, context)
    cookie = _cookie(context)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    assert COOKIE not in tab.evaluate("document.cookie")
    assert cookie["value"] not in tab.content()


def test_another_tab_and_another_device(ready: Server, open_browser: Callable[..., BrowserContext]) -> None:
    here, copied = open_browser(), open_browser()
    first = _signed_in(ready, here)
    second = visit(here, f"{ready.url}/accounts")
    assert _heading(second) == "Accounts"
    copied.add_cookies([_cookie(here)])
    assert _heading(visit(copied, f"{ready.url}/accounts")) == "Accounts"
    first.get_by_role("button", name="Sign out", exact=True).click()
    expect(first.get_by_text("You are signed out, on this device and any other.")).to_be_visible()
    press(second.get_by_label("Whose account?"))
    second.get_by_role("option").first.click()
    expect(second.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert _heading(visit(copied, f"{ready.url}/accounts")) == "Home Link"
    assert _heading(visit(here, ready.url)) == "Home Link"


def test_pages_that_are_not_there_and_not_theirs(ready: Server, open_browser: Callable[..., BrowserContext]) -> None:
    context = open_browser()
    _signed_in(ready, context)
    assert _heading(visit(context, f"{ready.url}/no/such-page")) == "We could not find that page"
    refused = visit(context, f"{ready.url}/audit")
    expect(refused.get_by_text("This page is not part of your work in Home Link.")).to_be_visible()


def test_guessing_is_slowed_and_locked_in_every_browser(
    ready: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    """Whoever asks: another browser is a stranger to the server, and the server itself starts afresh in between."""
    tab = visit(open_browser(), ready.url)
    for _ in range(FREE_FAILURES - 1):
        assert "do not match" in _guess(tab)
    ready.stop()
    ready.start()
    for _ in range(2):
        assert "do not match" in _guess(visit(open_browser(), ready.url))
    tab = visit(open_browser(), ready.url)
    said = [_guess(tab) for _ in range(5)]
    assert any("several wrong attempts" in words for words in said), f"Nothing slowed the guessing: {said}"
    sign_in(visit(open_browser(), ready.url), NAME, PASSWORD)


def _guess(tab: Page) -> str:
    tab.get_by_label("Username").fill("guessed.name")
    tab.get_by_label("Password", exact=True).fill("not the password")
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_timeout(300)
    settled(tab).get_by_role("alert").wait_for()
    return tab.get_by_role("alert").inner_text()


def _answer(url: str, **headers: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers)


def _post(url: str, body: bytes, **headers: str) -> int:
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert "set-cookie" not in answer.headers
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/media/0123.png", 401),
        ("/_stcore/upload_file/a/b", 401),
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/agent/interact", 404),
        ("/_stcore/health", 200),
    ],
)
def test_doors_that_need_no_browser(server: Server, path: str, status: int) -> None:
    assert _answer(server.url + path)[0] == status
    assert _answer(server.url + path, Cookie=f"{COOKIE}=made-up")[0] == status


@pytest.mark.parametrize(
    "path", ["/", "/static/", "/auth/keep", "/favicon.png", "/media/x", *(f"/{p.url_path}" for p in PAGES)]
)
def test_every_answer_has_the_headers(server: Server, path: str) -> None:
    headers = {name.lower(): value for name, value in _answer(server.url + path)[1].items()}
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "script-src 'self' 'sha256-" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert path.startswith("/static/") or headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers, "Only under TLS."


def test_another_site_cannot_trade_a_ticket(server: Server) -> None:
    url = f"{server.url}/auth/session"
    assert _post(url, b"ticket", Origin="https://elsewhere.example") == 403
    assert _post(url, b"ticket") == 403
    assert _post(url, b"ticket", **{"Origin": server.url, "Sec-Fetch-Site": "cross-site"}) == 403
    assert _post(url, b"x" * 500, Origin=server.url) == 413
    assert _post(url, b"made up", Origin=server.url) == 204


def test_secure_cookie_behind_tls(start_server: Callable[..., Server]) -> None:
    behind_tls = start_server(HOME_LINK_TLS="1")
    assert "max-age=31536000" in json.dumps(_answer(behind_tls.url)[1])
