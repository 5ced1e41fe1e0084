"""Money: finance sees why a payment cannot be made, the officer proposes damages, the leader confirms what waits."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from browser.people import People, now_there


def test_finance_sees_each_condition_of_a_payment_with_its_clause_and_the_event_behind_it(people: People) -> None:
    page = people.sign_in("customer-finance", "/billing/payments")
    steps = page.locator(".wb-steps > li")
    expect(steps).to_have_count(3)
    expect(steps.nth(0)).to_contain_text("1,796,220.00 元")
    expect(steps.nth(0)).to_contain_text("已付清")
    expect(steps.nth(1)).to_contain_text("尚不能支付")
    expect(steps.nth(2)).to_contain_text("年度考核结果已确定")
    expect(steps.nth(0).locator(".wb-guards .wb-position").first).to_have_attribute(
        "href", re.compile(r"/audit/events/billing/\d+")
    )
    steps.nth(1).get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/billing/payments/2"))
    dialog = _dialog(page, "登记付款")
    dialog.get_by_role("button", name="登记付款").click()
    expect(dialog.locator(".wb-problem")).to_contain_text("§4.2")


def test_what_an_officer_proposes_a_leader_confirms_and_both_see_it_without_loading_anew(people: People) -> None:
    officer = people.sign_in("customer-officer", "/billing/breaches")
    dialog = _dialog(officer, "提出违约")
    dialog.get_by_label("违约情形").select_option("BR-3")
    dialog.get_by_label("事实").fill("未按约定人数到岗")
    dialog.get_by_role("button", name="提出违约").click()
    expect(officer).to_have_url(re.compile(r"/billing/breaches/.+"))
    expect(officer.locator(".wb-facts")).to_contain_text("29,937.00 元")
    leader = people.sign_in("customer-leader", re.sub(r".*/c/sample", "", officer.url))
    expect(leader.get_by_role("button", name="确认违约金")).to_have_count(0)
    dialog = _dialog(officer, "登记通知送达")
    dialog.get_by_label("送达时间").fill(f"{now_there() - timedelta(days=3):%Y-%m-%dT%H:%M}")
    dialog.get_by_role("button", name="登记通知送达").click()
    _dialog(leader, "确认违约金").get_by_role("button", name="确认违约金").click()
    expect(officer.locator(".wb-facts .wb-status").first).to_contain_text("违约金已确认")
    expect(officer.get_by_role("button", name="确认违约金")).to_have_count(0)


def test_each_date_opens_into_why_it_is_what_it_is(people: People) -> None:
    page = people.sign_in("auditor", "/billing/payments/2")
    expect(page.locator(".wb-explanation")).to_contain_text("服务期满 8 个月后可申请")
    expect(page.locator(".wb-explanation")).to_contain_text("p2.opens")
    people.go(page, "/billing/bond")
    expect(page.locator(".wb-explanation")).to_contain_text("工作日")
    people.go(page, "/billing/acceptance")
    expect(page.locator(".wb-facts .wb-provisional").first).to_be_visible()
    expect(page.locator(".wb-explanation")).to_contain_text("§4.2¶4")


def test_who_may_not_pay_is_not_offered_it(people: People) -> None:
    page = people.sign_in("contractor-company", "/billing/payments/2")
    expect(page.locator(".wb-facts")).to_contain_text("598,740.00 元")
    expect(page.get_by_role("button", name="登记付款", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="提交发票")).to_be_visible()


def test_money_is_written_for_readers_of_english_too(people: People) -> None:
    page = people.sign_in("customer-finance", "/billing/bond")
    expect(page.locator(".wb-facts")).to_contain_text("299,370.00 元")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".wb-facts")).to_contain_text("CNY 299,370.00")
    page.get_by_role("button", name="中文").click()
    expect(page.locator(".wb-facts")).to_contain_text("299,370.00 元")


def _dialog(page: Page, button: str) -> Locator:
    page.locator(".wb-buttons").get_by_role("button", name=button, exact=True).click()
    return page.locator(".wb-dialog")
