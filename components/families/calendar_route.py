"""A worker's week at a private address, for their own calendar."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from data.exporting.calendar import calendar_file
from data.programmes.queries.private_calendar import calendar_entries
from models.clock import today

_LONGEST_TOKEN = 100


async def _calendar(request: Request) -> Response:
    """The week as a calendar file; one and the same 404 if the address is wrong or revoked, or its owner has left."""
    token = request.path_params["token"]
    entries = None
    if len(token) <= _LONGEST_TOKEN:
        entries = await to_thread.run_sync(lambda: calendar_entries(token=token, on=today()))
    if entries is None:
        return PlainTextResponse("Not found", 404)
    return Response(calendar_file(entries), media_type="text/calendar; charset=utf-8")


CALENDAR_ROUTE = Route("/calendar/{token}.ics", _calendar)
