"""A house with a sample, a browser, and people in it. Nothing of what they do leaves the machine."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from browser.house import House
from browser.outside import Outside
from browser.people import Cookies, People, launched


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with House.of_its_own() as made:
        yield made


@pytest.fixture(scope="session")
def outside() -> Iterator[Outside]:
    with Outside.watched() as made:
        yield made


@pytest.fixture(scope="session")
def chromium(outside: Outside) -> Iterator[Browser]:
    expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
    with sync_playwright() as playwright:
        browser = launched(playwright, outside)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def known() -> Cookies:
    """Who signed in once need not do so again for each story."""
    return {}


@pytest.fixture
def people(house: House, chromium: Browser, outside: Outside, known: Cookies) -> Iterator[People]:
    made = People(house, chromium, outside, known)
    with made.content():
        yield made
        made.leave()


@pytest.fixture(scope="session")
def _visitors(house: House, chromium: Browser, outside: Outside, known: Cookies) -> Iterator[People]:
    made = People(house, chromium, outside, known)
    yield made
    made.leave()


@pytest.fixture
def visitors(_visitors: People) -> Iterator[People]:
    """People who stay in their browsers from test to test, for looking at many pages."""
    with _visitors.content():
        yield _visitors
