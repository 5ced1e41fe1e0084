"""What every chapter of the story uses: people acting at moments, slips taken to both signatures."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from watchbill.stage.desk import Desk, Json, Unexpected
from watchbill.stage.driving import Driver
from watchbill.words import Say

ZONE = ZoneInfo("Asia/Shanghai")

OFFICER = "customer.officer"
HEAD = "customer.head"
LEADER = "customer.leader"
FINANCE = "customer.finance"
COMPANY = "contractor.company"
MANAGER = "contractor.manager"
ENGINEER = "contractor.engineer"
SERVICE_DESK = "contractor.desk"


def moment(day: date, clock: str) -> datetime:
    """`moment(date(2026, 7, 8), "09:10")`: a local time of the contract."""
    return datetime.combine(day, time.fromisoformat(clock), ZONE)


class Scene:
    """One contract, its desk and its time."""

    def __init__(self, desk: Desk, driver: Driver, say: Callable[[Say], object]) -> None:
        self.desk = desk
        self._driver = driver
        self._say = say

    def tell(self, zh: str, en: str) -> None:
        """Shows progress."""
        self._say(Say(zh, en))

    async def at(self, day: date, clock: str = "09:00") -> str:
        """Lets the time come to a moment; returns it as the APIs take it."""
        when = moment(day, clock)
        await self._driver.go_to(when)
        return when.isoformat()

    async def settle(self) -> None:
        """Waits until every service has heard what the others told."""
        await self._driver.settle()

    async def proposal(self, fact: str) -> Json:
        """The oldest open proposal about a kind of fact."""
        await self.settle()
        waiting = await self.desk.every(OFFICER, "scoring", "/proposals", state="open", fact=fact)
        if not waiting:
            raise Unexpected(f"no open proposal about {fact}", "no_proposal")
        return min(waiting, key=lambda proposal: str(proposal["event_at"]))

    async def accept(self, fact: str, narrative: str, **choice: Any) -> Json:
        """An officer makes a slip (or an annual finding) of the oldest open proposal about a fact."""
        proposal = await self.proposal(fact)
        return await self.desk.post(OFFICER, "scoring", f"/proposals/{proposal['id']}/accept", {"narrative": narrative, **choice})

    async def dismiss(self, fact: str, reason: str) -> None:
        """An officer does not pursue the oldest open proposal about a fact."""
        proposal = await self.proposal(fact)
        await self.desk.post(OFFICER, "scoring", f"/proposals/{proposal['id']}/dismiss", {"reason": reason})

    async def record(self, rule: str, points: int, event_at: str, narrative: str, role: str = OFFICER) -> Json:
        """Somebody fills in Form 2 without a proposal: the customer any rule, the manager a bonus."""
        body = {"rule": rule, "points": points, "event_at": event_at, "narrative": narrative}
        return await self.desk.post(role, "scoring", "/slips", body)

    async def sign(self, slip: Json) -> Json:
        """Both parties sign; from then on the slip counts."""
        await self.desk.post(MANAGER, "scoring", f"/slips/{slip['id']}/sign")
        return await self.desk.post(HEAD, "scoring", f"/slips/{slip['id']}/sign")

    async def dispatch(self, ticket: Json) -> None:
        """The desk gives a ticket to whoever on duty fits best."""
        await self.desk.post(SERVICE_DESK, "tickets", f"/tickets/{ticket['id']}/dispatch", {})

    async def call(self, rang_at: str, ended_at: str, about: str, answered_at: str | None = None) -> Json:
        """The desk writes a call down, answered or missed."""
        body = {"rang_at": rang_at, "answered_at": answered_at, "ended_at": ended_at, "about": about}
        return await self.desk.post(SERVICE_DESK, "tickets", "/calls", body)
