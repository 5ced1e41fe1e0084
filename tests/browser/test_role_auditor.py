"""The auditor: reads every ledger, proves it sound, follows one fact through all services, takes it away; writes nothing."""

import re
from zipfile import ZipFile

from playwright.sync_api import expect

from browser.deciding import offered
from browser.house import House
from browser.people import People

BUSINESS = (
    *("/desk/tickets", "/desk/calls", "/desk/meetings", "/roster/people", "/roster/rosters", "/roster/leave"),
    *("/roster/key-periods", "/inspection/faults", "/inspection/plans", "/scoring/slips", "/scoring/findings"),
    *("/scoring/annual", "/billing/payments/2", "/billing/bond", "/billing/breaches", "/billing/acceptance"),
    *("/billing/settlement", "/billing/rates", "/system/contracts", "/system/calendars", "/system/accounts"),
)
"""Every page on which some role may do something."""


def test_a_missed_handover_is_followed_from_its_ledger_to_the_points_it_cost(people: People) -> None:
    page = people.sign_in("auditor", "/audit/ledger?service=billing")
    page.locator(".wb-tabs").get_by_role("link", name="排班").click()
    filters = page.locator(".wb-filter input")
    filters.nth(1).fill("handover-missed")
    filters.nth(1).press("Enter")
    rows = page.locator(".wb-table tbody tr")
    expect(rows.first).to_contain_text("未交接班")
    rows.last.locator("a").first.click()
    expect(page.locator(".wb-payload")).to_contain_text("due_at")
    told = page.locator(".wb-timeline").first.locator("a", has_text="考核")
    expect(told.first).to_be_visible()
    told.first.click()  # scoring held the fact against its rule
    expect(page).to_have_url(re.compile(r"/audit/events/scoring/\d+"))
    expect(page.locator(".wb-payload")).to_contain_text("roster:sample:")
    expect(page.locator(".wb-payload")).to_contain_text("3.2.1")


def test_every_chain_is_recomputed_and_what_others_saw_of_it_agrees(people: People) -> None:
    page = people.sign_in("auditor", "/audit/verify")
    expect(page.locator(".wb-status.is-good")).to_have_count(5)
    heads = page.locator(".wb-panel").first.locator(".wb-mono").first
    before = heads.inner_text()
    assert re.fullmatch("[0-9a-f]{64}", before)
    page.get_by_role("button", name="重新核验").click()
    expect(page.locator(".wb-status.is-good")).to_have_count(5)
    seen = page.locator(".wb-panel", has=page.get_by_role("heading", name="排班")).locator(".wb-lines li")
    expect(seen.filter(has_text="propose · ")).to_have_count(1)


def test_a_ledger_is_taken_away_as_a_sheet_and_that_is_written_down(people: People) -> None:
    page = people.sign_in("auditor", "/audit/ledger?service=scoring")
    expect(page.locator(".wb-table tbody tr").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 XLSX").click()
    with ZipFile(download.value.path()) as sheet:
        assert "xl/worksheets/sheet1.xml" in sheet.namelist()
    people.go(page, "/audit/trail?kind=exported")
    expect(page.locator(".wb-table tbody tr").first).to_contain_text("scoring")
    expect(page.locator(".wb-table tbody tr").first).to_contain_text("导出")


def test_an_auditor_is_offered_nothing_to_decide_anywhere(people: People, house: House) -> None:
    page = people.sign_in("auditor", "/")
    for path in BUSINESS:
        people.go(page, path)
        expect(page.locator("h1").first).to_be_visible()
        expect(offered(page)).to_have_count(0)
        expect(page.locator(".wb-form")).to_have_count(0)
