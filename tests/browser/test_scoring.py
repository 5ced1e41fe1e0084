"""Scoring: a proposal becomes a slip, both parties say and sign in browsers of their own, and see each other's change."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.house import House
from browser.people import People, now_there, settle

SCRIPT = "<img src=x onerror=\"document.title='hacked'\">"


def dialog(page: Page, button: str, **filled: str) -> None:
    """Opens a decision's dialog, fills in its long texts in order, and sends it."""
    page.get_by_role("button", name=button, exact=True).first.click()
    box = page.locator(".wb-dialog")
    for number, words in enumerate(filled.values()):
        box.locator("textarea").nth(number).fill(words)
    box.get_by_role("button", name=button, exact=True).click()
    expect(box).to_have_count(0)


def here(page: Page) -> str:
    """The path below the contract."""
    return re.sub(r".*/c/sample", "", page.url)


def excused(box: Locator) -> None:
    """Says why it is late, where it is: the sample's dates stand still while the days go on."""
    if (late := box.get_by_label("逾期原因")).count():
        late.fill("示例")


def accepted(officer: Page) -> None:
    """The officer takes the first proposal whose rule leaves a choice of points, and makes a slip of two points of it."""
    officer.locator("tr.is-link", has_text="(1–").first.locator("a").first.click()
    officer.get_by_role("button", name="采纳").click()
    box = officer.locator(".wb-dialog")
    box.locator("textarea").first.fill("情况属实")
    box.get_by_label("分值").fill("2")
    excused(box)
    box.get_by_role("button", name="采纳").click()
    expect(officer).to_have_url(re.compile(r"/scoring/slips/.+"))


def recorded(officer: Page) -> None:
    """The officer fills in a slip about something of an hour ago."""
    officer.get_by_role("button", name="填写记录单").click()
    box = officer.locator(".wb-dialog")
    box.get_by_label("适用条款").select_option("2.6.2")
    box.get_by_label("分值").fill("1")
    an_hour_ago = now_there() - timedelta(hours=1)
    box.get_by_label("事件时间").fill(f"{an_hour_ago:%Y-%m-%dT%H:%M}")
    box.get_by_label("事件内容").fill("来电未接")
    box.get_by_role("button", name="填写记录单").click()
    expect(officer).to_have_url(re.compile(r"/scoring/slips/.+"))


def test_both_parties_answer_and_sign_one_slip_and_see_it_without_loading_again(people: People) -> None:
    officer = people.sign_in("customer-officer", "/scoring/proposals")
    accepted(officer)
    expect(officer.locator(".is-customer .wb-words").first).to_contain_text("情况属实")
    # Who recorded it does not sign it for the customer.
    expect(officer.get_by_role("button", name="签字", exact=True)).to_have_count(0)
    manager = people.sign_in("contractor-manager", here(officer))
    dialog(manager, "提出异议", words=SCRIPT)
    expect(officer.locator(".wb-panel.is-contractor")).to_contain_text(SCRIPT)
    expect(officer.locator(".wb-facts")).to_contain_text("有异议")
    head = people.sign_in("customer-head", here(officer))
    head.get_by_role("button", name="裁定异议").click()
    head.locator(".wb-dialog").get_by_label("分值").fill("11")
    head.locator(".wb-dialog textarea").fill("酌情减轻")
    excused(head.locator(".wb-dialog"))
    head.locator(".wb-dialog").get_by_role("button", name="裁定异议").click()
    expect(head.locator(".wb-wrong")).to_have_text(re.compile("应在 1–(5|10) 之间"))
    head.locator(".wb-dialog").get_by_label("分值").fill("1")
    head.locator(".wb-dialog").get_by_role("button", name="裁定异议").click()
    expect(manager.locator(".wb-panel.is-customer")).to_contain_text("酌情减轻")
    dialog(manager, "签字")
    expect(head.locator(".wb-signing.is-contractor")).to_contain_text("已签字")
    dialog(head, "签字")
    for page in (officer, manager, head):
        expect(page.locator(".wb-signing.is-customer")).to_contain_text("甲方处室负责人")
        expect(page.locator(".wb-facts .wb-status").first).to_contain_text("已生效")
    assert "hacked" not in officer.title()


def test_a_decision_half_written_survives_what_the_other_party_does_meanwhile(people: People) -> None:
    officer = people.sign_in("customer-officer", "/scoring/slips")
    recorded(officer)
    officer.get_by_role("button", name="撤回").click()
    officer.locator(".wb-dialog textarea").fill("重复记录")
    manager = people.sign_in("contractor-manager", here(officer))
    dialog(manager, "补充意见", words="当时两部电话同时响")
    expect(officer.locator(".wb-panel.is-contractor")).to_contain_text("两部电话")
    expect(officer.locator(".wb-dialog textarea")).to_have_value("重复记录")
    officer.locator(".wb-dialog").get_by_role("button", name="撤回").click()
    # The words stay, beside what stands now; sent again they are taken.
    expect(officer.locator(".wb-problem")).to_contain_text("他人刚刚作了修改")
    expect(officer.locator(".wb-dialog textarea")).to_have_value("重复记录")
    officer.locator(".wb-dialog").get_by_role("button", name="撤回").click()
    expect(manager.locator(".wb-facts .wb-status").first).to_contain_text("已撤回")
    expect(manager.get_by_role("button", name="签字", exact=True)).to_have_count(0)


def test_the_clause_picker_offers_valid_points_only(people: People) -> None:
    officer = people.sign_in("customer-officer", "/scoring/slips")
    officer.get_by_role("button", name="填写记录单").click()
    box = officer.locator(".wb-dialog")
    expect(box.locator("select").first.locator("option")).to_have_count(62)
    rule, units, points = box.get_by_label("适用条款"), box.get_by_label("人次/处数"), box.get_by_label("分值")
    rule.select_option("3.3.1")
    expect(points).to_have_value("2")
    expect(points).not_to_be_editable()
    expect(units).not_to_be_editable()
    rule.select_option("3.3.2")
    units.fill("3")
    expect(points).to_have_value("3")
    rule.select_option("1.2.4")
    units.fill("1")
    expect(points.locator("option")).to_have_text(["1", "5"])
    manager = people.sign_in("contractor-manager", "/scoring/slips")
    manager.get_by_role("button", name="申报加分").click()
    expect(manager.locator(".wb-dialog select").first.locator("option")).to_have_count(5)


@pytest.mark.parametrize("login", ["contractor-engineer", "viewer", "auditor"])
def test_who_may_not_decide_sees_no_button(people: People, login: str) -> None:
    page = people.sign_in(login, "/scoring/proposals?state=")
    page.locator("tr.is-link a").first.click()
    settle(page)
    expect(page.locator("main .wb-buttons button")).to_have_count(0)
    people.go(page, "/scoring/slips?state=pending")
    expect(page.locator("main .wb-buttons button")).to_have_count(0)
    page.locator("tr.is-link a").first.click()
    settle(page)
    expect(page.locator(".wb-signing")).to_have_count(2)
    expect(page.locator("main .wb-buttons button")).to_have_count(0)


def test_a_leader_confirms_what_an_officer_found_but_nobody_confirms_alone(people: People) -> None:
    officer = people.sign_in("customer-officer", "/scoring/findings")
    officer.get_by_role("button", name="记录事项").click()
    box = officer.locator(".wb-dialog")
    box.get_by_label("适用条款").select_option("AS-2.3")
    box.locator("textarea").first.fill("约谈一次")
    box.get_by_role("button", name="记录事项").click()
    expect(officer).to_have_url(re.compile(r"/scoring/findings/.+"))
    expect(officer.get_by_role("button", name="确认", exact=True)).to_have_count(0)
    leader = people.sign_in("customer-leader", here(officer))
    dialog(leader, "确认")
    expect(officer.locator(".wb-facts .wb-status").first).to_contain_text("已确认")
    dialog(leader, "不予采纳", reason="不成立")
    expect(officer.locator(".wb-facts")).to_contain_text("不成立")


def test_a_number_leads_down_to_its_event(people: People) -> None:
    page = people.sign_in("auditor", "/scoring/annual")
    expect(page.locator(".wb-main")).to_contain_text("预测, 非考核结果")
    slip = page.locator("details", has_text="SLIP-0001").last
    slip.locator("summary").first.click()
    slip.locator("summary").nth(1).click()
    slip.locator("a", has_text="roster:sample:").click()
    expect(page).to_have_url(re.compile(r"/audit/events/roster/\d+"))
    expect(page.locator("h1")).not_to_be_empty()


def test_a_quarter_shows_its_stages_and_what_is_in_the_way(people: People) -> None:
    page = people.sign_in("customer-leader", "/scoring/quarters")
    page.locator("tr.is-link a").first.click()
    expect(page.locator(".wb-stages li.is-over")).to_have_count(6)
    expect(page.locator(".wb-figure").first).to_contain_text("11")
    people.go(page, "/scoring/quarters/2")
    expect(page.locator(".wb-stages li.is-on")).to_contain_text("申请")
    expect(page.locator(".wb-lines")).to_contain_text("SLIP-0009")


def test_slips_print_two_a_page_with_the_sessions_cookie_and_no_script(people: People, house: House) -> None:
    page = people.sign_in("auditor", "/scoring/quarters/1")
    answer = page.request.get(f"{house.address}/c/sample/print/slips?quarter=1")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in answer.text()
    page.goto(f"{house.address}/c/sample/print/slips?quarter=1")
    slips = page.locator(".slip").count()
    assert slips == 7
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == (slips + 1) // 2
    expect(page.locator(".slip").first).to_contain_text(re.compile("内容哈希 [0-9a-f]{64}"))
    expect(page.locator(".slip").first.locator(".seal")).to_have_count(2)
    page.goto(f"{house.address}/c/sample/print/quarters/1/notice")
    expect(page.locator("tbody").last.locator("tr")).to_have_count(6)
    expect(page.locator(".big-seal")).to_be_visible()
    stranger = people.stranger()
    stranger.goto(f"{house.address}/c/sample/print/slips?quarter=1")
    expect(stranger).to_have_url(re.compile("/signin"))
    assert page.request.get(f"{house.address}/c/bj-2026/print/slips").status == 403
