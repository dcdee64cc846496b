"""The wellbeing web in real Chromium: by keyboard alone, in a child's hands, and sent once."""

import re
from collections.abc import Callable
from itertools import combinations
from math import dist

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from data.reference.demo_accounts import DEMO_PASSWORD
from models.wellbeing.web import INDICATOR_NAMES
from tests.e2e.conftest import LOOKS, PHONE, Server, check_accessible, settled, visit
from tests.e2e.fields import press
from tests.e2e.web_journey import answers, children, choose, open_form, score, tap, webs

pytestmark = pytest.mark.e2e
NAMES = list(INDICATOR_NAMES.values())


def _tab_to(tab: Page, role: str, name: str) -> None:
    """Press Tab until the thing asked for has the focus."""
    wanted = f"(e => (e.type === 'radio' ? 'radio' : e.tagName.toLowerCase()) === '{role}')(document.activeElement)"
    for _ in range(80):
        tab.keyboard.press("Tab")
        text = tab.evaluate(
            "(e => e.getAttribute('aria-label') || e.closest('[role=radiogroup]')?.getAttribute('aria-label') "
            "|| e.innerText || '')(document.activeElement)"
        )
        if tab.evaluate(wanted) and name in text:
            return
    raise AssertionError(f"Tab never reached {name!r}.")


def _choose(tab: Page, group: str, steps: int) -> None:
    """With the focus in a group, go `steps` to the right and choose."""
    _tab_to(tab, "radio", group)
    for key in ["ArrowRight"] * steps or ["Space"]:
        tab.keyboard.press(key)
    settled(tab)


def test_the_whole_form_by_keyboard_alone(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    pupil_id = children(own_server)[0]
    tab = open_form(own_server, open_browser(), pupil_id)
    before = webs(own_server, pupil_id)
    _choose(tab, "Who is speaking?", 1)
    _choose(tab, "When in the support is this?", 1)
    for place, name in enumerate(NAMES):
        _choose(tab, f"{name}.", place)
    _tab_to(tab, "textarea", "What matters to me")
    tab.keyboard.type("My gran and Rex")
    _tab_to(tab, "button", "Save this web")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Wellbeing webs", exact=True)).to_be_visible()
    assert webs(own_server, pupil_id) == before + 1
    settled(tab)
    expect(tab.get_by_text("The web is saved")).to_be_visible()


def _nearest(tab: Page) -> float:
    """How near the middles of two radios' labels come, in pixels: WCAG 2.2, 2.5.8, with its rule of spacing."""
    labels = tab.get_by_role("radio").locator("xpath=ancestor::label")
    boxes = [label.bounding_box() or {} for label in labels.all()]
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    return min(dist(one, other) for one, other in combinations(middles, 2))


def test_a_half_filled_form_is_accessible(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    tab = open_form(own_server, open_browser(viewport=PHONE), children(own_server)[1])
    tap(tab, "Safe", "4")
    for look in LOOKS:
        check_accessible(tab, look)
        _labels_are_whole(tab)
        assert _nearest(tab) >= 24, "A finger needs 24 pixels from the middle of one radio to that of the next."


def _labels_are_whole(tab: Page) -> None:
    labels = tab.locator(".js-plotly-plot .angularaxistick text, .js-plotly-plot .angularaxis text")
    box = tab.locator(".js-plotly-plot .main-svg").first.bounding_box()
    assert box is not None
    assert labels.count() == len(NAMES)
    for label in labels.all():
        at = label.bounding_box()
        assert at is not None
        assert at["x"] >= box["x"], "A label is cut off on the left."
        assert at["x"] + at["width"] <= box["x"] + box["width"], "A label is cut off on the right."


def test_a_mistake_is_said_next_to_its_field_and_keeps_the_rest(
    own_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    pupil_id = children(own_server)[2]
    tab = open_form(own_server, open_browser(), pupil_id)
    tap(tab, "Active", "9")
    tab.get_by_label("What matters to me").fill("Rex")
    press(tab.get_by_role("button", name="Save this web"))
    expect(tab.get_by_text("Please say who is speaking.")).to_be_visible()
    expect(score(tab, "Active", "9")).to_be_checked()
    assert tab.get_by_label("What matters to me").input_value() == "Rex"
    assert answers(own_server, pupil_id)["score.active"] == "9"


def test_a_note_is_kept_while_it_is_typed_and_leaving_is_warned(
    own_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    pupil_id = children(own_server)[3]
    tab = open_form(own_server, open_browser(), pupil_id)
    note = tab.get_by_label("What matters to me")
    note.press_sequentially("Football")
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    tab.close(run_before_unload=True)
    tab.wait_for_timeout(400)
    assert asked == ["beforeunload"]
    expect(tab.get_by_text("Saved ").last).to_be_visible()
    tab.wait_for_timeout(1500)
    assert answers(own_server, pupil_id)["matters"] == "Football"
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA", "Keeping it must not end the typing."


def test_a_cut_connection_and_a_reload_lose_nothing(
    own_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    lines: list[WebSocketRoute] = []
    is_down = False

    def carry(line: WebSocketRoute) -> None:
        if is_down:
            line.close()
        else:
            line.connect_to_server()
            lines.append(line)

    pupil_id, context = children(own_server)[10], open_browser()
    context.route_web_socket(re.compile("_stcore/stream"), carry)
    tab = open_form(own_server, context, pupil_id)
    tap(tab, "Safe", "4")
    note = tab.get_by_label("What matters to me")
    note.press_sequentially("Rex")
    is_down = True
    for line in lines:
        line.close()
    app = tab.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    tab.wait_for_timeout(2_000)
    is_down = False
    settled(tab)
    expect(note).to_have_value("Rex")
    tap(tab, "Active", "9")
    tab.wait_for_timeout(3_000)
    kept = answers(own_server, pupil_id)
    assert (kept["score.safe"], kept["score.active"], kept["matters"]) == ("4", "9", "Rex")
    tab.reload()
    expect(score(tab, "Safe", "4")).to_be_checked()
    expect(note).to_have_value("Rex")


def test_two_tabs_sending_at_once_make_one(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    context = open_browser()
    for place, gap in enumerate((0, 200)):
        pupil_id = children(own_server)[4 + place]
        before = webs(own_server, pupil_id)
        first = open_form(own_server, context, pupil_id)
        choose(first, "Worker")
        choose(first, "Closing")
        tap(first, "Safe", "5")
        second = open_form(own_server, context, pupil_id)
        first.evaluate(
            "() => [...document.querySelectorAll('button')].find(b => b.innerText.includes('Save this web')).click()"
        )
        first.wait_for_timeout(gap)
        second.get_by_role("button", name="Save this web").click(force=True)
        expect(first.get_by_role("heading", name="Wellbeing webs", exact=True)).to_be_visible()
        settled(second)
        assert webs(own_server, pupil_id) == before + 1
        second.close()
        first.close()


def _hand_over(server: Server, context: BrowserContext, pupil_id: int) -> Page:
    tab = open_form(server, context, pupil_id)
    choose(tab, "Child")
    choose(tab, "1 to 5")
    press(tab.get_by_text("Hand over the tablet"))
    press(tab.get_by_role("button", name="Hand over now"))
    expect(tab.get_by_role("heading", name="Do you feel safe?")).to_be_visible()
    return settled(tab)


def test_in_a_childs_hands(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    pupil_id, context = children(own_server)[8], open_browser()
    tab = _hand_over(own_server, context, pupil_id)
    check_accessible(tab, *reversed(LOOKS))
    press(tab.get_by_role("button", name="Mostly"))
    press(tab.get_by_role("button", name="Next"))
    expect(tab.get_by_text("Question 2 of 9")).to_be_visible()
    expect(tab.get_by_role("heading", level=1)).to_be_in_viewport()  # on a phone, though "Next" stood far below
    expect(tab.get_by_role("heading", level=1)).to_be_focused()
    tab.reload()
    expect(tab.get_by_text("Question 2 of 9")).to_be_visible()
    for path in ("families", f"webs?pupil={pupil_id}", "find-pupil", "my-account", ""):
        elsewhere = visit(context, f"{own_server.url}/{path}")
        expect(elsewhere.get_by_text("Question 2 of 9")).to_be_visible()
        assert elsewhere.get_by_role("navigation").get_by_role("link").count() == 0
        assert elsewhere.get_by_role("button", name="Sign out").count() == 0
        elsewhere.close()
    for question in range(2, 10):
        expect(tab.get_by_text(f"Question {question} of 9")).to_be_visible()
        press(tab.get_by_role("button", name="Skip this one"))
    expect(tab.get_by_role("heading", name="Thank you! Please give the tablet back.")).to_be_visible()
    _take_back(tab)
    expect(score(tab, "Safe", "4")).to_be_checked()
    assert answers(own_server, pupil_id)["score.safe"] == "4"


def _take_back(tab: Page) -> None:
    press(tab.get_by_text("For the worker"))
    tab.get_by_label("Your password").fill("not the password")
    press(tab.get_by_role("button", name="Take the tablet back"))
    expect(tab.get_by_text("That password is not right.")).to_be_visible()
    settled(tab)
    tab.get_by_label("Your password").fill(DEMO_PASSWORD)
    press(tab.get_by_role("button", name="Take the tablet back"))
    expect(tab.get_by_text("You have the tablet back.")).to_be_visible()
    settled(tab)
