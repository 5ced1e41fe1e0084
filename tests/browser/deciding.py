"""What people do about what they see: they press a button, fill in what its dialog asks for, and send it."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect


def decide(page: Page, words: str, given: Mapping[str, Any] | None = None, *, stays: bool = False) -> None:
    """Takes a decision by its button as soon as it is offered; `given` is what stands at each label of its dialog.

    Returns when the page offers what may be done next. `stays`: the button does, as one that adds to a list.
    """
    if not stays:
        _button(page, words).evaluate("one => { one.dataset.used = true }")
    box = asked(page, words, given)
    box.get_by_role("button", name=words, exact=True).click()
    expect(box).to_have_count(0)
    if not stays:
        expect(page.locator("[data-used]")).to_have_count(0)


def refused(page: Page, words: str, given: Mapping[str, Any] | None, why: str) -> None:
    """Tries a decision, is told why not, and lets it be."""
    box = asked(page, words, given)
    box.get_by_role("button", name=words, exact=True).click()
    expect(box.locator(".wb-problem, .wb-wrong").first).to_contain_text(why)
    box.get_by_role("button", name="取消").click()
    expect(box).to_have_count(0)


def asked(page: Page, words: str, given: Mapping[str, Any] | None = None) -> Locator:
    """The dialog of a decision with its fields filled in, not sent yet."""
    _button(page, words).click()
    box = page.locator(".wb-dialog")
    for label, value in (given or {}).items():
        fill(box, label, value)
    return box


def _button(page: Page, words: str) -> Locator:
    return page.locator("main .wb-heading").get_by_role("button", name=words, exact=True)


def fill(box: Locator, label: str, value: Any) -> None:
    """One field, whatever kind it is: a list ticks those of several boxes, True ticks one, (name, content) is a file."""
    field = box.get_by_label(label)
    if isinstance(value, list):
        for one in value:
            field.get_by_label(one, exact=True).check()
    elif isinstance(value, bool):
        field.set_checked(value)
    elif isinstance(value, tuple):
        name, content = value
        field.set_input_files(FilePayload(name=name, mimeType="text/plain", buffer=content))
    elif field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(str(value))


def offered(page: Page) -> Locator:
    """What the page offers to do: the buttons beside its title."""
    return page.locator("main .wb-heading button")
