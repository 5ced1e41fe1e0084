"""What the console's rows are measured on: a whole system with its sample, people who signed in, and a browser."""

import asyncio
import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.async_api import Browser, BrowserContext, async_playwright

from browser.house import House as Whole
from watchbill.instance import Instance
from watchbill.place import CONSOLE
from watchbill.sample import CONTRACT

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
BROWSER = Path(__file__).parents[2] / "deploy" / "browser"
_FORM = re.compile(r'name="form" value="([0-9a-f]+)"')
COOKIE = "watchbill"


@dataclass
class House:
    """The system as `make run` starts it. It runs on a loop of its own, beside the one that measures."""

    whole: Whole

    @property
    def instance(self) -> Instance:
        """Its processes and addresses."""
        return self.whole._instance

    @property
    def console(self) -> str:
        """Where the console is."""
        return self.instance.url(CONSOLE)

    def address(self, path: str) -> str:
        """A page of the sample contract."""
        return f"{self.console}/c/{CONTRACT}{path}"

    def token(self, role: str) -> str:
        """What asks a service as somebody with this role."""
        return self.instance.token(role, contract=CONTRACT)

    def port(self, service: str) -> int:
        """The port of a service."""
        return self.instance.ports.of(service)

    def console_cpu_seconds(self) -> float:
        """The processor time that the console's process has used so far."""
        used = Path(f"/proc/{self.instance.child(CONSOLE).pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")

    async def sign_in(self, login: str) -> str:
        """A session of its own, by the page as anybody gets one; its cookie."""
        async with httpx.AsyncClient(base_url=self.console, trust_env=False, timeout=60) as web:
            form = _FORM.search((await web.get("/signin")).text)
            fields = {"login": login, "password": self.whole.password(login), "form": form[1] if form else "", "next": "/"}
            answer = await web.post("/signin", data=fields)
            if answer.is_error or COOKIE not in web.cookies:
                raise AssertionError(f"{login} could not sign in: {answer.status_code}")
            return web.cookies[COOKIE]


@contextmanager
def house() -> Iterator[House]:
    """One in a new folder. The sample is played first, which takes about a minute."""
    with Whole.of_its_own() as whole:
        yield House(whole)


async def missing_browser() -> str:
    """Why there is no browser to measure with; empty where there is one."""
    process = await asyncio.create_subprocess_exec(BROWSER, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, said = await process.communicate()
    return said.decode().strip() if process.returncode else ""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A real one, without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def context_of(browser: Browser, home: House, cookie: str, script: str = "") -> AsyncIterator[BrowserContext]:
    """A browser with nothing in its cache, whose session is signed in. `script` runs in each of its pages."""
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    try:
        await context.add_cookies([{"name": COOKIE, "value": cookie, "url": home.console}])
        if script:
            await context.add_init_script(script)
        yield context
    finally:
        await context.close()
