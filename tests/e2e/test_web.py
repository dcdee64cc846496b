"""The wellbeing web in real Chromium: by keyboard alone, in a child's hands, and sent once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from data.reference.demo_accounts import DEMO_PASSWORD
from models.wellbeing import INDICATOR_NAMES
from tests.e2e.conftest import DESK, PHONE, Server, check_accessible, settled, visit
from tests.e2e.web_journey import answers, children, open_form, score, tap, webs

pytestmark = pytest.mark.e2e
NAMES = list(INDICATOR_NAMES.values())


@pytest.fixture(scope="module")
def server(start_server: Callable[..., Server]) -> Server:
    """A demonstration of its own: these journeys record webs."""
    return start_server(HOME_LINK_DEMO="1")


def _tab_to(tab: Page, role: str, name: str) -> None:
    """Press Tab until the thing asked for has the focus."""
    wanted = f"(e => (e.getAttribute('role') || e.tagName.toLowerCase()) === '{role}')(document.activeElement)"
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
    for _ in range(steps):
        tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Space")
    settled(tab)


def test_the_whole_form_by_keyboard_alone(server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    pupil_id = children(server)[0]
    tab = open_form(server, open_browser(), pupil_id)
    before = webs(server, pupil_id)
    _choose(tab, "Who is speaking?", 1)
    _choose(tab, "When in the support is this?", 1)
    for place, name in enumerate(NAMES):
        _choose(tab, f"{name}.", place)
    _tab_to(tab, "textarea", "What matters to me")
    tab.keyboard.type("My gran and Rex")
    _tab_to(tab, "button", "Save this web")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Wellbeing webs", exact=True)).to_be_visible()
    assert webs(server, pupil_id) == before + 1
    settled(tab)
    expect(tab.get_by_text("The web is saved")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_and_readings_are_accessible(
    server: Server, open_browser: Callable[..., BrowserContext], tmp_path: Path, viewport: dict, scheme: str
) -> None:
    pupil_id = children(server)[1]
    context = open_browser(viewport=viewport, color_scheme=scheme)
    tab = open_form(server, context, pupil_id)
    tap(tab, "Safe", "4")
    check_accessible(tab)
    labels = tab.locator(".js-plotly-plot .angularaxistick text, .js-plotly-plot .angularaxis text")
    box = tab.locator(".js-plotly-plot .main-svg").first.bounding_box()
    assert box is not None
    assert labels.count() == len(NAMES)
    for label in labels.all():
        at = label.bounding_box()
        assert at is not None
        assert at["x"] >= box["x"], "A label is cut off on the left."
        assert at["x"] + at["width"] <= box["x"] + box["width"], "A label is cut off on the right."
    small = tab.get_by_role("radio").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().width < 24 || e.getBoundingClientRect().height < 24).length"
    )
    assert small == 0
    check_accessible(visit(context, f"{server.url}/webs?pupil={pupil_id}"))


def test_a_mistake_is_said_next_to_its_field_and_keeps_the_rest(
    server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    pupil_id = children(server)[2]
    tab = open_form(server, open_browser(), pupil_id)
    tap(tab, "Active", "9")
    tab.get_by_label("What matters to me").fill("Rex")
    tab.get_by_role("button", name="Save this web").click()
    expect(tab.get_by_text("Please say who is speaking.")).to_be_visible()
    assert score(tab, "Active", "9").get_attribute("aria-checked") == "true"
    assert tab.get_by_label("What matters to me").input_value() == "Rex"
    assert answers(server, pupil_id)["score.active"] == "9"


def test_a_note_is_kept_while_it_is_typed_and_leaving_is_warned(
    server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    pupil_id = children(server)[3]
    tab = open_form(server, open_browser(), pupil_id)
    note = tab.get_by_label("What matters to me")
    note.press_sequentially("Football")
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    tab.close(run_before_unload=True)
    tab.wait_for_timeout(400)
    assert asked == ["beforeunload"]
    expect(tab.get_by_text("Saved ").last).to_be_visible()
    tab.wait_for_timeout(1500)
    assert answers(server, pupil_id)["matters"] == "Football"
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA", "Keeping it must not end the typing."


def test_two_tabs_sending_at_once_make_one(server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    context = open_browser()
    for place, gap in enumerate((0, 50, 200, 400)):
        pupil_id = children(server)[4 + place]
        before = webs(server, pupil_id)
        first = open_form(server, context, pupil_id)
        first.get_by_role("radio", name="Worker", exact=True).click()
        settled(first)
        first.get_by_role("radio", name="Closing", exact=True).click()
        settled(first)
        tap(first, "Safe", "5")
        second = open_form(server, context, pupil_id)
        first.evaluate(
            "() => [...document.querySelectorAll('button')].find(b => b.innerText.includes('Save this web')).click()"
        )
        first.wait_for_timeout(gap)
        second.get_by_role("button", name="Save this web").click(force=True)
        expect(first.get_by_role("heading", name="Wellbeing webs", exact=True)).to_be_visible()
        settled(second)
        assert webs(server, pupil_id) == before + 1
        second.close()
        first.close()


def _hand_over(server: Server, context: BrowserContext, pupil_id: int) -> Page:
    tab = open_form(server, context, pupil_id)
    tab.get_by_role("radio", name="Child", exact=True).click()
    settled(tab)
    tab.get_by_role("radio", name="1 to 5", exact=True).click()
    settled(tab)
    tab.get_by_text("Hand over the tablet").click()
    tab.get_by_role("button", name="Hand over now").click()
    expect(tab.get_by_role("heading", name="Do you feel safe?")).to_be_visible()
    return settled(tab)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_in_a_childs_hands(server: Server, open_browser: Callable[..., BrowserContext], viewport: dict) -> None:
    pupil_id = children(server)[8 + (viewport is DESK)]
    context = open_browser(viewport=viewport)
    tab = _hand_over(server, context, pupil_id)
    check_accessible(tab)
    tab.get_by_role("radio", name="Mostly").click()
    settled(tab)
    tab.get_by_role("button", name="Next").click()
    expect(tab.get_by_text("Question 2 of 9")).to_be_visible()
    tab.reload()
    expect(tab.get_by_text("Question 2 of 9")).to_be_visible()
    for path in ("families", f"webs?pupil={pupil_id}", "find-pupil", "my-account", ""):
        elsewhere = visit(context, f"{server.url}/{path}")
        expect(elsewhere.get_by_text("Question 2 of 9")).to_be_visible()
        assert elsewhere.get_by_role("navigation").get_by_role("link").count() == 0
        assert elsewhere.get_by_role("button", name="Sign out").count() == 0
        elsewhere.close()
    for _ in range(8):
        tab.get_by_role("button", name="Skip this one").click()
        settled(tab)
    expect(tab.get_by_role("heading", name="Thank you! Please give the tablet back.")).to_be_visible()
    _take_back(tab)
    assert score(tab, "Safe", "4").get_attribute("aria-checked") == "true"
    assert answers(server, pupil_id)["score.safe"] == "4"


def _take_back(tab: Page) -> None:
    tab.get_by_text("For the worker").click()
    tab.get_by_label("Your password").fill("not the password")
    tab.get_by_role("button", name="Take the tablet back").click()
    expect(tab.get_by_text("That password is not right.")).to_be_visible()
    settled(tab)
    tab.get_by_label("Your password").fill(DEMO_PASSWORD)
    tab.get_by_role("button", name="Take the tablet back").click()
    expect(tab.get_by_text("You have the tablet back.")).to_be_visible()
    settled(tab)
