"""One round of: fill half a long form, kill the server at a random moment, start it, and carry on."""

import signal
from random import Random

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Server, settled, visit
from tests.e2e.long_forms import WORDS, LongForm
from tests.e2e.web_journey import sign_in_as_worker

MOMENTS = ("typing", "between", "submit", "after")


def kill_once(server: Server, context: BrowserContext, form: LongForm, place: int) -> None:
    """Round number `place` with a form that nobody else fills in: killed, started, carried on, and there once."""
    random, moment = Random(place), MOMENTS[place % len(MOMENTS)]
    before = form.count()
    tab = _open(server, context, form)
    form.fill_half(tab, random)
    _said_to_be_saved(tab, form)
    _be_busy(tab, form, random, moment)
    server.stop(with_signal=signal.SIGKILL)
    server.start()
    if form.count() == before:  # right after the start, before the browser says anything again
        assert form.holds_what_is_kept(), "Something said to be saved is missing."
    _finish(_carried_on(tab) if random.random() < 0.5 else _open(server, context, form), form, before)
    for page in context.pages:
        page.close()


def _open(server: Server, context: BrowserContext, form: LongForm) -> Page:
    tab = visit(context, f"{server.url}/{form.path}")
    sign_in_as_worker(tab)
    form.ready(tab)
    return settled(tab)


def _said_to_be_saved(tab: Page, form: LongForm) -> None:
    """Wait until everything filled in is kept and the screen says so: from here on none of it may be missing."""
    for _ in range(100):
        if form.holds_what_is_kept():
            break
        tab.wait_for_timeout(100)
    else:
        raise AssertionError("What was filled in was not kept.")
    expect(settled(tab).get_by_text("Saved ").last).to_be_visible()


def _be_busy(tab: Page, form: LongForm, random: Random, moment: str) -> None:
    """What a hand does at the moment of the kill."""
    note = tab.get_by_label(form.note)
    if moment in ("submit", "after"):
        form.fill_rest(tab)
        note.fill(WORDS)
        note.blur()
        form.kept[form.note_name] = WORDS
        _said_to_be_saved(tab, form)
        tab.get_by_role("button", name=form.button, exact=True).click(no_wait_after=True)
        tab.wait_for_timeout(random.uniform(0, 60) if moment == "submit" else random.uniform(60, 400))
    elif moment == "typing":
        note.press_sequentially(WORDS[: random.randint(5, 50)], delay=random.uniform(5, 40))


def _carried_on(tab: Page) -> Page:
    connected = tab.get_by_test_id("stApp")
    expect(connected).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
    tab.wait_for_timeout(1_000)  # the page asks for a new run by itself
    return settled(tab)


def _finish(tab: Page, form: LongForm, before: int) -> None:
    """Save what is not saved yet, and find it once, as it was given."""
    if form.count() == before:
        form.still_shows(tab)
        form.fill_rest(tab)
        _send(tab, form, before)
    assert form.count() == before + 1, "There must be one, and one only."
    assert form.recorded() == form.given, "What is recorded is not what was given."


def _send(tab: Page, form: LongForm, before: int) -> None:
    """Press as a person does: again when nothing happens, for Streamlit drops a tap on a page it is drawing anew."""
    for _ in range(3):
        tab.get_by_role("button", name=form.button, exact=True).click()
        for _ in range(50):
            if form.count() > before:
                return form.sent(tab)
            tab.wait_for_timeout(100)
    raise AssertionError("It could not be sent.")
