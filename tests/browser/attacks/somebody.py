"""A house whose people type script (`hostile.py`), and people who try what they may not."""

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx
from playwright.sync_api import Browser, Page

from browser.attacks.hostile import marked
from browser.house import House, Json
from console.accounts.passwords import generated
from watchbill.place import CONSOLE

OTHER = "bj-2026"
FORM = re.compile(r'name="form" value="([0-9a-f]+)"')


class Harmed(House):
    """A house whose sample is full of script, with another contract beside it. Whatever is asked here is hostile, too."""

    over = ""
    """The id of a contract whose year is over."""
    programs: ClassVar[list[httpx.Client]] = []
    """What people sent requests with; closed at the end."""

    def post(self, service: str, path: str, role: str, body: Json, *, contract: str = "sample") -> Json:
        """As a house does, with hostile words in the place of those that are given."""
        return super().post(service, path, role, marked(role, service, path, body), contract=contract)

    def act(self, role: str, service: str, path: str, **body: Any) -> Json:
        """What somebody with this role does about the sample."""
        return self.post(service, f"/v1/contracts/sample{path}", role, body)

    def ask(self, role: str, service: str, path: str) -> Any:
        """What a service answers to somebody with this role under every contract."""
        headers = {"Authorization": f"Bearer {self._instance.token(role)}"}
        return httpx.get(self.url(service) + path, headers=headers, timeout=30).raise_for_status().json()

    def token(self, role: str, contract: str) -> str:
        """A token for a role under one contract."""
        return self._instance.token(role, contract=contract)

    def url(self, service: str) -> str:
        """Where a service is."""
        return self._instance.url(service)

    def log(self, event: str, service: str = CONSOLE, **facts: str) -> list[Any]:
        """Lines of a service's log."""
        text = (self._instance.place.logs / f"{service}.jsonl").read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines() if f'"{event}"' in line]
        return [line for line in lines if line["event"] == event and all(line.get(name) == fact for name, fact in facts.items())]

    def trail(self, account: str, kind: str) -> list[Any]:
        """The entries about what this account did, the latest first."""
        entries: list[Any] = self.ask("auditor", CONSOLE, f"/v1/trail?kind={kind}&account={account}&limit=200")["items"]
        return entries


@dataclass(frozen=True)
class Somebody:
    """Who is signed in: the id of the account, and a program that sends its cookie."""

    house: Harmed
    id: str
    program: httpx.Client

    @property
    def cookie(self) -> str:
        """What the session is known by."""
        return self.program.cookies["watchbill"]

    @contextmanager
    def browser(self, chromium: Browser, **options: Any) -> Iterator[Page]:
        """A browser with that cookie. `bypass_csp` takes the page's policy away, so that it hides no mistake."""
        context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", **options)
        context.add_cookies([{"name": "watchbill", "value": self.cookie, "url": self.house.address}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        yield page
        context.close()


def newcomer(house: Harmed, role: str, contract: str = "sample", *, harmless: bool = False) -> Somebody:
    """Somebody new with a session, and with a hostile name unless `harmless`."""
    login, own = f"{role.replace('.', '-')}-{secrets.token_hex(3)}", generated()
    grants = [{"contract": contract, "roles": [role]}]
    body = {"login": login, "name": login, "grants": grants}
    post = super(Harmed, house).post if harmless else house.post
    made = post(CONSOLE, "/v1/accounts", "admin", body, contract="*")
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
