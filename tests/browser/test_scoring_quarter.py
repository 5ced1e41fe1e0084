"""A quarter from the application to its close, each step in the browser of whom it belongs to."""

import re

from playwright.sync_api import Page, expect

from browser.house import House
from browser.people import People, settle

CONTRACT = "bj-2026"
"""The shipped contract: its first quarter is over, and nobody has applied for it."""
QUARTER = f"/c/{CONTRACT}/scoring/quarters/1"


def newcomer(people: People, house: House, role: str) -> Page:
    """Somebody new under the contract, on the quarter's page."""
    page = people.newcomer(role, CONTRACT)
    page.goto(house.address + QUARTER)
    settle(page)
    return page


def decide(page: Page, words: str, said: str = "") -> None:
    """Takes a step by its button, when it is there, and says why where that is asked."""
    settle(page)
    page.get_by_role("button", name=words, exact=True).click()
    box = page.locator(".wb-dialog")
    if said:
        box.locator("textarea").fill(said)
    box.get_by_role("button", name=words, exact=True).click()
    expect(box).to_have_count(0)


def on(page: Page, stage: str) -> None:
    """The stage that the page shows as the present one."""
    expect(page.locator(".wb-stages li.is-on b")).to_have_text(stage)


def test_a_quarter_is_applied_for_disputed_resolved_noticed_rectified_and_closed(people: People, house: House) -> None:
    house.activate(CONTRACT)
    roles = ("contractor.manager", "customer.officer", "customer.leader", "customer.head")
    manager, officer, leader, head = (newcomer(people, house, role) for role in roles)
    expect(leader.locator("main .wb-buttons button")).to_have_count(0)
    decide(manager, "申请考核", "本季度工作完成情况")
    on(officer, "初定")
    decide(officer, "形成初步结果")
    decide(manager, "提出异议", "扣分依据不足")
    expect(officer.locator(".wb-stages")).to_contain_text("扣分依据不足")
    decide(manager, "提交分管副主任", "双方未达成一致")
    decide(leader, "裁定分歧", "维持初步结果")
    on(manager, "结果通知单")
    decide(leader, "出具通知单")
    on(manager, "整改")
    expect(manager.locator(".wb-facts")).to_contain_text(re.compile("[0-9a-f]{64}"))
    decide(manager, "提交整改报告", "已整改")
    expect(head.locator(".wb-stages")).to_contain_text("已整改")
    decide(head, "办结")
    for page in (manager, officer, leader, head):
        expect(page.locator(".wb-stages li.is-over")).to_have_count(6)
        expect(page.locator(".wb-facts")).to_contain_text("乙方对结果有异议")
