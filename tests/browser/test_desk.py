"""The desk: a call becomes a ticket, somebody on duty is sent, the ticket is done; two people see each other's changes."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from browser.people import People, now_there

SCRIPT = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"


def test_a_call_becomes_a_ticket_by_keyboard_and_goes_to_who_is_on_duty(people: People) -> None:
    desk = people.sign_in("contractor-desk", "/desk/tickets")
    desk.locator(".wb-form textarea").focus()
    desk.keyboard.type("会议室投影无信号")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"/desk/tickets/.+"))
    expect(desk.locator(".wb-facts")).to_contain_text("会议室投影无信号")
    desk.get_by_role("button", name="派工").click()
    desk.locator(".wb-dialog").get_by_role("button", name="派工").click()
    expect(desk.locator(".wb-facts .wb-status")).to_contain_text("处理中")
    expect(desk.locator(".wb-timeline")).to_contain_text("派工")


def test_two_people_see_each_others_change_without_loading_the_page_again(people: People) -> None:
    desk = people.sign_in("contractor-desk", "/desk/tickets")
    desk.locator(".wb-form textarea").fill("音频有杂音")
    desk.locator(".wb-form").get_by_role("button", name="开单").click()
    expect(desk).to_have_url(re.compile(r"/desk/tickets/.+"))
    manager = people.sign_in("contractor-manager", re.sub(r".*/c/sample", "", desk.url))
    expect(manager.locator(".wb-facts .wb-status")).to_contain_text("待派工")
    desk.get_by_role("button", name="派工").click()
    desk.locator(".wb-dialog").get_by_role("button", name="派工").click()
    expect(manager.locator(".wb-facts .wb-status")).to_contain_text("处理中")
    manager.get_by_role("button", name="处理完成").click()
    manager.locator(".wb-dialog textarea").fill("更换线缆")
    manager.locator(".wb-dialog").get_by_role("button", name="处理完成").click()
    expect(desk.get_by_role("button", name="办结")).to_be_visible()


def test_script_that_somebody_typed_is_text_wherever_it_is_shown(people: People) -> None:
    page = people.sign_in("contractor-desk", "/desk/tickets")
    page.locator(".wb-form textarea").fill(SCRIPT)
    page.locator(".wb-form").get_by_role("button", name="开单").click()
    expect(page.locator(".wb-facts")).to_contain_text(SCRIPT)
    people.go(page, "/desk/tickets")
    expect(page.locator(".wb-table")).to_contain_text(SCRIPT)
    assert "hacked" not in page.title()
    people.go(page, "/")
    expect(page.locator(".wb-waits")).to_contain_text("onerror")
    assert "hacked" not in page.title()


def test_an_empty_form_says_what_is_missing_and_sends_nothing(people: People) -> None:
    page = people.sign_in("contractor-desk", "/desk/tickets")
    page.locator(".wb-form").get_by_role("button", name="开单").click()
    expect(page.locator(".wb-wrong")).to_have_text("必填")
    expect(page).to_have_url(re.compile(r"/desk/tickets$"))


def test_what_a_service_refuses_is_its_own_sentence(people: People) -> None:
    page = people.sign_in("contractor-desk", "/desk/meetings")
    page.get_by_role("button", name="登记会议").click()
    dialog = page.locator(".wb-dialog")
    for name, value in (("名称", "调度会"), ("级别", "一级"), ("类别", "应急")):
        dialog.get_by_label(name).fill(value)
    day = now_there().date() + timedelta(days=7)
    dialog.get_by_label("开始").fill(f"{day}T10:00")
    dialog.get_by_label("结束").fill(f"{day}T09:00")
    dialog.get_by_label("应完成调试").fill(f"{day}T09:30")
    dialog.get_by_role("button", name="登记会议").click()
    expect(dialog.locator(".wb-problem, .wb-wrong").first).to_be_visible()
