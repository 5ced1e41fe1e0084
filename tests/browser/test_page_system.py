"""The administrator's pages: programs with their secrets, changing roles."""

import re

import httpx
from playwright.sync_api import Page, expect

from browser.deciding import asked
from browser.house import House
from browser.people import People


def test_a_program_is_let_in_and_its_secret_replaced_without_a_gap(people: People, house: House) -> None:
    admin = people.go(people.newcomer("admin", "*"), "/system/clients")
    box = asked(admin, "新建接口账号", {"名称": "门禁系统", "角色": ["只读"]})
    box.get_by_role("button", name="新建接口账号").click()
    client, first = shown_once(admin)
    expect(admin).to_have_url(re.compile(r"/system/clients/.+"))
    expect(admin.locator(".wb-facts")).to_contain_text(client)
    assert first not in admin.content()
    assert let_in(house, client, first)
    box = asked(admin, "新增密钥")
    box.get_by_role("button", name="新增密钥").click()
    _, second = shown_once(admin)
    assert let_in(house, client, first)
    assert let_in(house, client, second)
    admin.locator(".wb-lines li", has_text="最近使用").first.get_by_role("button", name="吊销").click()
    admin.locator(".wb-dialog").get_by_role("button", name="吊销").click()
    expect(admin.locator(".wb-lines li")).to_have_count(1)


def test_changed_roles_hold_from_the_next_click_on(people: People, house: House) -> None:
    house.newcomer("roles-change", "viewer", "sample")
    admin = people.go(people.newcomer("admin", "*"), "/system/accounts")
    admin.locator("tr.is-link", has_text="roles-change").locator("a").first.click()
    line = admin.locator(".wb-lines li").first
    line.get_by_role("button", name="更改角色").click()
    box = admin.locator(".wb-dialog")
    box.get_by_label("甲方经办").check()
    box.get_by_label("乙方项目经理").check()
    box.get_by_role("button", name="更改角色").click()
    expect(box.locator(".wb-problem")).to_be_visible()  # nobody acts for both parties
    box.get_by_label("乙方项目经理").uncheck()
    box.get_by_role("button", name="更改角色").click()
    expect(box).to_have_count(0)
    expect(line).to_contain_text("甲方经办")


def shown_once(page: Page) -> list[str]:
    """What stands in the dialog that is shown once; it is closed."""
    box = page.locator(".wb-dialog", has=page.locator(".wb-secret"))
    expect(box).to_be_visible()
    secrets = box.locator(".wb-secret").all_inner_texts()
    box.get_by_role("button", name="已记录").click()
    expect(box).to_have_count(0)
    return secrets


def let_in(house: House, client: str, secret: str) -> bool:
    given = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
    return httpx.post(f"{house.address}/oauth/token", data=given, timeout=20).is_success
