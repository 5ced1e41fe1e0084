"""The frame, in a real browser: signing in, languages, looks, rights, services that go away, sessions that end."""

import re
from contextlib import suppress

from playwright.sync_api import Error, Page, expect

from browser.house import House
from browser.people import People, sideways, signs_in


def nav(page: Page) -> list[str]:
    return page.locator(".wb-nav a").all_inner_texts()


def test_an_officer_signs_in_and_finds_what_waits_soonest_first(people: People) -> None:
    page = people.sign_in("customer-officer")
    expect(page.locator("h1")).to_have_text("待办")
    lines = page.locator(".wb-waits li")
    expect(lines.filter(has_text="考核建议待处理").first).to_be_visible()
    people_named = page.locator(".wb-waits .is-about").filter(has_text=re.compile("(音视频|视频|图像|服务台)[甲乙丙丁戊]"))
    expect(people_named.first).to_be_visible()
    assert not re.search(r"\b[a-z]{2}-[0-9]\b", page.locator(".wb-waits").inner_text()), "people are called by name, not by id"
    expect(page.locator(".wb-sample")).to_have_text("示例")


def test_what_waits_longest_is_listed_and_the_rest_is_counted(people: People, house: House) -> None:
    for number in range(1, 25):
        body = {"kind": "request", "description": f"第 {number} 张单"}
        house.post("tickets", "/v1/contracts/sample/tickets", "contractor.desk", body)
    page = people.sign_in("contractor-desk")
    lines = page.locator(".wb-waits li").filter(has=page.get_by_role("link", name="工单待派工", exact=True))
    expect(lines).to_have_count(20)
    expect(lines.filter(has_text="第 24 张单")).to_have_count(0)
    begun = [one.inner_text() for one in lines.locator("time").all()]
    assert begun == sorted(begun, key=lambda words: [int(number) for number in re.findall("[0-9]+", words)])
    page.get_by_role("link", name=re.compile("^另有 [0-9]+ 项: 工单待派工$")).click()
    expect(page).to_have_url(re.compile("/desk/tickets$"))


def test_a_stranger_is_sent_to_sign_in_and_back(people: People, house: House) -> None:
    page = people.stranger()
    page.goto(f"{house.address}/c/sample/audit/ledger?service=scoring")
    expect(page).to_have_url(re.compile(r"/signin\?next="))
    page.fill("input[name=login]", "auditor")
    page.fill("input[name=password]", house.password("auditor"))
    page.press("input[name=password]", "Enter")
    expect(page).to_have_url(f"{house.address}/c/sample/audit/ledger?service=scoring")


def test_the_navigation_shows_what_a_role_may_see_and_a_page_refuses_who_may_not(people: People) -> None:
    page = people.sign_in("contractor-engineer")
    assert "搁置事项" not in nav(page)
    people.go(page, "/system/parked")
    expect(page.locator(".wb-notice")).to_have_text("您的角色不能查看此页。")


def test_another_contract_is_not_shown(people: People, house: House) -> None:
    page = people.sign_in("customer-officer")
    page.goto(f"{house.address}/c/bj-2026/audit/ledger")
    expect(page.locator(".wb-notice")).to_have_text("您的角色不能查看此页。")


def test_the_language_switch_speaks_english_and_back(people: People) -> None:
    page = people.sign_in("auditor")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Waiting")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("待办")


def test_a_look_is_kept(people: People) -> None:
    page = people.sign_in("auditor")
    page.locator("[data-look]").click()
    page.wait_for_load_state()
    expect(page.locator("body")).to_have_class(re.compile("body--dark"))
    people.go(page, "/audit/verify")
    expect(page.locator("body")).to_have_class(re.compile("body--dark"))


def test_a_phone_opens_the_menu_and_reads_a_ledger(people: People) -> None:
    page = people.sign_in("auditor", width=390, height=844)
    page.get_by_role("button", name="菜单").click()
    page.locator(".wb-nav").get_by_role("link", name="事件账").click()
    expect(page.locator("h1")).to_have_text("事件账")
    page.wait_for_selector(".wb-table tbody tr")
    assert sideways(page) == 0


def test_ones_session_elsewhere_is_ended_from_a_phone(people: People, house: House) -> None:
    elsewhere = people.sign_in("viewer", "/wall")
    phone = people.stranger(width=390, height=844)
    phone.goto(f"{house.address}/account")
    signs_in(phone, "viewer", house.password("viewer"))
    expect(phone).to_have_url(re.compile("/account"))
    lines = phone.locator("table.list tbody tr")
    before = lines.count()
    expect(phone.get_by_role("button", name="结束", exact=True).first).to_be_in_viewport(ratio=1)
    while (button := phone.get_by_role("button", name="结束", exact=True)).count():
        button.first.click()
        expect(lines).to_have_count(before := before - 1)
    assert sideways(phone) == 0
    elsewhere.reload()
    expect(elsewhere).to_have_url(re.compile("/signin"))


def test_a_ledger_pages_filters_and_leaves_as_a_file(people: People) -> None:
    page = people.sign_in("auditor", "/audit/ledger?service=roster")
    rows = page.locator(".wb-table tbody tr")
    expect(rows).to_have_count(50)
    first = rows.first.inner_text()
    page.get_by_role("button", name=re.compile("下一页")).click()
    expect(rows.first).not_to_have_text(first)
    page.locator(".wb-filter input").nth(1).fill("shift-started")
    page.locator(".wb-filter input").nth(1).press("Enter")
    expect(rows.first).to_contain_text("到岗")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("序号,事件,对象")
    assert "到岗" in text


def test_a_fact_is_followed_to_every_record_of_its_action(people: People) -> None:
    page = people.sign_in("auditor", "/audit/ledger?service=scoring")
    page.locator(".wb-table tbody tr a").first.click()
    expect(page.locator("h2", has_text="因此事而起的全部记录")).to_be_visible()
    expect(page.locator(".wb-timeline b")).to_have_count(1)


def test_every_chain_is_verified_and_witnessed(people: People) -> None:
    page = people.sign_in("auditor", "/audit/verify")
    expect(page.locator(".wb-status.is-good")).to_have_count(5)
    expect(page.locator(".wb-lines li").first).to_be_visible()


def test_a_panel_greys_while_its_service_is_away_and_comes_back_by_itself(people: People, house: House) -> None:
    page = people.sign_in("viewer", "/wall")
    duty = page.locator("section", has=page.locator("h2", has_text="在岗")).first
    expect(duty.locator(".wb-post").first).to_be_visible()
    house.take_down("tickets")
    try:
        people.go(page, "/wall")
        meetings = page.locator("section", has=page.locator("h2", has_text="今日会议"))
        expect(meetings).to_have_class(re.compile("is-away"))
        expect(meetings).to_contain_text("服务台服务暂不可用")
        expect(duty.locator(".wb-post").first).to_be_visible()
    finally:
        house.bring_back("tickets")
    expect(meetings).not_to_have_class(re.compile("is-away"))


def test_a_page_whose_session_ended_elsewhere_acts_no_more(people: People) -> None:
    page = people.sign_in("customer-finance", "/system/readings")
    other = page.context.new_page()
    people.go(other, "/")
    other.get_by_role("button", name="退出").click()
    expect(other).to_have_url(re.compile("/signin"))
    with suppress(Error):  # within seconds it goes by itself, and has nothing to click then
        page.get_by_role("button", name="English").click(timeout=5_000)
    expect(page).to_have_url(re.compile("/signin"))
