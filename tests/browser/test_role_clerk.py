"""The clerk: a call is answered and logged, its ticket goes to an engineer's phone and back to its close; a meeting."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from browser.deciding import decide, refused
from browser.people import People, now_there, sideways


def test_a_call_is_followed_from_its_ticket_over_the_engineers_phone_to_its_close(people: People) -> None:
    clerk = people.sign_in("contractor-desk", "/desk/tickets")
    engineer = people.sign_in("contractor-engineer", "/", width=390, height=844)
    form = clerk.locator(".wb-form")
    form.get_by_label("描述").fill("二号会议室回声, 请速处理")
    form.get_by_label("紧急").check()
    form.get_by_label("紧急").press("Enter")
    expect(clerk).to_have_url(re.compile(r"/desk/tickets/.+"))
    expect(clerk.locator(".wb-facts .wb-status").first).to_contain_text("待派工")
    decide(clerk, "派工")
    waits = engineer.locator(".wb-waits li", has_text="二号会议室回声")
    waits.get_by_role("link").click()  # it came without loading the page again
    assert sideways(engineer) == 0
    decide(engineer, "处理完成", {"备注": "调整话筒增益"})
    expect(engineer.get_by_role("button", name="办结")).to_have_count(0)
    decide(clerk, "办结")
    expect(engineer.locator(".wb-facts .wb-status").first).to_contain_text("已关闭")
    refused(clerk, "重新打开", None, "必填")
    decide(clerk, "重新打开", {"原因": "回声又出现"})
    decide(clerk, "派工")
    decide(engineer, "处理完成", {"备注": "更换话筒"})
    decide(clerk, "办结")
    expect(clerk.locator(".wb-facts")).to_contain_text("回声又出现")
    people.go(clerk, "/")
    expect(clerk.locator(".wb-waits li", has_text="二号会议室回声")).to_have_count(0)


def test_a_call_that_nobody_answered_is_logged_and_waits_for_the_officer(people: People) -> None:
    clerk = people.sign_in("contractor-desk", "/desk/calls")
    officer = people.sign_in("customer-officer", "/scoring/proposals?rule=2.6.2")
    before = officer.locator("tr.is-link").count()
    rang = now_there() - timedelta(minutes=3)
    given = {"来电时间": f"{rang:%Y-%m-%dT%H:%M}", "结束": f"{rang + timedelta(minutes=1):%Y-%m-%dT%H:%M}", "事由": "投影黑屏"}
    decide(clerk, "登记来电", given, stays=True)
    row = clerk.locator(".wb-table tbody tr", has_text="投影黑屏")
    expect(row).to_contain_text("未接听")
    expect(officer.locator("tr.is-link")).to_have_count(before + 1)


def test_a_meeting_is_planned_prepared_started_and_signed_off(people: People) -> None:
    clerk = people.sign_in("contractor-desk", "/desk/meetings")
    now = now_there()
    starts, ends, ready = (f"{now + timedelta(minutes=more):%Y-%m-%dT%H:%M}" for more in (40, 100, 20))
    given = {"名称": "防汛调度会", "级别": "一级", "类别": "应急", "开始": starts, "结束": ends, "应完成调试": ready}
    decide(clerk, "登记会议", given)
    expect(clerk).to_have_url(re.compile(r"/desk/meetings/.+"))
    officer = people.sign_in("customer-officer", re.sub(r".*/c/sample", "", clerk.url))
    decide(clerk, "会前准备", {"检查项": ["列入当日保障列表", "与主办方对接保障需求"]})
    decide(clerk, "会前准备", {"检查项": ["组会及调试完成"]})
    expect(clerk.get_by_role("button", name="会前准备")).to_have_count(0)
    decide(clerk, "会议开始")
    expect(officer.locator(".wb-facts .wb-status").first).to_contain_text("进行中")
    proposals = people.sign_in("customer-officer", "/scoring/proposals?rule=2.1B.1")
    before = proposals.locator("tr.is-link").count()
    decide(officer, "记录问题", {"条款编号": "2.1B.1", "描述": "画面中断两分钟"})
    expect(clerk.locator(".wb-lines", has_text="画面中断两分钟")).to_be_visible()
    decide(clerk, "会议结束", {"工单已签": True})
    expect(clerk.get_by_role("button", name="会议结束")).to_have_count(0)
    expect(proposals.locator("tr.is-link")).to_have_count(before + 1)
