"""The roster: the manager plans a week, the engineer comes and goes, the officer decides a correction and leave."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from browser.people import People, now_there
from watchbill.sample.setting import Setting
from watchbill.sample.story import incident_day


def test_the_manager_drafts_a_roster_by_the_last_pattern_fills_it_and_publishes_it(people: People) -> None:
    page = people.sign_in("contractor-manager", "/roster/rosters")
    page.get_by_role("button", name="起草值班表").click()
    page.locator(".wb-dialog").get_by_role("button", name="起草值班表").click()
    expect(page).to_have_url(re.compile(r"/roster/rosters/.+"))
    expect(page.locator(".wb-facts .wb-status")).to_contain_text("草稿")
    before = page.locator(".wb-grid a.wb-mark, .wb-grid span.wb-mark").count()
    assert before > 10
    dialog = _dialog(page, "移出班次")
    dialog.get_by_label("人员").select_option(index=0)
    dialog.get_by_role("button", name="移出班次").click()
    expect(page.locator(".wb-dialog")).to_have_count(0)
    page.wait_for_function(f"document.querySelectorAll('.wb-grid .wb-mark').length < {before}")
    people.go(page, re.sub(r".*/c/sample", "", page.url))  # the live update that follows replaces the buttons once more
    dialog = _dialog(page, "发布")
    dialog.get_by_role("button", name="发布").click()
    expect(page.locator(".wb-facts .wb-status")).to_contain_text("已发布")
    expect(page.get_by_role("button", name="发布")).to_have_count(0)


def test_an_engineer_starts_a_shift_by_phone_asks_for_a_correction_and_the_officer_agrees(people: People) -> None:
    engineer = people.sign_in("contractor-engineer", "/roster/day", width=390, height=844)
    shift = _planned_today(people, engineer)
    officer = people.sign_in("customer-officer", shift)
    expect(officer.locator(".wb-facts")).to_contain_text("已排班")
    dialog = _dialog(engineer, "到岗打卡")
    dialog.get_by_role("button", name="到岗打卡").click()
    expect(engineer.locator(".wb-facts")).to_contain_text("在岗")
    expect(officer.locator(".wb-facts")).to_contain_text("在岗")
    expect(officer.get_by_role("button", name="申请更正打卡")).to_have_count(0)
    dialog = _dialog(engineer, "申请更正打卡")
    earlier = now_there() - timedelta(minutes=20)
    dialog.get_by_label("时间").fill(f"{earlier:%Y-%m-%dT%H:%M}")
    dialog.get_by_label("原因").fill("打卡机故障")
    dialog.get_by_role("button", name="申请更正打卡").click()
    asked = officer.locator(".wb-lines li").filter(has_text="打卡机故障")
    expect(asked).to_contain_text("待确认")
    expect(engineer.get_by_role("button", name="同意更正")).to_have_count(0)
    asked.get_by_role("button", name="同意更正").click()
    officer.locator(".wb-dialog").get_by_role("button", name="同意更正").click()
    expect(engineer.locator(".wb-lines li").filter(has_text="打卡机故障")).to_contain_text("已更正")
    expect(engineer.locator(".wb-facts")).to_contain_text(f"{earlier:%H:%M}")


def test_a_month_leads_to_a_day_and_a_gap_explains_itself_down_to_its_clause(people: People) -> None:
    day = incident_day.day_of(Setting.laid(now_there().date()))
    page = people.sign_in("customer-officer", f"/roster/month?month={day:%Y-%m}")
    page.locator(f".wb-grid tbody tr:first-child a.wb-mark[href$='{day}']").click()
    expect(page).to_have_url(re.compile(rf"/roster/day\?day={day}"))
    expect(page.locator("figure svg").first).to_be_visible()
    page.locator(".wb-panel").filter(has_text="缺员").get_by_role("link").first.click()
    expect(page.locator(".wb-explanation")).to_contain_text("A1 2.")


def test_leave_is_asked_for_by_the_contractor_and_decided_by_the_customer_alone(people: People) -> None:
    manager = people.sign_in("contractor-manager", "/roster/leave")
    dialog = _dialog(manager, "申请请假")
    dialog.get_by_label("人员").select_option(index=0)
    day = now_there().date() + timedelta(days=27)
    dialog.get_by_label("开始").fill(f"{day}T00:00")
    dialog.get_by_label("结束").fill(f"{day + timedelta(days=1)}T00:00")
    dialog.get_by_label("原因").fill("家事")
    dialog.get_by_role("button", name="申请请假").click()
    expect(manager).to_have_url(re.compile(r"/roster/leave/.+"))
    expect(manager.get_by_role("button", name="批准", exact=True)).to_have_count(0)
    officer = people.sign_in("customer-officer", re.sub(r".*/c/sample", "", manager.url))
    _dialog(officer, "批准").get_by_role("button", name="批准", exact=True).click()
    expect(manager.locator(".wb-facts .wb-status")).to_contain_text("已批准")


def _planned_today(people: People, page: Page) -> str:
    """The page of a shift that somebody still has to begin; opens it."""
    people.go(page, "/roster/shifts?state=planned")
    page.locator(".wb-table tbody a").last.click()
    expect(page).to_have_url(re.compile(r"/roster/shifts/[^?]+$"))
    return re.sub(r".*/c/sample", "", page.url)


def _dialog(page: Page, button: str) -> Locator:
    page.locator(".wb-buttons").get_by_role("button", name=button, exact=True).click()
    return page.locator(".wb-dialog")
