"""A console whose services are all away, and people who try what they may not: who may what is decided before they are asked."""

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx
from playwright.sync_api import Browser, Page

from browser.house import House
from watchbill.place import CONSOLE

FORM = re.compile(r'name="form" value="([0-9a-f]+)"')


class Alone(House):
    """A console on its servers, without services and without a sample."""

    programs: ClassVar[list[httpx.Client]] = []
    """What people sent requests with; closed at the end."""

    def ask(self, role: str, method: str, service: str, path: str, body: Any = None) -> Any:
        """What a service answers to somebody with this role under every contract."""
        headers = {"Authorization": f"Bearer {self._instance.token(role)}"}
        answer = httpx.request(method, self._instance.url(service) + path, json=body, headers=headers, timeout=30)
        return answer.raise_for_status().json()

    def log(self, event: str, **facts: str) -> list[Any]:
        """Lines of the console's log."""
        text = (self._instance.place.logs / f"{CONSOLE}.jsonl").read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines() if f'"{event}"' in line]
        return [line for line in lines if line["event"] == event and all(line.get(name) == fact for name, fact in facts.items())]

    def trail(self, account: str, kind: str) -> list[Any]:
        """The entries about what this account did, the latest first."""
        entries: list[Any] = self.ask("auditor", "GET", CONSOLE, f"/v1/trail?kind={kind}&account={account}&limit=200")["items"]
        return entries

    async def _started(self) -> None:
        await self._instance.start_servers()
        await self._instance.start_console()


@dataclass(frozen=True)
class Somebody:
    """Who is signed in: the id of the account, and a program that sends its cookie."""

    house: Alone
    id: str
    program: httpx.Client

    @property
    def cookie(self) -> str:
        """What the session is known by."""
        return self.program.cookies["watchbill"]

    @contextmanager
    def browser(self, chromium: Browser, **options: Any) -> Iterator[Page]:
        """A browser with that cookie. `bypass_csp` takes the page's policy away, so that it hides no mistake."""
        context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        context.add_cookies([{"name": "watchbill", "value": self.cookie, "url": self.house.address}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        yield page
        context.close()


def newcomer(house: Alone, role: str, contract: str = "sample", name: str = "") -> Somebody:
    """Somebody new with a session."""
    login, own = f"{role.replace('.', '-')}-{secrets.token_hex(3)}", f"Zx9!{secrets.token_hex(12)}#Qw"
    grants = [{"contract": contract, "roles": [role]}]
    made = house.ask("admin", "POST", CONSOLE, "/v1/accounts", {"login": login, "name": name or login, "grants": grants})
    program = httpx.Client(base_url=house.address, headers={"Origin": house.address, "Accept": "text/html"}, timeout=30)
    house.programs.append(program)
    fill(program, "/signin", login=login, password=made["one_time_password"])
    fill(program, "/signin/change", new=own, again=own)
    return Somebody(house, made["account"]["id"], program)


def fill(program: httpx.Client, page: str, **fields: str) -> None:
    """Fills in a form as a person does."""
    form = FORM.search(program.get(page).text)
    assert form is not None
    assert program.post(page, data={"form": form[1], **fields}).status_code == 303
