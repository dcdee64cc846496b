"""What the server answers besides the pages: trading a ticket for the cookie, headers, and closed doors."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.access.navigation import ANSWER, NOT_FOUND, PAGES, START
from components.access.state import cookie_name, device_cookie_name
from components.families.calendar_route import CALENDAR_ROUTE
from data.access.actions.sign_in import trade_ticket
from data.access.queries.accounts import current_actor
from data.core.settings import settings
from data.evaluations.actions.answer_links import MOST_DAYS
from models.access import ABSOLUTE_LIMIT

_WEB = Path(__file__).parents[1] / "web"
_STREAMLIT_PAGE = Path(st.__file__).parent / "static" / "index.html"
_LONGEST_TICKET = 200
# Streamlit's page has one inline script, `window.prerenderReady = false`; a test compares this with the page.
INLINE_SCRIPT = "sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' '{INLINE_SCRIPT}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
_ADDRESSES = frozenset({"", START, NOT_FOUND, *(page.url_path for page in PAGES)})
_NOT_PAGES = ("/_stcore/", "/auth/", "/calendar/", "/component/", "/media/", "/oauth2callback", "/static/")
_CLOSED = ("/_stcore/metrics", "/_stcore/agent")
_SIGNED_IN_ONLY = ("/media/", "/_stcore/upload_file")


class Doorkeeper:
    """Adds the security headers to every answer, and answers itself where Streamlit would let anyone in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer: ASGIApp = await _refusal(scope) or _page(scope) or self.app

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(scope["path"], MutableHeaders(scope=message))
            await send(message)

        await answer(scope, receive, send_with_headers)


def _add_headers(path: str, headers: MutableHeaders) -> None:
    headers.update(_HEADERS)
    if not path.startswith("/static/"):  # those have their content's hash in the name and hold nothing personal
        headers["cache-control"] = "no-store"
    if settings().is_behind_tls:
        headers["strict-transport-security"] = "max-age=31536000"


async def _refusal(scope: Scope) -> Response | None:
    path = scope["path"]
    if path.startswith(_CLOSED):
        return PlainTextResponse("Not found", 404)
    if path.startswith(_SIGNED_IN_ONLY):
        token = HTTPConnection(scope).cookies.get(cookie_name())
        if await to_thread.run_sync(lambda: current_actor(token=token)) is None:
            return PlainTextResponse("Please sign in first", 401)
    return None


def _page(scope: Scope) -> Response | None:
    """Streamlit's page with our script in it. An address that no page has leads to a page that says so."""
    path: str = scope["path"]
    is_page_view = "text/html" in HTTPConnection(scope).headers.get("accept", "")
    if not is_page_view or path.startswith(_NOT_PAGES):
        return None
    if path.strip("/") not in _ADDRESSES:
        return RedirectResponse(f"/{NOT_FOUND}")
    answer = HTMLResponse(_page_text())
    if path.strip("/") == ANSWER and device_cookie_name() not in HTTPConnection(scope).cookies:
        _set_cookie(answer, device_cookie_name(), secrets.token_urlsafe(16), timedelta(days=MOST_DAYS))
    return answer


@lru_cache
def _page_text() -> str:
    page = _STREAMLIT_PAGE.read_text(encoding="utf-8")
    return page.replace("</head>", (_WEB / "page.html").read_text(encoding="utf-8") + "</head>", 1)


def _is_same_origin(request: Request) -> bool:
    """Whether our own page sent this: browsers say so, and no page of another site can pretend."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = urlsplit(request.headers.get("origin", "")).netloc
    return hmac.compare_digest(origin, request.headers.get("host", ""))


async def _keep_session(request: Request) -> Response:
    """Trade the one-time ticket for the session cookie. A ticket that is used up changes nothing."""
    if not _is_same_origin(request):
        return PlainTextResponse("Not allowed", 403)
    ticket = bytearray()
    async for part in request.stream():
        ticket += part
        if len(ticket) > _LONGEST_TICKET:
            return PlainTextResponse("Too long", 413)
    answer = Response(status_code=204)
    cookie = await to_thread.run_sync(lambda: trade_ticket(ticket=ticket.decode("ascii", "replace")))
    if cookie:
        _set_cookie(answer, cookie_name(), cookie, ABSOLUTE_LIMIT)
    return answer


def _set_cookie(answer: Response, name: str, value: str, lasting: timedelta) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=int(lasting.total_seconds()),
        path="/",
        secure=settings().is_behind_tls,
        httponly=True,
        samesite="lax",
    )


def _file(name: str, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        return FileResponse(_WEB / name, media_type=media_type)

    return answer


ROUTES = [
    CALENDAR_ROUTE,
    Route("/auth/session", _keep_session, methods=["POST"]),
    Route("/auth/keep", _file("keep.html", "text/html")),
    Route("/auth/keep.js", _file("keep.js", "text/javascript")),
    Route("/page.js", _file("page.js", "text/javascript")),
    Route("/favicon.png", _file("icon.svg", "image/svg+xml")),
]
MIDDLEWARE = [Middleware(Doorkeeper)]
