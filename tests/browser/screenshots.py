"""`python -m browser.screenshots [part of a name]`: pictures of every page, wide and phone, light and dark, in out/screenshots.

Each page of the navigation and one of each that it leads to, the first decision's dialog, and what is seldom seen: failures,
a contract in which nothing happened yet, long words, lists of a thousand.
"""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from browser.house import House
from browser.outside import Outside
from browser.people import People, launched, settle
from browser.tour import stops

OUT = Path("out/screenshots")
SHAPES = {"wide": (1440, 900), "phone": (390, 844)}
LOOKS = ("light", "dark")
EMPTY = "bj-2026"
"""The shipped contract: in force, and nobody has done anything."""
ROWS = 1000
LONG = "第二会议室东侧大屏上半部分自九时起间歇性黑屏，重启控制器后约二十分钟再次出现；已联系厂家，备件预计明日上午到场。" * 12
PLAIN = ("plain-sign-in", "plain-sign-in-refused", "plain-account", "plain-change", "plain-walk", "plain-walk-failed-item")
UNBROKEN = "https-like-words-without-a-space-" * 12


class Camera:
    """Takes the pictures whose name is wanted."""

    def __init__(self, house: House, people: People, look: str, wanted: str) -> None:
        self._house, self._people, self._look, self._wanted = house, people, look, wanted

    def wants(self, name: str) -> bool:
        """Whether pictures of this name are to be taken."""
        return self._wanted in name

    def take(self, page: Page, name: str) -> None:
        """The page as it is now, in both shapes."""
        for shape, (width, height) in SHAPES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(150)  # fonts and charts are drawn
            wall = shape == "wide" and page.locator(".wb-bare").count() > 0  # it stands on one screen
            part = wall or page.get_by_role("dialog").count() > 0
            page.screenshot(path=OUT / f"{name}-{shape}-{self._look}.png", full_page=not part)
        page.set_viewport_size({"width": 1440, "height": 900})

    def open(self, login: str, path: str, name: str = "") -> Page | None:
        """A page of the sample; None, and no picture, where its name is not wanted."""
        name = name or named(path)
        if not self.wants(name):
            return None
        page = self._people.again(login, path, look=self._look)
        self.take(page, name)
        return page

    def pages(self) -> None:
        """The navigation, what it leads to, and the dialogs."""
        for stop in stops():
            name = named(stop.path)
            page = self.open(stop.login, stop.path)
            if page is None:
                continue
            further = list(stop.links(page))
            self._dialog(page, name)
            for number, (_, path) in enumerate(further):
                reached = self.open(stop.login, path, f"{name}-one{number or ''}")
                if reached is not None:
                    self._dialog(reached, f"{name}-one{number or ''}")

    def _dialog(self, page: Page, name: str) -> None:
        button = page.locator(".wb-main [aria-haspopup=dialog]").first
        if button.count():
            button.click()
            page.get_by_role("dialog").wait_for()
            self.take(page, f"{name}-dialog")

    def seldom_seen(self) -> None:
        """Failures, refusals, the plain pages, the walk."""
        self.open("contractor-engineer", "/no/such/page", "failure-unknown")
        self.open("contractor-engineer", "/system/parked", "failure-refused")
        self.open("customer-officer", "/desk/tickets/nothing", "failure-absent")
        away = {"failure-away-wall": "/wall", "failure-away-list": "/desk/tickets", "failure-away-home": "/"}
        if any(self.wants(name) for name in away):
            self._house.take_down("tickets")
            for name, path in away.items():
                self.open("customer-officer", path, name)
            self._house.bring_back("tickets")
        if any(self.wants(name) for name in PLAIN):
            self._plain()

    def _plain(self) -> None:
        page = self._people.stranger(look=self._look)
        page.goto(f"{self._house.address}/signin")
        self.take(page, PLAIN[0])
        page.fill("input[name=login]", "nobody")
        page.fill("input[name=password]", "nothing")
        page.press("input[name=password]", "Enter")
        page.get_by_role("alert").wait_for()
        self.take(page, PLAIN[1])
        page = self._people.again("contractor-engineer", "/", look=self._look)
        for name, path in zip(PLAIN[2:5], ("/account", "/signin/change", "/c/sample/inspection/walk"), strict=True):
            page.goto(self._house.address + path)
            page.locator("h1").first.wait_for()
            self.take(page, name)
        page.locator(".item.is-open").first.get_by_role("button", name=re.compile("异常")).click()
        self.take(page, PLAIN[5])

    def empty(self) -> None:
        """Every page of a contract in which nothing happened."""
        page = self._people.newcomer("auditor", EMPTY, look=self._look)
        for stop in stops():
            name = f"empty-{named(stop.path)}"
            if self.wants(name):
                page.goto(f"{self._house.address}/c/{EMPTY}{stop.path}")
                settle(page)
                self.take(page, name)

    def many(self) -> None:
        """Long words, and lists of a thousand."""
        for name, path in (("tickets", "/desk/tickets"), ("home", "/"), ("events", "/audit/ledger?service=tickets")):
            page = self.open("customer-officer", path, f"many-{name}")
            if page is None or name == "home":
                continue
            page.get_by_role("button", name=re.compile("下一页")).click()
            page.get_by_text(re.compile("第 51–")).wait_for()
            self.take(page, f"many-{name}-next")
        rows = self._house.get("tickets", "/v1/contracts/sample/tickets?limit=200&sort=opened_at&direction=desc")["items"]
        for number, words in enumerate((LONG, UNBROKEN)):
            found = next(row["id"] for row in rows if row["description"] == words)
            self.open("contractor-desk", f"/desk/tickets/{found}", f"many-long{number}")


def named(path: str) -> str:
    """A page's path as a part of a file's name."""
    return re.sub(r"[^\w-]+", "-", path.strip("/")) or "home"


def fill(house: House) -> None:
    """Long words and a thousand rows."""

    def ticket(words: str) -> None:
        house.post("tickets", "/v1/contracts/sample/tickets", "contractor.desk", {"kind": "request", "description": words})

    with ThreadPoolExecutor(4) as several:
        list(several.map(ticket, (f"第 {number} 号请求：调试麦克风" for number in range(ROWS))))
    ticket(LONG)
    ticket(UNBROKEN)


def main(wanted: str = "") -> None:
    """Takes those whose name has `wanted` in it."""
    OUT.mkdir(parents=True, exist_ok=True)
    with House.of_its_own() as house, Outside.watched() as outside, sync_playwright() as playwright:
        browser = launched(playwright, outside)
        cameras = [Camera(house, People(house, browser, outside, {}), look, wanted) for look in LOOKS]
        for camera in cameras:
            camera.pages()
            camera.seldom_seen()
        house.activate(EMPTY)
        fill(house)
        for camera in cameras:
            camera.many()
            camera.empty()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
