"""People in browsers of their own, and an account of what their pages asked for and complained about."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, WebSocket, expect

from browser.house import House
from browser.outside import HERE, Outside
from common.clock import real_now
from console.accounts.passwords import generated

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PATIENCE_MILLISECONDS = 30_000
ZONE = ZoneInfo("Asia/Shanghai")
SETTLED = """() => window.socket?.connected && document.querySelector(".wb-main, .wb-bare")
    && ![...document.querySelectorAll(".wb-notice")].some((one) => /正在读取|Reading/.test(one.textContent))
    && !document.querySelector(".wb-chart:not(:has(svg))")"""

Cookies = dict[str, str]
"""The session's cookie of each login name that signed in by the page before."""


def launched(playwright: Playwright, outside: Outside) -> Browser:
    """A browser that reaches this machine and nothing else."""
    return playwright.chromium.launch(
        executable_path=Path(CHROMIUM), args=["--no-sandbox"], proxy={"server": outside.proxy, "bypass": HERE}
    )


class People:
    """Opens browsers. `elsewhere` is what any page asked of another machine, `complaints` are failures of its scripts."""

    def __init__(self, house: House, chromium: Browser, outside: Outside, known: Cookies) -> None:
        self._house, self._chromium, self._outside, self._known = house, chromium, outside, known
        self._contexts: list[BrowserContext] = []
        self._here: dict[tuple[str, str], Page] = {}
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []

    def sign_in(self, login: str, path: str = "/", *, width: int = 1440, height: int = 900, look: str = "light") -> Page:
        """A browser of its own on a page of the sample contract, signed in by the page as anybody would.

        Who signed in before in this run goes on with that session, in the new browser, while it lasts.
        """
        page = self.stranger(width=width, height=height, look=look)
        if login in self._known:
            page.context.add_cookies([{"name": "watchbill", "value": self._known[login], "url": self._house.address}])
        page.goto(f"{self._house.address}/c/sample{path}")
        if urlsplit(page.url).path == "/signin":
            signs_in(page, login, self._house.password(login))
            page.wait_for_url(lambda url: urlsplit(url).path != "/signin")
            self._known[login] = next(one["value"] for one in page.context.cookies() if one["name"] == "watchbill")
        settle(page)
        return page

    def again(self, login: str, path: str, *, width: int = 1440, height: int = 900, look: str = "light") -> Page:
        """As `sign_in`, but in the browser where this person is signed in already, if there is one of that look."""
        page = self._here.get((login, look))
        if page is None:
            page = self._here[login, look] = self.sign_in(login, path, width=width, height=height, look=look)
            return page
        page.set_viewport_size({"width": width, "height": height})
        return self.go(page, path)

    def newcomer(self, role: str, contract: str, *, look: str = "light") -> Page:
        """Somebody new under a contract: signs in with what was handed over, chooses a password, and is at home."""
        login = f"{role.replace('.', '-')}-{secrets.token_hex(3)}"
        given, own = self._house.newcomer(login, role, contract), generated()
        page = self.stranger(look=look)
        page.goto(self._house.address)
        signs_in(page, login, given)
        chooses(page, own)
        expect(page).not_to_have_url(re.compile("/signin"))
        page.goto(self._house.address)
        settle(page)
        return page

    def stranger(self, *, width: int = 1440, height: int = 900, look: str = "light") -> Page:
        """A browser in which nobody is signed in."""
        context = self._chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if look == "dark" else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        dark = "1" if look == "dark" else "0"  # what the frame's script keeps of the browser's look after the first page
        context.add_cookies([{"name": "watchbill_dark", "value": dark, "url": self._house.address}])
        self._contexts.append(context)
        context.on("request", self._asked)
        context.on("console", self._said)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("websocket", self._connected)
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        return page

    def go(self, page: Page, path: str) -> Page:
        """Opens a page of the sample contract; returns when it has shown what it reads."""
        page.goto(f"{self._house.address}/c/sample{path}")
        settle(page)
        return page

    def leave(self) -> None:
        """Closes every browser."""
        for context in self._contexts:
            context.close()

    @contextmanager
    def content(self) -> Iterator[None]:
        """Nothing that happens in the block wants to leave the machine, and no script fails."""
        self.forget()
        yield
        asked = self.elsewhere + self._outside.asked
        assert not asked, f"something was asked of another machine: {asked}"
        assert self.complaints == [], "a page's script failed"

    def forget(self) -> None:
        """What was heard until now counts no more."""
        for heard in (self.elsewhere, self.complaints, self._outside.asked):
            heard.clear()

    def _asked(self, request: Request) -> None:
        self._note(request.url)

    def _connected(self, socket: WebSocket) -> None:
        self._note(socket.url)

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != HERE:
            self.elsewhere.append(url)

    def _said(self, message: ConsoleMessage) -> None:
        """The page's policy stops a request before the browser makes it; that it was wanted is a defect as well."""
        if message.type == "error" and "Content Security Policy" in message.text:
            self.elsewhere.append(message.text)


def now_there() -> datetime:
    """The time on the sample's walls. Its days lie around today, so a story names none of them by date."""
    return real_now().astimezone(ZONE)


def settle(page: Page) -> None:
    """Waits until the page's socket is up, no panel is still reading, and charts are drawn."""
    page.wait_for_function(SETTLED)


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


BEYOND = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth && !one.closest(".wb-scroll"))
  .map((one) => one.outerHTML.slice(0, 200)).slice(-3)"""


def beyond(page: Page) -> list[str]:
    """What makes the page wider than its window, the innermost; nothing where it is not."""
    return list(page.evaluate(BEYOND)) if sideways(page) > 0 else []


def signs_in(page: Page, login: str, password: str) -> None:
    """On the page of sign-in, as anybody would."""
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")


def chooses(page: Page, own: str) -> None:
    """A password of one's own, where one has to be chosen."""
    page.fill("input[name=new]", own)
    page.fill("input[name=again]", own)
    page.press("input[name=again]", "Enter")
