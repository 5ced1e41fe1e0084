"""The resident manager: people, swaps, reinforcements, the handover sheet, a bonus; the customer's part beside it."""

import re
import secrets
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from browser.deciding import asked, decide, offered
from browser.people import People, now_there


def path_of(page: Page) -> str:
    """The path below the contract."""
    return re.sub(r".*/c/sample", "", page.url)


def proposed(people: People, manager: Page, name: str) -> str:
    """A new person for the video post; the page that shows them."""
    people.go(manager, "/roster/people")
    given = {"姓名": name, "电话": "分机 8001", "岗位": ["视频会议"], "行业年限": "6", "专业年限": "5", "学历": "bachelor"}
    decide(manager, "提出人员", given)
    expect(manager).to_have_url(re.compile(r"/roster/people/.+"))
    expect(manager.locator(".wb-facts .wb-status").first).to_contain_text("待认可")
    return path_of(manager)


def test_a_person_is_offered_approved_examined_replaced_and_leaves(people: People) -> None:
    manager = people.sign_in("contractor-manager", "/roster/people")
    officer = people.sign_in("customer-officer", "/")
    first, second = (f"视频{secrets.token_hex(2)}" for _ in range(2))
    leaving = proposed(people, manager, first)
    expect(offered(manager).filter(has_text=re.compile("^认可$"))).to_have_count(0)
    officer.locator(".wb-waits li", has_text=first).get_by_role("link").click()
    decide(officer, "认可")
    decide(officer, "登记上岗考核", {"上岗考核合格": True})
    expect(manager.locator(".wb-facts .wb-status").first).to_contain_text("已认可")
    expect(manager.locator(".wb-facts dt", has_text="上岗考核")).to_have_count(1)  # one decision upon another, not both at once
    decide(manager, "更正姓名电话", {"电话": "分机 8002"})
    expect(manager.locator(".wb-facts")).to_contain_text("分机 8002")
    coming = proposed(people, manager, second)
    decide(people.go(officer, coming), "认可")
    people.go(manager, leaving)
    box = asked(manager, "更换", {"更换原因": "promotion", "事先经采购人同意": True})
    box.get_by_label("接替人").select_option(coming.rpartition("/")[2])
    box.get_by_role("button", name="更换", exact=True).click()
    expect(box).to_have_count(0)
    expect(manager.locator(".wb-facts .wb-status").first).to_contain_text("已被更换")
    people.go(manager, coming)
    decide(manager, "离开项目")
    expect(manager.locator(".wb-facts .wb-status").first).to_contain_text("已离开")
    people.go(officer, "/scoring/proposals?rule=AS-2.1")
    expect(officer.locator("tr.is-link", has_text=second)).to_be_visible()


def test_a_post_that_a_key_period_leaves_short_is_filled_by_one_more_shift(people: People) -> None:
    """The other half of a swap is the same: a shift cancelled, another one planned."""
    day = (now_there() + timedelta(days=2)).date()
    officer = people.sign_in("customer-officer", "/roster/key-periods")
    given = {"岗位": "AV", "最少人数": "3", "开始": f"{day}T09:00", "结束": f"{day}T18:00", "原因": "汛期会商"}
    decide(officer, "下达重点保障", given, stays=True)
    manager = people.sign_in("contractor-manager", "/roster/key-periods")
    expect(manager.locator(".wb-table tbody tr", has_text="汛期会商")).to_contain_text("3")
    expect(offered(manager)).to_have_count(0)
    people.go(manager, f"/roster/day?day={day}")
    rows = manager.locator(".wb-list tbody tr", has_text="音视频")
    planned = rows.count()
    rows.filter(has_text="09:00").first.locator("a").first.click()
    expect(manager.locator(".wb-facts .wb-status").first).to_contain_text("已排班")
    decide(manager, "取消班次", {"原因": "与同事换班"})
    expect(manager.locator(".wb-facts")).to_contain_text("与同事换班")
    people.go(manager, f"/roster/day?day={day}")
    decide(manager, "加班次", {"人员": "av-2", "岗位": "AV", "上班": "18:00", "下班": "20:00"})
    expect(manager).to_have_url(re.compile(r"/roster/shifts/.+"))
    people.go(manager, f"/roster/day?day={day}")
    expect(rows).to_have_count(planned + 1)


def test_a_handover_that_was_held_and_not_entered_is_entered_with_what_was_open(people: People) -> None:
    manager = people.sign_in("contractor-manager", "/roster/handovers?state=missed")
    latest = manager.locator("tr.is-link a").first
    year, month, day = (int(number) for number in re.findall("[0-9]+", latest.inner_text())[:3])
    latest.click()
    expect(manager.locator(".wb-facts .wb-status").first).to_contain_text("未开展")
    box = asked(manager, "完成交接", {"备注": "钥匙两把已移交", "遗漏项": "0", "时间": f"{date(year, month, day)}T16:05"})
    box.get_by_label("接班人").select_option(index=0)
    box.get_by_role("button", name="完成交接", exact=True).click()
    expect(box).to_have_count(0)
    expect(manager.locator(".wb-facts .wb-status").first).to_contain_text("已交接")
    expect(manager.locator(".wb-facts")).to_contain_text("钥匙两把已移交")
    expect(manager.locator(".wb-facts")).to_contain_text("曾认定未开展")
    expect(offered(manager)).to_have_count(0)


def test_a_bonus_is_claimed_and_counts_when_both_parties_have_signed(people: People) -> None:
    manager = people.sign_in("contractor-manager", "/scoring/slips")
    an_hour_ago = now_there() - timedelta(hours=1)
    box = asked(manager, "申报加分", {"适用条款": "4.4"})
    box.get_by_label("分值").fill("1")
    box.get_by_label("事件时间").fill(f"{an_hour_ago:%Y-%m-%dT%H:%M}")
    box.get_by_label("事件内容").fill("受到口头表扬")
    box.get_by_role("button", name="申报加分", exact=True).click()
    expect(manager).to_have_url(re.compile(r"/scoring/slips/.+"))
    head = people.sign_in("customer-head", path_of(manager))
    decide(manager, "签字")
    expect(manager.locator(".wb-facts .wb-status").first).to_contain_text("待会签")
    expect(head.locator(".wb-signing.is-contractor")).to_contain_text("已签字")
    decide(head, "签字")
    for page in (manager, head):
        expect(page.locator(".wb-facts .wb-status").first).to_contain_text("已生效")
