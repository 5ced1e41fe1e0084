"""Script that is typed into our own forms, in a browser: sent as it is, shown as words, to whoever else looks, at once."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.attacks.harm import Watch
from browser.attacks.hostile import HOSTILE, SEEN
from browser.attacks.somebody import Harmed, newcomer
from browser.people import settle


def go(page: Page, house: Harmed, path: str) -> None:
    page.goto(f"{house.address}/c/sample{path}")
    settle(page)


def test_what_a_clerk_types_about_a_call_is_words_for_everybody_who_looks(harmed: Harmed, chromium: Browser) -> None:
    clerk, officer = newcomer(harmed, "contractor.desk"), newcomer(harmed, "customer.officer")
    with clerk.browser(chromium, bypass_csp=True) as page, officer.browser(chromium, bypass_csp=True) as other:
        mine, theirs = Watch(page), Watch(other)
        go(other, harmed, "/desk/tickets")
        go(page, harmed, "/desk/tickets")
        page.locator(".wb-form textarea").fill(f"{HOSTILE} 第七会议室")
        page.locator(".wb-form").get_by_role("button", name="开单").click()
        expect(page).to_have_url(re.compile(r"/desk/tickets/.+"))
        expect(page.locator(".wb-facts")).to_contain_text(SEEN)
        mine.unharmed("the ticket")
        expect(other.locator(".wb-table")).to_contain_text("第七会议室")
        theirs.unharmed("the list that somebody else had open")


def test_what_an_engineer_types_about_a_fault_and_on_the_walk_is_words(harmed: Harmed, chromium: Browser) -> None:
    with newcomer(harmed, "contractor.engineer").browser(chromium, bypass_csp=True) as page:
        watch = Watch(page)
        go(page, harmed, "/inspection/faults")
        page.locator(".wb-heading").get_by_role("button", name="登记故障").click()
        dialog = page.locator(".wb-dialog")
        dialog.locator("textarea").fill(HOSTILE)
        dialog.get_by_label("场所").fill(HOSTILE)
        dialog.get_by_role("button", name="登记故障").click()
        expect(page).to_have_url(re.compile(r"/inspection/faults/.+"))
        expect(page.locator(".wb-facts")).to_contain_text(SEEN)
        watch.unharmed("the fault")
        page.goto(f"{harmed.address}/c/sample/inspection/walk")
        card = page.locator(".item.is-open").first
        check = card.get_attribute("data-check")
        card.get_by_role("button", name=re.compile("异常")).click()
        card.locator("textarea").fill(HOSTILE)
        watch.unharmed("a result that is being typed")
        card.get_by_role("button", name=re.compile("保存|提交|记录")).click()
        expect(page.locator(f"[data-check='{check}']")).to_contain_text(SEEN)
        watch.unharmed("a result")


@pytest.mark.parametrize("name", ["state", "contract", "post", "x"])
def test_what_stands_in_an_address_is_words(harmed: Harmed, chromium: Browser, name: str) -> None:
    with newcomer(harmed, "customer.officer").browser(chromium, bypass_csp=True) as page:
        watch = Watch(page)
        for path in ("/desk/tickets", "/billing/breaches", "/nowhere"):
            page.goto(f"{harmed.address}/c/sample{path}?{name}={HOSTILE}")
            page.wait_for_load_state("networkidle")
            watch.unharmed(f"{path}?{name}", words=False)
