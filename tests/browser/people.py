"""People in browsers of their own, and an account of what their pages asked for and complained about."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request

from browser.house import House

PATIENCE_MILLISECONDS = 30_000


class People:
    """Opens browsers. `elsewhere` is what any page asked of another machine, `complaints` are failures of its scripts."""

    def __init__(self, house: House, chromium: Browser) -> None:
        self._house, self._chromium = house, chromium
        self._contexts: list[BrowserContext] = []
        self._here: dict[tuple[str, int, int, str], Page] = {}
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []

    def sign_in(self, login: str, path: str = "/", *, width: int = 1440, height: int = 900, look: str = "light") -> Page:
        """A browser of its own, signed in by the page as anybody would, on a page of the sample contract."""
        page = self.stranger(width=width, height=height, look=look)
        page.goto(self._house.address)
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", self._house.password(login))
        page.press("input[name=password]", "Enter")
        page.wait_for_selector(".wb-main, .wb-bare")
        return self.go(page, path)

    def again(self, login: str, path: str, *, width: int = 1440, height: int = 900, look: str = "light") -> Page:
        """As `sign_in`, but in the browser where this person is signed in already, if there is one of that shape."""
        shape = (login, width, height, look)
        if shape not in self._here:
            self._here[shape] = self.sign_in(login, "/", width=width, height=height, look=look)
        page = self._here[shape]
        page.set_viewport_size({"width": width, "height": height})
        return self.go(page, path)

    def stranger(self, *, width: int = 1440, height: int = 900, look: str = "light") -> Page:
        """A browser in which nobody is signed in."""
        context = self._chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if look == "dark" else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        self._contexts.append(context)
        context.on("request", self._asked)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
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

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.elsewhere.append(request.url)


def settle(page: Page) -> None:
    """Waits until the page's socket is up and no panel is still reading."""
    page.wait_for_selector(".wb-main, .wb-bare")
    page.wait_for_function("window.socket && window.socket.connected")
    page.wait_for_function("![...document.querySelectorAll('.wb-notice')].some((n) => /正在读取|Reading/.test(n.innerText))")


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide
