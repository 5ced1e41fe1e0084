"""Every page: it opens, says what it has to say, fits a phone, is for everybody, and asks nothing of other machines."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser import axe
from browser.house import House
from browser.people import People, sideways
from browser.tour import Stop, stops

FAILED = ".is-failed, .is-refused, .wb-notice.is-alone"
OUT_OF_REACH = "tr.is-link:not(:has(a[href])), .wb-main a:not([href]), .wb-main [onclick]:not(a, button)"
"""What a click does something to, and no key: a row without a link in it."""


@pytest.mark.parametrize("stop", stops(), ids=str)
def test_a_page_and_those_that_it_leads_to_open_for_everybody(visitors: People, stop: Stop) -> None:
    page = visitors.again(stop.login, stop.path)
    further = dict(stop.links(page))
    look_at(page)
    assert sorted(further) == sorted(stop.beyond), "nothing of the sample leads to a page"
    for path in further.values():
        look_at(visitors.again(stop.login, path))


def look_at(page: Page) -> None:
    """One loading of a page: by day at a desk, its first decision by keyboard, and by night on a phone."""
    assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 200
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(FAILED)).to_have_count(0)
    expect(page.locator(OUT_OF_REACH)).to_have_count(0)
    assert sideways(page) == 0
    assert axe.problems(page) == []
    decide_by_keyboard(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("Quasar.Dark.set(true)")
    assert sideways(page) == 0
    assert axe.problems(page) == []


def decide_by_keyboard(page: Page) -> None:
    """The first decision that the page offers, if any: its dialog opens by a key, has the focus, and gives it back."""
    button = page.locator(".wb-main [aria-haspopup=dialog]").first
    if not button.count():
        return
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.wait_for_function("document.activeElement.closest('[role=dialog]')")
    assert axe.problems(page, "[role=dialog]") == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_signing_in_is_for_everybody(visitors: People, house: House, look: str) -> None:
    page = visitors.stranger(width=390 if look == "dark" else 1440, look=look)
    page.goto(f"{house.address}/signin")
    assert axe.problems(page) == []
    page.fill("input[name=login]", "nobody")
    page.fill("input[name=password]", "nothing")
    page.press("input[name=password]", "Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert axe.problems(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("path", ["/account", "/signin/change", "/c/sample/print/slips", "/c/sample/print/quarters/1/notice"])
def test_plain_pages_are_for_everybody(visitors: People, house: House, path: str) -> None:
    page = visitors.again("customer-officer", "/")
    answer = page.goto(house.address + path)
    assert answer is not None
    assert answer.status == 200
    assert axe.problems(page) == []


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_walk_of_a_round_is_for_everybody(visitors: People, house: House, look: str) -> None:
    page = visitors.again("contractor-engineer", "/", width=390, height=844, look=look)
    page.goto(f"{house.address}/c/sample/inspection/walk")
    card = page.locator(".item.is-open").first
    expect(card).to_be_visible()
    assert axe.problems(page) == []
    card.get_by_role("button", name=re.compile("异常")).press("Enter")
    expect(card.locator("textarea")).to_be_visible()
    assert axe.problems(page) == []
    assert sideways(page) == 0


def test_axe_finds_what_is_planted(visitors: People) -> None:
    if not axe.SOURCE.is_file():
        pytest.skip("axe-core is missing, no page is judged by it: npm did not install it (deploy/browser)")
    page = visitors.again("auditor", "/")
    page.evaluate("document.querySelector('.wb-main').append(document.createElement('button'))")
    assert [one.split(" ")[0] for one in axe.problems(page)] == ["button-name"]


PLANTED = {
    "a picture": "new Promise((over) => {Object.assign(new Image(), {src: 'http://192.0.2.1/', onerror: over})})",
    "a request": "fetch('https://planted.example/').catch(() => 0)",
    "a socket": "new Promise((over) => {new WebSocket('wss://planted.example/').onerror = over})",
}


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("ours", [True, False], ids=["under our policy", "under none"])
def test_what_would_leave_the_machine_is_noticed(people: People, house: House, planted: str, *, ours: bool) -> None:
    page = people.stranger()
    page.goto(f"{house.address}/signin" if ours else "about:blank")
    with pytest.raises(AssertionError, match="another machine"), people.content():
        page.evaluate(f"async () => {{await {PLANTED[planted]}}}")
    people.forget()
