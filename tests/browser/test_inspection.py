"""Inspection at the desk: a plan agreed by both parties, a fault from finding to resolving, what a round misses."""

import re

from playwright.sync_api import Page, expect

from browser.people import People


def press(page: Page, words: str) -> None:
    """The button on the page, then the one in its dialog."""
    page.locator(".wb-heading").get_by_role("button", name=words).click()
    page.locator(".wb-dialog").get_by_role("button", name=words).click()


def test_a_plan_of_the_whole_table_is_proposed_by_one_party_and_confirmed_by_the_other(people: People) -> None:
    manager = people.sign_in("contractor-manager", "/inspection/plans")
    manager.get_by_role("link", name="提交监控计划").click()
    form = manager.locator(".wb-form")
    expect(form.locator("input[type=checkbox]")).to_have_count(23)
    form.get_by_role("button", name="提交监控计划").click()
    expect(form.locator(".wb-wrong").first).to_have_text("必填")
    form.get_by_label("开始").fill("2027-02-01")
    form.get_by_label("结束").fill("2027-02-28")
    form.locator("textarea").fill("指挥大厅\n第二会议室")
    form.get_by_role("button", name="提交监控计划").click()
    expect(manager).to_have_url(re.compile(r"/inspection/plans/(?!new).+"))
    expect(manager.locator(".wb-table tbody tr")).to_have_count(46)
    expect(manager.get_by_role("button", name="确认计划")).to_have_count(0)
    officer = people.sign_in("customer-officer", re.sub(r".*/c/sample", "", manager.url))
    press(officer, "确认计划")
    expect(officer.locator(".wb-facts .wb-status")).to_have_text("已确认")
    expect(manager.locator(".wb-facts .wb-status")).to_have_text("已确认")


def test_a_fault_is_found_reported_and_resolved_and_its_ticket_is_one_step_away(people: People) -> None:
    engineer = people.sign_in("contractor-engineer", "/inspection/faults", width=390, height=844)
    engineer.locator(".wb-heading").get_by_role("button", name="登记故障").click()
    dialog = engineer.locator(".wb-dialog")
    dialog.locator("textarea").fill("第二会议室话筒无声")
    dialog.get_by_label("场所").fill("第二会议室")
    dialog.get_by_role("button", name="登记故障").click()
    expect(engineer).to_have_url(re.compile(r"/inspection/faults/.+"))
    expect(engineer.locator(".wb-table tbody tr")).to_have_count(1)
    press(engineer, "上报甲方")
    expect(engineer.locator(".wb-facts .wb-status")).to_have_text("已上报")
    press(engineer, "登记解决")
    expect(engineer.locator(".wb-facts .wb-status")).to_have_text("已解决")
    expect(engineer.locator(".wb-timeline li")).to_have_count(3)
    engineer.locator(".wb-table tbody a").first.click()
    expect(engineer).to_have_url(re.compile("/desk/tickets/"))


def test_a_round_says_what_it_missed_and_leads_to_the_check(people: People) -> None:
    officer = people.sign_in("customer-officer", "/inspection/rounds?state=closed")
    officer.locator("tr.is-link td a").first.click()
    expect(officer.locator(".wb-table .wb-status", has_text="漏检")).to_have_count(1)
    officer.locator(".wb-table tr", has_text="漏检").locator("a").first.click()
    expect(officer.locator(".wb-facts")).to_contain_text("漏检")
    expect(officer.get_by_role("link", name="开始今日巡检")).to_have_count(0)
