"""A browser tab without a browser: Streamlit's WebSocket protocol, twenty times cheaper than Chromium."""

import asyncio
import socket
import time
from dataclasses import dataclass, field
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

_PATIENCE = 120  # seconds for one run, so that a benchmark of a broken page ends
_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
_MAX_FRAME = 50 * 1024 * 1024


class PageFailed(Exception):
    """The page drew an exception instead of itself."""


@dataclass(slots=True)
class Run:
    """One run of a page: how long from the click to the last frame, and what came."""

    seconds: float = 0.0
    bytes_received: int = 0
    deltas: list[tuple[tuple[int, ...], Delta]] = field(default_factory=list)


class Tab:
    """One open tab. `cookie` is what the browser would send: `name=value`."""

    def __init__(
        self, port: int, *, page: str = "", query: str = "", cookie: str = "", typed: tuple[str, str] | None = None
    ) -> None:
        self._port, self._cookie, self._query = port, cookie, query
        self._typed, self._typed_id = typed, ""  # (key of a text box, what stands in it once it has been drawn)
        self._page, self._page_hash = page, ""
        self._widgets: dict[str, str] = {}  # by id, the fragment it stands in
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> "Tab":
        self._socket = await connect(
            f"ws://127.0.0.1:{self._port}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": self._cookie} if self._cookie else None,
            origin=f"http://127.0.0.1:{self._port}",  # type: ignore[arg-type]
            max_size=_MAX_FRAME,
            compression=None,
            proxy=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def rerun(self) -> Run:
        """Ask for the page once more, as a click would, and wait until it has been drawn."""
        message = self._message()
        if self._typed and self._typed_id:
            message.rerun_script.widget_states.widgets.add(id=self._typed_id, string_value=self._typed[1])
        return await self._run(message)

    async def change(self, key: str, value: str) -> Run:
        """Choose or type something in the field whose key ends so, and wait until what it asks for has been drawn."""
        box = next(drawn for drawn in self._widgets if drawn.endswith(key))
        message = self._message()
        message.rerun_script.fragment_id = self._widgets[box]
        message.rerun_script.widget_states.widgets.add(id=box, string_value=value)
        return await self._run(message)

    def _message(self) -> BackMsg:
        message = BackMsg()
        message.rerun_script.query_string = self._query
        if self._page_hash:
            message.rerun_script.page_script_hash = self._page_hash
        else:
            message.rerun_script.page_name = self._page
        return message

    async def _run(self, message: BackMsg) -> Run:
        assert self._socket is not None
        run, started = Run(), time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(_PATIENCE):
            await self._receive(run)
        run.seconds = time.perf_counter() - started
        return run

    def _notice_box(self, delta: Delta) -> None:
        """Widgets are addressed by an id that ends in the key the page gave them."""
        for kind in ("radio", "text_input"):
            if delta.new_element.HasField(kind):
                widget = getattr(delta.new_element, kind).id
                self._widgets[widget] = delta.fragment_id
        box = delta.new_element.text_input.id
        if self._typed and box.endswith(f"-{self._typed[0]}"):
            self._typed_id = box

    def _acknowledge_at_once(self) -> None:
        """Streamlit's server leaves Nagle's algorithm on, so Linux's late acknowledgements would hide 40 ms in every
        measurement, of the page and of its floor alike, and flatter their ratio."""
        assert self._socket is not None
        self._socket.transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    async def _receive(self, run: Run) -> None:
        assert self._socket is not None
        while True:
            self._acknowledge_at_once()
            frame = await self._socket.recv(decode=False)
            run.bytes_received += len(frame)
            message = ForwardMsg.FromString(frame)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._page_hash = message.new_session.page_script_hash
                run.deltas.clear()
            elif kind == "navigation":
                self._page_hash = message.navigation.page_script_hash  # what st.navigation made of the address
            elif kind == "delta":
                _refuse_exception(message.delta)
                self._notice_box(message.delta)
                run.deltas.append((tuple(message.metadata.delta_path), message.delta))
            elif kind == "script_finished" and message.script_finished in _FINISHED:
                return


def _refuse_exception(delta: Delta) -> None:
    if delta.WhichOneof("type") == "new_element" and delta.new_element.WhichOneof("type") == "exception":
        raise PageFailed(delta.new_element.exception.message)
