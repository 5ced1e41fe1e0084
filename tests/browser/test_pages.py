"""Every page: it opens, says what it has to say, fits a phone, and its lists lead somewhere."""

import pytest
from playwright.sync_api import expect

from browser.people import People, settle, sideways
from browser.tour import pages

FAILED = ".is-failed, .wb-notice.is-alone"


@pytest.mark.parametrize(("login", "path"), list(pages()), ids=lambda value: value)
def test_it_opens_wide_and_on_a_phone_and_its_first_row_opens_too(visitors: People, login: str, path: str) -> None:
    page = visitors.again(login, path)
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(FAILED)).to_have_count(0)
    assert sideways(page) == 0
    page.set_viewport_size({"width": 390, "height": 844})
    assert sideways(page) == 0
    first = page.locator("tr.is-link td a").first
    if first.count():
        first.click()
        settle(page)
        expect(page.locator(FAILED)).to_have_count(0)
        assert sideways(page) == 0
