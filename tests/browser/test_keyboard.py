"""Without a mouse: from the top of a page to any other, into a list, through a form, into a dialog and out of it."""

import re

from playwright.sync_api import Locator, Page, expect

from browser.house import House
from browser.people import People

FAR = 200
"""More keys than any way on these pages needs."""


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Presses the key until this has the focus, and sees that it shows it."""
    for _ in range(FAR):
        page.keyboard.press(key)
        if wanted.evaluate("one => one === document.activeElement"):
            assert wanted.evaluate("one => getComputedStyle(one).outlineStyle") == "solid", "nobody sees where the focus is"
            return
    raise AssertionError(f"no way to {wanted} by {key}")


def test_the_first_key_leads_past_the_frame(people: People) -> None:
    page = people.sign_in("auditor", "/audit/ledger")
    page.keyboard.press("Tab")
    skip = page.locator(".wb-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#content').contains(document.activeElement)")


def test_every_page_of_the_navigation_is_a_key_away_in_the_order_it_is_read(people: People) -> None:
    page = people.sign_in("auditor")
    entries = page.locator(".wb-nav a")
    tab_to(page, entries.first)
    for number in range(1, entries.count()):
        page.keyboard.press("Tab")
        expect(entries.nth(number)).to_be_focused()
        expect(entries.nth(number)).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(str(entries.last.get_attribute("href"))) + "$"))


def test_a_list_is_filtered_sorted_turned_and_its_row_opened(people: People) -> None:
    page = people.sign_in("auditor", "/audit/ledger?service=roster")
    rows = page.locator(".wb-table tbody tr")
    expect(rows).to_have_count(50)
    first = rows.first.inner_text()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.closest('.wb-filter') !== null"), "a slash leads to the filters"
    tab_to(page, page.get_by_role("button", name=re.compile("下一页")))
    page.keyboard.press("Enter")
    expect(rows.first).not_to_have_text(first)
    tab_to(page, page.locator(".wb-filter input").nth(1), "Shift+Tab")
    page.keyboard.type("shift-started")
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("到岗")
    tab_to(page, rows.nth(1).locator("a").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/audit/events/roster/\d+"))


def test_a_dialog_keeps_the_focus_gives_it_back_and_is_filled_in_and_sent(people: People) -> None:
    page = people.sign_in("contractor-engineer", "/inspection/faults")
    button = page.get_by_role("button", name="登记故障")
    tab_to(page, button)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="登记故障")
    words = dialog.locator("textarea")
    expect(words).to_be_focused()
    for _ in range(dialog.locator("select, input, textarea, button").count() + 3):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('[role=dialog]')")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    expect(dialog).to_be_visible()
    tab_to(page, dialog.get_by_role("button", name="登记故障"))
    page.keyboard.press("Enter")
    expect(words).to_be_focused()
    expect(words).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("第三会议室音箱无声")
    tab_to(page, dialog.get_by_label("场所"))
    page.keyboard.type("第三会议室")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/inspection/faults/.+"))
    expect(page.locator("h1")).to_be_visible()


def test_after_a_decision_the_next_key_goes_on_in_the_page(people: People, house: House) -> None:
    fault = house.post("inspection", "/v1/contracts/sample/faults", "contractor.engineer", {"description": "第四会议室灯光闪烁"})
    page = people.sign_in("contractor-engineer", f"/inspection/faults/{fault['id']}")
    for words in ("上报甲方", "登记解决"):
        button = page.locator(".wb-heading").get_by_role("button", name=words, exact=True)
        tab_to(page, button)
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name=words)
        tab_to(page, dialog.get_by_role("button", name=words, exact=True))
        page.keyboard.press("Enter")
        expect(button).to_have_count(0)  # it was taken; what is offered now was made anew
        expect(page.locator("#content:focus-within")).to_have_count(1)


def test_a_phone_with_a_keyboard_opens_the_menu_and_escape_closes_it(people: People) -> None:
    page = people.sign_in("auditor", width=390, height=844)
    menu = page.get_by_role("button", name="菜单")
    tab_to(page, menu)
    expect(menu).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page.locator(".wb-nav")).to_be_visible()
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".wb-nav")).to_be_hidden()
    expect(menu).to_be_focused()


def test_a_year_opens_into_why_it_is_so(people: People) -> None:
    page = people.sign_in("auditor", "/scoring/annual")
    closed = page.locator("details:not([open]) > summary").first
    tab_to(page, closed)
    page.keyboard.press("Enter")
    expect(page.locator("details:focus-within").last).to_have_attribute("open", "")
