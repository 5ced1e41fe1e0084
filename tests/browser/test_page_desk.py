"""The desk's pages: somebody was quicker, a call and its ticket in one, complaints."""

import re
import time

from playwright.sync_api import expect

from browser.deciding import asked, decide
from browser.house import House
from browser.people import People

A_CALL_SECONDS = 15


def test_who_was_not_the_quicker_sees_what_stands_now_and_sends_the_same_words_again(people: People) -> None:
    desk = people.sign_in("contractor-desk", "/desk/tickets")
    desk.locator(".wb-form textarea").fill("会议终端掉线")
    desk.locator(".wb-form").get_by_role("button", name="开单").click()
    expect(desk).to_have_url(re.compile(r"/desk/tickets/.+"))
    decide(desk, "派工")
    manager = people.sign_in("contractor-manager", re.sub(r".*/c/sample", "", desk.url))
    box = asked(manager, "处理完成")
    box.locator("textarea").fill("更换电源后恢复")
    desk.get_by_role("button", name="派工").click()
    other = desk.locator(".wb-dialog")
    other.locator("select").select_option(index=1)
    other.get_by_role("button", name="派工").click()
    expect(other).to_have_count(0)
    box.get_by_role("button", name="处理完成").click()
    expect(box.locator(".wb-problem")).to_contain_text("他人刚刚作了修改")
    expect(box.locator(".wb-now dd").first).to_be_visible()
    expect(box.locator("textarea")).to_have_value("更换电源后恢复")
    box.get_by_role("button", name="处理完成").click()
    expect(box).to_have_count(0)
    expect(manager.locator(".wb-facts").first).to_contain_text("更换电源后恢复")


def test_a_call_is_a_logged_call_and_a_ticket_within_seconds_by_keyboard(people: People) -> None:
    desk = people.sign_in("contractor-desk", "/desk/tickets")
    expect(desk.locator(".wb-form textarea")).to_be_focused()
    begun = time.monotonic()
    desk.keyboard.type("三楼会议室没有声音")
    for _ in range(4):
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"/desk/tickets/.+"))
    expect(desk.locator(".wb-facts").first).to_contain_text("三楼会议室没有声音")
    assert time.monotonic() - begun < A_CALL_SECONDS
    desk.locator(".wb-facts a[href*='/desk/calls/']").click()
    expect(desk.locator(".wb-facts")).to_contain_text("三楼会议室没有声音")
    decide(desk, "挂断")
    expect(desk.get_by_role("button", name="挂断")).to_have_count(0)
    expect(desk.locator(".wb-facts .wb-status")).to_contain_text("结束")


def test_a_complaint_about_a_ticket_is_taken_down_and_found_from_it(people: People) -> None:
    officer = people.sign_in("customer-officer", "/desk/tickets")
    officer.locator("tr.is-link a").first.click()
    expect(officer).to_have_url(re.compile(r"/desk/tickets/.+"))
    ticket = officer.url
    decide(officer, "登记投诉", {"投诉内容": "等了两个小时无人到场"})
    expect(officer).to_have_url(re.compile(r"/desk/complaints/.+"))
    expect(officer.locator(".wb-facts")).to_contain_text("等了两个小时无人到场")
    expect(officer.locator(".wb-facts a")).to_have_attribute("href", re.sub(r"https?://[^/]+", "", ticket))
    people.go(officer, "/desk/complaints")
    expect(officer.locator(".wb-table tbody tr").first).to_contain_text("等了两个小时无人到场")
    officer.goto(ticket)
    expect(officer.locator(".wb-table tbody tr").first).to_contain_text("等了两个小时无人到场")
    auditor = people.sign_in("auditor", "/desk/complaints")
    expect(auditor.get_by_role("button", name="登记投诉")).to_have_count(0)


def test_a_complaint_is_about_one_of_the_latest_tickets(people: People, house: House) -> None:
    body = {"kind": "request", "description": "话筒换电池"}
    ticket = house.post("tickets", "/v1/contracts/sample/tickets", "contractor.desk", body)
    officer = people.sign_in("customer-officer", "/desk/complaints")
    decide(officer, "登记投诉", {"投诉内容": "换一次电池等了一小时", "相关工单": ticket["id"]})
    expect(officer).to_have_url(re.compile(r"/desk/complaints/.+"))
    expect(officer.locator(".wb-facts a")).to_have_attribute("href", re.compile(f"/desk/tickets/{ticket['id']}$"))
