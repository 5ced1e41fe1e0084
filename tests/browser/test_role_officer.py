"""The officer of Dept 3: from a proposal to points that count, with or without the contractor's signature, and back."""

import re

from playwright.sync_api import Page, expect

from browser.deciding import asked, decide, offered
from browser.house import House
from browser.past import LEAK, PastYear
from browser.people import People


def path_of(page: Page) -> str:
    """The path below the contract."""
    return re.sub(r".*/c/sample", "", page.url)


def slip_of_a_proposal(officer: Page) -> str:
    """The officer takes what waits at home and makes a slip of it; its path."""
    officer.locator("tr.is-link", has_text="2.6.1").first.locator("a").first.click()
    box = asked(officer, "采纳", {"事件内容": "坐席态度生硬, 来电人投诉"})
    box.get_by_label("分值").fill("3")
    box.get_by_role("button", name="采纳", exact=True).click()
    expect(officer).to_have_url(re.compile(r"/scoring/slips/.+"))
    return path_of(officer)


def complained(house: House, text: str) -> None:
    """Somebody else's part: a complaint came in."""
    house.post("tickets", "/v1/contracts/sample/complaints", "contractor.desk", {"text": text})


def test_points_of_a_proposal_count_when_both_signed_and_part_of_them_is_given_back(people: People, house: House) -> None:
    complained(house, "坐席语气生硬")
    officer = people.sign_in("customer-officer", "/scoring/proposals?rule=2.6.1")
    path = slip_of_a_proposal(officer)
    manager, head = people.sign_in("contractor-manager", path), people.sign_in("customer-head", path)
    decide(manager, "无异议")
    decide(manager, "签字")
    expect(head.locator(".wb-signing.is-contractor")).to_contain_text("已签字")
    decide(head, "签字")
    expect(officer.locator(".wb-facts .wb-status").first).to_contain_text("已生效")
    box = asked(officer, "更正", {"更正理由": "录音显示坐席已致歉"})
    box.get_by_label("收回分值").fill("4")
    box.get_by_role("button", name="更正", exact=True).click()
    expect(box.locator(".wb-wrong")).to_contain_text("1–3")
    box.get_by_label("收回分值").fill("2")
    box.get_by_role("button", name="更正", exact=True).click()
    expect(officer).not_to_have_url(re.compile(re.escape(path)))
    expect(officer.locator(".wb-facts")).to_contain_text("更正")
    correction = path_of(officer)
    decide(people.go(manager, correction), "签字")
    decide(people.go(head, correction), "签字")
    people.go(officer, path)
    expect(officer.locator(".wb-facts")).to_contain_text("已更正分值2")


def test_a_slip_that_the_contractor_will_not_sign_is_upheld_by_the_leader(people: People, house: House) -> None:
    complained(house, "电话久无人应答")
    officer = people.sign_in("customer-officer", "/scoring/proposals?rule=2.6.1")
    path = slip_of_a_proposal(officer)
    head, leader = people.sign_in("customer-head", path), people.sign_in("customer-leader", path)
    expect(offered(leader)).to_have_count(0)
    decide(head, "签字")
    decide(leader, "维持并生效", {"原因": "通知后逾期未签"})
    for page in (officer, head, leader):
        expect(page.locator(".wb-facts .wb-status").first).to_contain_text("已生效")
        expect(page.locator(".wb-facts")).to_contain_text("分管副主任裁定")
    manager = people.sign_in("contractor-manager", path)
    expect(manager.get_by_role("button", name="签字", exact=True)).to_have_count(0)


def test_a_quarter_goes_from_what_is_undecided_to_its_notice_on_paper(people: People, house: House) -> None:
    year = PastYear(people, house)
    year.activate()
    year.deducted(1, *LEAK)
    officer = year.somebody("customer.officer", "/")
    expect(officer.locator(".wb-waits li", has_text="季度考核待初定")).to_have_count(4)
    year.go(officer, "/scoring/quarters/1")
    decide(officer, "形成初步结果")
    expect(officer.locator(".wb-figure").first).to_contain_text("20")
    year.act("contractor.manager", "scoring", "/quarters/1/respond")
    leader = year.somebody("customer.leader", "/scoring/quarters/1")
    decide(leader, "出具通知单")
    expect(officer.locator(".wb-facts")).to_contain_text(re.compile("[0-9a-f]{64}"))
    paper = officer.context.new_page()
    paper.goto(f"{house.address}/c/{year.id}/print/quarters/1/notice")
    expect(paper.locator("tbody").last.locator("tr")).to_have_count(1)
    expect(paper.locator(".big-seal")).to_be_visible()
