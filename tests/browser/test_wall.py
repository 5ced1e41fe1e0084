"""The wall: everything that a watch needs stands on one screen, however much happens."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from browser.house import House
from browser.people import People
from common.clock import real_now

MORE_THAN_FIT = 8
FAULTS, MEETINGS = "/v1/contracts/sample/faults", "/v1/contracts/sample/meetings"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
def test_a_wall_needs_no_scrolling_though_more_waits_and_happens_than_it_has_lines(
    people: People, house: House, width: int, height: int
) -> None:
    wall = people.sign_in("viewer", "/wall", width=width, height=height)
    for number in range(MORE_THAN_FIT):
        body = {"kind": "request", "description": f"请求 {number}", "urgent": number == MORE_THAN_FIT - 1}
        house.post("tickets", "/v1/contracts/sample/tickets", "contractor.desk", body)
    tickets = wall.locator(".wb-panel", has=wall.get_by_role("heading", name="未办结工单"))
    expect(tickets).to_contain_text("另有")
    expect(tickets.locator("li").first).to_contain_text("紧急")
    expect(wall.locator(".wb-panel").last.locator("li")).to_have_count(6)  # the live line is full
    tall = wall.evaluate("document.documentElement.scrollHeight")
    assert tall <= height


def test_a_new_fault_and_the_next_meeting_come_before_what_is_over_however_long_the_day_was(people: People, house: House) -> None:
    wall = people.sign_in("viewer", "/wall")
    for number in range(MORE_THAN_FIT):
        house.post("inspection", FAULTS, "contractor.engineer", {"description": "黑屏", "place": f"第 {number} 块屏"})
    faults = wall.locator(".wb-panel", has=wall.get_by_role("heading", name="巡检"))
    expect(faults.locator(".wb-wall-list li").first).to_contain_text(f"第 {MORE_THAN_FIT - 1} 块屏")
    meetings = wall.locator(".wb-panel", has=wall.get_by_role("heading", name="会议"))
    due, starts, ends = ((real_now() + timedelta(minutes=ahead)).isoformat() for ahead in (1, 2, 20))
    body = {"title": "马上开始的会", "level": "普通", "kind": "视频会议"}
    times = {"setup_due_at": due, "starts_at": starts, "ends_at": ends}
    made = house.post("tickets", MEETINGS, "contractor.manager", body | times)
    # By the hour, one of the sample's runs already: what runs comes first, what is over last.
    expect(meetings.locator("li", has_not_text="进行中").first).to_contain_text("马上开始的会")
    house.post("tickets", f"{MEETINGS}/{made['id']}/cancel", "contractor.manager", {"reason": "试验"})
    expect(meetings).not_to_contain_text("马上开始的会")


def test_a_post_that_is_held_round_the_clock_tells_its_next_change_at_any_hour(people: People) -> None:
    wall = people.sign_in("viewer", "/wall")
    expect(wall.locator(".wb-post", has_text="中控及音视频")).to_contain_text("起计划")
