"""What happens once, before the server answers anybody."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import streamlit as st

from data.access.actions.set_up import make_set_up_code
from data.access.passwords import warm_up
from data.core.db import migrate
from data.core.settings import settings
from models.permissions import SYSTEM

_LOG = logging.getLogger("home_link")
_SECONDS_BETWEEN_COLLECTIONS = 60


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Make ready, in the main thread; then collect garbage now and then for as long as the server runs."""
    make_ready()
    collector = asyncio.create_task(_collect_now_and_then())
    try:
        yield
    finally:
        collector.cancel()
        with suppress(asyncio.CancelledError):
            await collector


def make_ready() -> None:
    """Check the settings, bring the database up to date, and say how to begin when it is empty."""
    is_demo = settings().is_demo
    migrate()
    if is_demo:
        from data.demo.demonstration import load_demonstration  # a large module that most installations never need

        load_demonstration(by=SYSTEM)
    warm_up()
    if code := make_set_up_code():
        _LOG.warning("\n  Home Link has no accounts yet. One-time code for the first administrator: %s\n", code)
    # Streamlit logs the text of an error, which may quote a child's record; layout.show_fault logs where it was.
    logging.getLogger("streamlit.error_util").disabled = True
    gc.collect()
    gc.freeze()  # what is loaded now stays for good, and need not be looked at again


async def _collect_now_and_then() -> None:
    """In place of Streamlit's collection after every run (`runner.postScriptGC`), which slows every page."""
    while True:
        await asyncio.sleep(_SECONDS_BETWEEN_COLLECTIONS)
        gc.collect()
