"""The administrator: people come and go, contracts come into force, what was parked is replayed; no business."""

import json
import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from browser.deciding import asked, decide, refused
from browser.house import House
from browser.parked import complained
from browser.past import PastYear
from browser.people import People, chooses, signs_in
from console.accounts.passwords import generated


@pytest.fixture
def admin(people: People) -> Page:
    return people.newcomer("admin", "*")


def test_a_newcomer_gets_an_account_works_with_it_and_is_out_the_moment_it_is_closed(
    people: People, house: House, admin: Page
) -> None:
    people.go(admin, "/system/accounts")
    login = f"clerk-{secrets.token_hex(3)}"
    box = asked(admin, "新建账号", {"登录名": login, "名称": "新来的坐席", "合同": "sample", "角色": "contractor.desk"})
    box.get_by_role("button", name="新建账号", exact=True).click()
    shown = admin.locator(".wb-dialog", has=admin.locator(".wb-secret"))
    given = shown.locator(".wb-secret").last.inner_text()
    shown.get_by_role("button", name="已记录").click()
    clerk = people.stranger()
    clerk.goto(house.address)
    signs_in(clerk, login, given)
    chooses(clerk, generated())
    expect(clerk).to_have_url(re.compile("/account"))
    people.go(clerk, "/desk/tickets")
    expect(clerk.locator("h1")).to_have_text("工单")
    expect(admin.locator(".wb-facts")).to_contain_text("新来的坐席")
    decide(admin, "停用", {"原因": "离开项目"})
    expect(admin.locator(".wb-facts")).to_contain_text("离开项目")
    expect(clerk).to_have_url(re.compile("/signin"))  # within seconds, without a click
    people.go(admin, "/audit/trail")
    expect(admin.locator(".wb-table tbody")).to_contain_text("停用账号")


def test_a_contract_comes_into_force_on_its_pack_and_every_service_hears_of_it(people: People, house: House, admin: Page) -> None:
    year = PastYear(people, house)
    people.go(admin, "/system/contracts")
    refused(admin, "启用合同", {"合同编号": year.id, "合同包": ("notes.txt", "会议纪要".encode())}, "")
    pack = ("pack.json", json.dumps(year.pack()).encode())
    decide(admin, "启用合同", {"合同编号": year.id, "合同包": pack}, stays=True)
    expect(admin.locator(".wb-table tr", has_text=year.id)).to_contain_text("应急指挥中心")
    year.go(admin, "/system/contracts")
    expect(admin.locator(".wb-facts")).to_contain_text(f"{year.began.year}年{year.began.month}月{year.began.day}日")
    expect(admin.locator(".wb-facts")).to_contain_text(re.compile("[0-9a-f]{64}"))


def test_what_was_parked_is_replayed_or_let_go_and_only_what_is_replayed_happens(
    people: People, house: House, admin: Page
) -> None:
    replayed, dropped = complained(house, "服务态度", "重复投诉")
    officer = people.sign_in("customer-officer", "/scoring/proposals?rule=2.6.1")
    before = officer.locator("tr.is-link").count()
    people.go(admin, "/system/parked")
    admin.locator(f"a[href$='/scoring/{replayed}']").first.click()
    expect(admin.locator(".wb-facts")).to_contain_text("complaint-received")
    decide(admin, "重试")
    expect(admin.get_by_role("button", name="重试")).to_have_count(0)
    expect(officer.locator("tr.is-link")).to_have_count(before + 1)  # without loading it again
    people.go(admin, f"/system/parked/scoring/{dropped}")
    decide(admin, "不再执行", {"原因": "与前一投诉重复"})
    expect(admin.locator(".wb-facts")).to_contain_text("与前一投诉重复")
    people.go(admin, "/system/parked")
    expect(admin.locator(f"a[href$='/scoring/{replayed}'], a[href$='/scoring/{dropped}']")).to_have_count(0)
    people.go(officer, "/scoring/proposals?rule=2.6.1")
    expect(officer.locator("tr.is-link")).to_have_count(before + 1)


def test_each_service_says_how_far_it_has_come_and_what_it_offers(people: People, admin: Page) -> None:
    people.go(admin, "/system/services")
    expect(admin.locator(".wb-halves .wb-panel")).to_have_count(5)
    lanes = admin.locator(".wb-table tbody tr")
    expect(lanes.filter(has_text="sample").first).to_be_visible()
    expect(lanes.filter(has_text="已停止")).to_have_count(0)
    for words, title in (("接口文档", "<title>"), ("事件文档", "asyncapi")):
        links = admin.get_by_role("link", name=words)
        expect(links).to_have_count(5)
        for link in links.all():
            answer = admin.request.get(str(link.get_attribute("href")))
            assert answer.ok
            assert title in answer.text()


def test_business_is_not_for_an_administrator(people: People, admin: Page) -> None:
    people.go(admin, "/")
    expect(admin.locator(".wb-nav a[href$='/system/accounts']")).to_be_visible()
    for path in ("/desk/tickets", "/roster/people", "/scoring/slips", "/billing/payments", "/audit/ledger"):
        expect(admin.locator(f".wb-nav a[href$='{path}']")).to_have_count(0)
        people.go(admin, path)
        expect(admin.locator(".wb-notice")).to_have_text("您的角色不能查看此页。")
