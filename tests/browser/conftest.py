"""A house with a sample, a browser, and people in it. Nothing of what they do leaves the machine."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from browser.house import House
from browser.people import People

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with House.of_its_own() as made:
        yield made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=Path(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def people(house: House, chromium: Browser) -> Iterator[People]:
    made = People(house, chromium)
    yield made
    made.leave()
    content_with(made)


@pytest.fixture(scope="session")
def _visitors(house: House, chromium: Browser) -> Iterator[People]:
    made = People(house, chromium)
    yield made
    made.leave()


@pytest.fixture
def visitors(_visitors: People) -> Iterator[People]:
    """People who stay signed in from test to test, for looking at many pages."""
    _visitors.elsewhere.clear()
    _visitors.complaints.clear()
    yield _visitors
    content_with(_visitors)


def content_with(people: People) -> None:
    """Nothing left the machine, and no script failed."""
    assert people.elsewhere == [], "a page asked something of another machine"
    assert people.complaints == [], "a page's script failed"
