"""Fields as a person fills them, and the wait until what they hold is kept."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import settled


def press(target: Locator) -> None:
    """Click when the page stands still, and wait until it does so again: Streamlit drops a tap while it draws anew."""
    settled(target.page)
    target.click()
    settled(target.page)


def tick(field: Locator) -> None:
    """Tap a radio or box where a finger does, on its label, and wait until it is kept.

    Again when it does not take, as a person would.
    """
    for _ in range(3):
        press(field.locator("xpath=ancestor::label"))
        if field.is_checked():
            return
    expect(field).to_be_checked()


def fill(tab: Page, label: str, words: str) -> None:
    """Write into a field and leave it."""
    field = tab.get_by_label(label, exact=True)
    field.fill(words)
    field.blur()
    settled(tab)


def pick(tab: Page, label: str, option: str | None = None) -> None:
    """Choose from a list, the first when none is named.

    A list closes again when the page is drawn afresh in the same moment, so it is opened until it stays.
    """
    options = tab.get_by_role("option")
    wanted = (options.filter(has_text=option) if option else options).first
    for _ in range(5):
        tab.get_by_role("combobox", name=label).last.click()
        tab.wait_for_timeout(500)
        if wanted.is_visible():
            break
    expect(wanted).to_be_visible()
    wanted.click()
    settled(tab)
