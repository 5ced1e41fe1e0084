"""A contract whose year is over today: what comes after a year can be done by people now, and no clock is turned."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import httpx
from playwright.sync_api import Page

from browser.house import House
from browser.people import ZONE, People, now_there, settle
from common.testing.processes import eventually
from common.working_days import add_months
from watchbill.activation import shipped
from watchbill.pack.folder import document_of
from watchbill.sample.pack import DAY_OF_TERM, laid_around

Json = dict[str, Any]

DAYS_SINCE = 12
"""Since the last day of the term: so that nothing of what follows it is late."""
LEAK = ("1.2.3", 20, "擅自泄露指挥中心相关信息")
UNTIDY = ("1.2.5", 1, "工位垃圾未处理")


class PastYear:
    """A contract of its own with its people. Until its last day others have acted, through the services' APIs."""

    def __init__(self, people: People, house: House) -> None:
        self._people, self._house = people, house
        self.id = f"past-{secrets.token_hex(3)}"
        today = now_there().date()
        self.ended = today - timedelta(days=DAYS_SINCE)
        self.began = add_months(self.ended + timedelta(days=1), -12)
        self.today = today

    def pack(self, *, unpublished: Sequence[int] = ()) -> Json:
        """The shipped pack with its term in the past; the state has published every year that is not in `unpublished`."""
        document: Json = laid_around(document_of(shipped()), self.began + timedelta(days=DAY_OF_TERM - 1))
        for year in document["calendars"]:
            year["status"] = "projected" if year["year"] in unpublished else "published"
        return document

    def activate(self, *, unpublished: Sequence[int] = ()) -> None:
        """Puts it in force; returns when its four quarters are open and applied for."""
        body = {"contract_id": self.id, "pack": self.pack(unpublished=unpublished)}
        self._house.post("billing", "/v1/contracts", "admin", body, contract="*")

        for quarter in (1, 2, 3, 4):
            self._house.run(eventually(partial(self._applied, quarter), f"quarter {quarter} is open"))

    def act(self, role: str, service: str, path: str, **body: Any) -> Json:
        """What somebody else did about this contract."""
        return self._house.post(service, f"/v1/contracts/{self.id}{path}", role, body, contract=self.id)

    def deducted(self, quarter: int, rule: str, points: int, narrative: str) -> None:
        """A slip of a quarter with both signatures, written late, as its words say."""
        slip = self.act(
            *("customer.officer", "scoring", "/slips"),
            rule=rule,
            points=points,
            narrative=narrative,
            event_at=self._within(quarter),
            late_reason="补录",
        )
        self.act("contractor.manager", "scoring", f"/slips/{slip['id']}/sign")
        self.act("customer.head", "scoring", f"/slips/{slip['id']}/sign")

    def close(self, quarter: int, *, until: str = "close") -> None:
        """Takes a quarter, which is applied for, to a step."""
        steps: tuple[tuple[str, str, Json], ...] = (
            ("assess", "customer.officer", {}),
            ("respond", "contractor.manager", {}),
            ("notice", "customer.leader", {}),
            ("rectify", "contractor.manager", {"report": "整改完成"}),
            ("close", "customer.head", {}),
        )
        for step, role, body in steps:
            self.act(role, "scoring", f"/quarters/{quarter}/{step}", **body)
            if step == until:
                return

    def somebody(self, role: str, path: str) -> Page:
        """Somebody new with this role, signed in, on a page of the contract."""
        return self.go(self._people.newcomer(role, self.id), path)

    def go(self, page: Page, path: str) -> Page:
        """Opens a page of the contract; returns when it has shown what it reads."""
        page.goto(f"{self._house.address}/c/{self.id}{path}")
        settle(page)
        return page

    def day(self, number: int) -> date:
        """A day of the term, counted from 1."""
        return self.began + timedelta(days=number - 1)

    async def _applied(self, quarter: int) -> bool:
        try:
            self.act("contractor.manager", "scoring", f"/quarters/{quarter}/apply", materials="本季度工作完成情况")
        except httpx.HTTPStatusError as refusal:
            if refusal.response.json()["code"] not in ("contract_unknown", "quarter_not_open"):
                raise
            return False
        return True

    def _within(self, quarter: int) -> str:
        """Noon of a day in a quarter."""
        day = add_months(self.began, 3 * (quarter - 1)) + timedelta(days=20)
        return datetime.combine(day, time(12), ZONE).isoformat()
