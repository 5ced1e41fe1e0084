"""The walk of a round at phone size: offline for a while, and each result reaches inspection once, with its own time."""

import os
import re
import struct
import time
import zlib
from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from browser.house import House
from browser.people import People
from common.clock import real_now

OFFLINE_SECONDS = float(os.environ.get("WATCHBILL_WALK_OFFLINE_SECONDS", "10"))
ITEMS = 10
FAILED = 3
API = "/v1/contracts/sample"


def a_photo() -> dict[str, Any]:
    """A picture larger than what is sent: 2,000 × 1,500 points of grey."""
    lines = b"".join(b"\0" + bytes((line + at) % 251 for at in range(2000)) for line in range(1500))

    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = part(b"IHDR", struct.pack(">IIBBBBB", 2000, 1500, 8, 0, 0, 0, 0))
    return {
        "name": "panel.png",
        "mimeType": "image/png",
        "buffer": b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(lines)) + part(b"IEND", b""),
    }


def the_walk(people: People, house: House) -> Page:
    """An engineer's phone on the page, which it has kept for when the network is away."""
    page = people.sign_in("contractor-engineer", width=390, height=844)
    return open_walk(page, house)


def open_walk(page: Page, house: House) -> Page:
    page.goto(f"{house.address}/c/sample/inspection/walk")
    page.wait_for_selector("html[data-kept=yes]")
    return page


def open_items(page: Page) -> list[str]:
    """The checks that have no result yet."""
    cards = page.locator(".item.is-open")
    expect(cards.first).to_be_visible()
    return [str(cards.nth(at).get_attribute("data-check")) for at in range(cards.count())]


def item(page: Page, check: str) -> Any:
    return page.locator(f"[data-check='{check}']")


def describe_a_fault(card: Any) -> None:
    """A failure needs a word, and may have a photo."""
    card.get_by_role("button", name=re.compile("异常")).click()
    card.get_by_role("button", name="保存").click()
    expect(card.locator(".message")).to_have_text("请说明情况或原因。")
    card.locator("textarea").fill("第三块屏黑屏")
    card.locator("input[type=file]").set_input_files([a_photo()])
    expect(card.locator(".photo img")).to_be_visible()


def everything_is_sent(page: Page) -> None:
    page.wait_for_selector("html[data-waiting='0']", timeout=60_000)


def test_ten_results_and_a_photo_made_offline_arrive_once_with_the_times_they_were_made(people: People, house: House) -> None:
    page = the_walk(people, house)
    chosen = open_items(page)[:ITEMS]
    assert len(chosen) == ITEMS
    page.context.set_offline(True)
    left = time.monotonic()
    page.reload()  # the phone had put the page away meanwhile
    expect(page.locator("#network")).to_have_text("离线")
    captured = {}
    for number, check in enumerate(chosen):
        before = real_now()
        if number == FAILED:
            describe_a_fault(item(page, check))
            before = real_now()
            item(page, check).get_by_role("button", name="保存").click()
        else:
            item(page, check).get_by_role("button", name=re.compile("正常")).click()
        expect(item(page, check).locator(".outcome")).to_contain_text("待发送")
        captured[check] = (before, real_now())
    expect(page.locator("html")).to_have_attribute("data-waiting", str(ITEMS + 1))
    assert results(house, chosen) == {}
    page.wait_for_timeout(max(0.0, OFFLINE_SECONDS - (time.monotonic() - left)) * 1000)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-waiting", str(ITEMS + 1))
    page.context.set_offline(False)
    everything_is_sent(page)
    arrived = results(house, chosen)
    assert arrived.keys() == set(chosen)
    for check, (earliest, latest) in captured.items():
        done_at = datetime.fromisoformat(arrived[check]["done_at"])
        assert earliest - timedelta(seconds=1) <= done_at <= latest + timedelta(seconds=1), check
    assert recorded(house, chosen) == sorted(chosen), "a result is in the ledger twice or not at all"
    failed = arrived[chosen[FAILED]]
    assert (failed["state"]["code"], failed["note"]) == ("fail", "第三块屏黑屏")
    (photo,) = house.get("inspection", f"{API}/checks/{chosen[FAILED]}/photos")["items"]
    assert photo["photo"].startswith("data:image/jpeg;base64,")
    assert photo["taken_at"] == failed["done_at"]
    people.go(page, f"/inspection/checks/{chosen[FAILED]}")
    picture = page.locator("figure img")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.naturalWidth") == 1600


def test_what_somebody_else_recorded_meanwhile_is_told_and_ones_own_stays_until_put_away(people: People, house: House) -> None:
    page, other = the_walk(people, house), the_walk(people, house)
    check = open_items(page)[0]
    page.context.set_offline(True)
    item(page, check).get_by_role("button", name=re.compile("备注")).click()
    item(page, check).locator("textarea").fill("略有噪声")
    item(page, check).get_by_role("button", name="保存").click()
    item(other, check).get_by_role("button", name=re.compile("正常")).click()
    expect(other.locator("html")).to_have_attribute("data-waiting", "1")
    everything_is_sent(other)
    page.context.set_offline(False)
    told = item(page, check).locator(".message.is-bad")
    expect(told).to_contain_text("该监控项已有结果。", timeout=60_000)
    expect(told).to_contain_text("略有噪声")
    page.reload()
    expect(told).to_contain_text("略有噪声")
    page.on("dialog", lambda dialog: dialog.accept())
    told.get_by_role("button").click()
    expect(item(page, check)).to_have_count(0)
    assert recorded(house, [check]) == [check]


def test_a_session_that_ended_offline_asks_to_sign_in_and_then_sends_what_was_kept(people: People, house: House) -> None:
    page = the_walk(people, house)
    check = open_items(page)[0]
    page.context.set_offline(True)
    item(page, check).get_by_role("button", name=re.compile("正常")).click()
    expect(page.locator("html")).to_have_attribute("data-waiting", "1")
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator("#messages")).to_contain_text("1 项仍在本机", timeout=60_000)
    assert results(house, [check]) == {}
    page.locator("#messages").get_by_role("link", name="登录").click()
    page.fill("input[name=login]", "contractor-engineer")
    page.fill("input[name=password]", house.password("contractor-engineer"))
    page.press("input[name=password]", "Enter")
    expect(page).to_have_url(re.compile("/inspection/walk$"))
    everything_is_sent(page)
    assert recorded(house, [check]) == [check]


def test_nobody_sends_what_another_person_recorded_on_the_same_phone(people: People, house: House) -> None:
    page = the_walk(people, house)
    check = open_items(page)[0]
    page.context.set_offline(True)
    item(page, check).get_by_role("button", name=re.compile("正常")).click()
    expect(page.locator("html")).to_have_attribute("data-waiting", "1")
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.goto(f"{house.address}/signin?next=/c/sample/inspection/walk")
    page.fill("input[name=login]", "contractor-manager")
    page.fill("input[name=password]", house.password("contractor-manager"))
    page.press("input[name=password]", "Enter")
    expect(page.locator("#messages")).to_contain_text("须由其本人登录后发送")
    page.wait_for_timeout(6000)  # an attempt to send has passed
    assert results(house, [check]) == {}
    item(page, check).get_by_role("button", name="撤回").click()
    expect(page.locator("html")).to_have_attribute("data-waiting", "0")


def test_a_walk_that_was_left_open_looks_for_the_next_round_when_its_own_is_over(people: People, house: House) -> None:
    page = people.sign_in("contractor-engineer", width=390, height=844)
    page.clock.install()
    expect(open_walk(page, house).locator(".item").first).to_be_visible()
    with page.expect_response("**/inspection/walk/day"):
        page.clock.fast_forward("24:00:00")


def test_a_slip_of_the_thumb_is_taken_back_before_it_is_sent(people: People, house: House) -> None:
    page = the_walk(people, house)
    check = open_items(page)[0]
    item(page, check).get_by_role("button", name=re.compile("正常")).click()
    item(page, check).get_by_role("button", name="撤回").click()
    expect(item(page, check).get_by_role("button", name=re.compile("异常"))).to_be_visible()
    page.wait_for_timeout(5000)  # the time in which it would have been sent
    assert results(house, [check]) == {}


def test_who_may_not_record_is_led_to_the_rounds(people: People, house: House) -> None:
    page = people.sign_in("customer-officer", width=390, height=844)
    page.goto(f"{house.address}/c/sample/inspection/walk")
    expect(page).to_have_url(re.compile("/inspection/rounds$"))


def results(house: House, checks: list[str]) -> dict[str, Any]:
    """Those of the checks that inspection has a result for."""
    days = [house.get("inspection", f"{API}/rounds/{day}") for day in {check[:10] for check in checks}]
    lines = [line for day in days for part in ("round", "month") if day[part] for line in day[part]["lines"]]
    return {line["check_id"]: line for line in lines if line["check_id"] in checks and line["state"]["code"] != "open"}


def recorded(house: House, checks: list[str]) -> list[str]:
    """The checks that the ledger's events of recording name, as often as they do."""
    found: list[str] = []
    cursor = ""
    while True:
        path = f"{API}/events?type=check-recorded&limit=200{f'&cursor={cursor}' if cursor else ''}"
        page = house.get("inspection", path)
        found += [f"{one['event']['round_id']}:{one['event']['line']}" for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            return sorted(check for check in found if check in checks)
