"""One round of: fill half a wellbeing web, kill the server at a random moment, start it, and carry on."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from models.wellbeing import INDICATOR_NAMES, STAGE_NAMES, VOICE_NAMES, Indicator
from tests.e2e.conftest import DESK, Server, settled
from tests.e2e.web_journey import answers, children, choose, look, open_form, score, tap, webs

MOMENTS = ("typing", "between", "submit", "after")
WORDS = "We play football in the park and my gran comes along"
_VOICES, _STAGES = list(VOICE_NAMES.values()), list(STAGE_NAMES.values())


@contextmanager
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    """One browser for all rounds. Its console is full of errors when its server is killed, so nobody watches it."""
    context = browser.new_context(viewport=DESK)
    context.set_default_timeout(60_000)
    yield context
    context.close()


def kill_once(server: Server, context: BrowserContext, place: int) -> None:
    """Round number `place`: each has a child, voice and stage of its own, for a day has one web of each."""
    random = Random(place)
    moment = MOMENTS[place % len(MOMENTS)]
    own = children(server)
    pupil_id, turn = own[place % len(own)], place // len(own)
    before = webs(server, pupil_id)
    tab = open_form(server, context, pupil_id)
    kept = _fill_half(tab, random, _VOICES[turn % 3], _STAGES[turn // 3 % 3])
    note = tab.get_by_label("What matters to me")
    if moment in ("submit", "after"):
        kept["matters"] = WORDS
        note.fill(WORDS)
        note.blur()
        settled(tab)
        tab.get_by_role("button", name="Save this web").click(no_wait_after=True)
        tab.wait_for_timeout(random.uniform(0, 60) if moment == "submit" else random.uniform(60, 400))
    elif moment == "typing":
        note.press_sequentially(WORDS[: random.randint(5, 50)], delay=random.uniform(5, 40))
    server.stop(with_signal=signal.SIGKILL)
    server.start()
    _nothing_is_missing(server, pupil_id, kept, is_sent=webs(server, pupil_id) > before)
    carried_on = tab if random.random() < 0.5 else None
    _finish(server, context, pupil_id, tab=carried_on, kept=kept, before=before)
    for page in context.pages:
        page.close()


def _fill_half(tab: Page, random: Random, voice: str, stage: str) -> dict[str, Any]:
    """Fill some of it, and return what the form has said to be kept."""
    choose(tab, voice)
    choose(tab, stage)
    kept: dict[str, Any] = {}
    for indicator in random.sample(list(Indicator), 4):
        value = str(random.randint(0, 10))
        tap(tab, INDICATOR_NAMES[indicator], value)
        kept[f"score.{indicator}"] = value
    words = tab.get_by_label("Safe: in their own words")
    words.fill("All right")
    words.blur()
    settled(tab)
    expect(tab.get_by_text("Saved ").last).to_be_visible()
    return kept | {"words.safe": "All right"}


def _nothing_is_missing(server: Server, pupil_id: int, kept: dict[str, Any], *, is_sent: bool) -> None:
    """Right after the start, before the browser says anything again: it is in the database."""
    if is_sent:
        return
    held = answers(server, pupil_id)
    assert {name: held.get(name) for name in kept} == kept, "Something said to be saved is missing."


def _finish(
    server: Server, context: BrowserContext, pupil_id: int, *, tab: Page | None, kept: dict[str, Any], before: int
) -> None:
    """Carry on in the same tab or a fresh one, save, and find the web once, with every score it was given."""
    is_sent = webs(server, pupil_id) > before
    if tab is None:
        tab = open_form(server, context, pupil_id)
    else:
        connected = tab.get_by_test_id("stApp")
        expect(connected).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
        tab.wait_for_timeout(1_000)  # the page asks for a new run by itself
        settled(tab)
    if not is_sent and webs(server, pupil_id) == before:
        for name, value in kept.items():
            if name.startswith("score."):
                indicator = INDICATOR_NAMES[Indicator(name.removeprefix("score."))]
                expect(score(tab, indicator, value)).to_be_checked()
        tab.get_by_role("button", name="Save this web").click()
        expect(tab.get_by_role("heading", name="Wellbeing webs", exact=True)).to_be_visible(timeout=30_000)
    assert webs(server, pupil_id) == before + 1, "There must be one, and one only."
    newest = look(server, "SELECT max(id) FROM web_reading WHERE pupil_id = ?", pupil_id)[0][0]
    scores = dict(look(server, "SELECT indicator, score FROM web_score WHERE reading_id = ?", newest))
    given = {name.removeprefix("score."): int(v) for name, v in kept.items() if name.startswith("score.")}
    assert {name: value for name, value in scores.items() if value is not None} == given
