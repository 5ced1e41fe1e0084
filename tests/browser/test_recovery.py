"""A forgotten password: an administrator asks for a new one, somebody of the person's party confirms and hands it over."""

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.deciding import decide
from browser.house import House
from browser.people import People, chooses, signs_in
from console.accounts.passwords import generated

PERSON = "contractor.engineer"


@pytest.fixture
def forgetful(people: People, house: House) -> tuple[str, Page]:
    """Somebody with an account, at work in a browser, by the login name."""
    login = f"engineer-{secrets.token_hex(3)}"
    given = house.newcomer(login, PERSON, "sample")
    page = people.stranger()
    page.goto(house.address)
    signs_in(page, login, given)
    chooses(page, generated())
    expect(page).to_have_url(re.compile("/account"))
    return login, page


def test_two_people_give_somebody_another_way_in_and_only_the_person_knows_the_password_afterwards(
    people: People, house: House, forgetful: tuple[str, Page]
) -> None:
    login, person = forgetful
    admin = people.newcomer("admin", "*")
    ask_for(people, admin, login, "本人来电, 忘记口令")
    people.go(admin, "/system/recoveries")
    expect(waiting(admin, login)).to_have_count(0)  # who asked may not confirm

    manager = people.sign_in("contractor-manager", "/")
    manager.get_by_role("link", name="口令重置待确认").first.click()
    line = waiting(manager, login)
    expect(line).to_contain_text("本人来电, 忘记口令")
    expect(line).to_contain_text(re.compile("admin-[0-9a-f]{6}"))  # by name, not by the account's id
    given = confirm(manager, line)
    expect(waiting(manager, login)).to_have_count(0)

    person.goto(f"{house.address}/c/sample/inspection/rounds")
    expect(person).to_have_url(re.compile("/signin"))  # the sessions of before are over
    signs_in(person, login, given)
    expect(person).to_have_url(re.compile("/signin/change"))  # good for choosing one's own, for nothing else
    person.goto(f"{house.address}/c/sample/inspection/rounds")
    expect(person).to_have_url(re.compile("/signin/change"))
    own = generated()
    chooses(person, own)
    expect(person).not_to_have_url(re.compile("/signin"))
    people.go(person, "/inspection/rounds")
    expect(person.locator("h1")).to_have_text("巡检轮次")

    again = people.stranger()
    again.goto(house.address)
    signs_in(again, login, given)
    expect(again.get_by_role("alert")).to_be_visible()  # it is nobody's password any more
    people.go(admin, "/audit/trail")
    for words in ("申请重置口令", "确认重置口令"):
        expect(admin.locator(".wb-table tbody")).to_contain_text(words)


def test_what_nobody_can_vouch_for_is_declined_and_the_password_stays(people: People, forgetful: tuple[str, Page]) -> None:
    login, person = forgetful
    admin = people.newcomer("admin", "*")
    ask_for(people, admin, login, "邮件申请")
    manager = people.sign_in("contractor-manager", "/system/recoveries")
    line = waiting(manager, login)
    line.get_by_role("button", name="拒绝").click()
    manager.locator(".wb-dialog").get_by_role("button", name="拒绝").click()
    expect(waiting(manager, login)).to_have_count(0)
    people.go(person, "/inspection/rounds")
    expect(person.locator("h1")).to_have_text("巡检轮次")


def ask_for(people: People, admin: Page, login: str, reason: str) -> None:
    """The administrator asks, is told who confirms, and sees no password."""
    people.go(admin, "/system/accounts")
    admin.get_by_role("link", name=login).first.click()
    expect(admin.locator(".wb-facts")).to_contain_text(login)
    decide(admin, "申请重置口令", {"原因": reason}, stays=True)
    expect(admin.get_by_text("由该账号一方的另一人")).to_be_visible()
    expect(admin.locator(".wb-secret")).to_have_count(0)


def waiting(page: Page, login: str) -> Locator:
    return page.locator("main section.wb-stack", has=page.locator(".wb-facts", has_text=login))


def confirm(manager: Page, line: Locator) -> str:
    """Confirms; returns the one-time password as it is read to its person."""
    line.get_by_role("button", name="确认并生成新口令").click()
    manager.locator(".wb-dialog").get_by_role("button", name="确认并生成新口令").click()
    shown = manager.locator(".wb-dialog", has=manager.locator(".wb-secret"))
    given = shown.locator(".wb-secret").inner_text()
    shown.get_by_role("button", name="已记录").click()
    expect(manager.locator(".wb-secret")).to_have_count(0)
    return given
