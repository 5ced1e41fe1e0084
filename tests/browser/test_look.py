"""Dark or light before anybody chose: as the browser's system prefers, from the first moment on."""

import json

import pytest
from playwright.sync_api import Page, expect

from browser.house import House
from browser.people import People, settle

WATCHED = """(() => {
    const seen = new Set();
    const look = () => {
        if (document.body) seen.add(getComputedStyle(document.body).backgroundColor);
        sessionStorage.setItem("seen", JSON.stringify([...seen]));
        requestAnimationFrame(look);
    };
    look();
})()"""
"""Notes every colour that the page's paper has, frame by frame from its beginning."""

PAPER = {"light": "rgb(245, 247, 248)", "dark": "rgb(18, 24, 29)"}


@pytest.mark.parametrize("look", ["light", "dark"])
def test_who_never_chose_sees_what_the_system_prefers_and_nothing_else_first(people: People, house: House, look: str) -> None:
    page = people.stranger(look=look)
    page.context.clear_cookies()
    page.add_init_script(WATCHED)
    page.goto(house.address)
    assert papers(page) == [PAPER[look]]
    page.fill("input[name=login]", "customer-leader")
    page.fill("input[name=password]", house.password("customer-leader"))
    page.press("input[name=password]", "Enter")
    expect(page.locator("h1")).to_have_text("待办")
    settle(page)
    assert papers(page) == [PAPER[look]]
    page.reload()  # now the browser has said what it is
    settle(page)
    assert papers(page) == [PAPER[look]]


def test_who_chose_otherwise_than_the_system_sees_what_was_chosen(people: People) -> None:
    page = people.sign_in("customer-leader", look="dark")
    page.add_init_script(WATCHED)
    page.locator("[data-look]").click()
    page.wait_for_load_state()
    settle(page)
    assert papers(page) == [PAPER["light"]]


def papers(page: Page) -> list[str]:
    """The colours that this page's paper has had."""
    seen = page.evaluate(
        "() => new Promise(now => requestAnimationFrame(() => requestAnimationFrame(() => now(sessionStorage.getItem('seen')))))"
    )
    return list(json.loads(seen))
