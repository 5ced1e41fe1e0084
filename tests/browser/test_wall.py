"""The wall: everything that a watch needs stands on one screen, however much happens."""

import pytest
from playwright.sync_api import expect

from browser.house import House
from browser.people import People

MORE_THAN_FIT = 8


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
