"""Rows `console.wall` and `console.idle`: how soon a wall shows what happened in a service, and what an open wall costs.

An event is acknowledged to somebody who asked its service over HTTP; the wall, in Chromium, shows the words that came
with it. Both moments are read from one machine's clock.
"""

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import orjson
from playwright.async_api import Browser, Page
from playwright.async_api import TimeoutError as NotSeen

from bench.console_house import House, context_of
from bench.figures import Figure, percentile
from bench.stage import sized
from bench.wire import Wire, post
from common.clock import real_now
from watchbill.sample import CONTRACT

EVENTS = 60
WITHIN_SECONDS = 1.0
PATIENCE_MILLISECONDS = 15_000
PAUSES_SECONDS = (0.1, 1.4)
SETTLING_SECONDS = 5
IDLE_SECONDS = 30
VIEWER = "viewer"
LEAST_EVENTS = 50

SEEN = """(() => {
  window.benchSeen = {};
  const look = () => {
    for (const found of (document.body?.innerText ?? "").match(/bench-\\d+/g) ?? []) window.benchSeen[found] ??= Date.now();
  };
  addEventListener("DOMContentLoaded", () => new MutationObserver(look).observe(document.body,
    { childList: true, subtree: true, characterData: true }));
})()"""

Answer = dict[str, str]


def meeting_body(title: str) -> Answer:
    """A meeting that begins in a moment: lists of meetings begin with it."""
    now = real_now()
    set_up, begins, ends = ((now + timedelta(minutes=minutes)).isoformat() for minutes in (2, 3, 30))
    times = {"setup_due_at": set_up, "starts_at": begins, "ends_at": ends}
    return {"title": title, "level": "普通", "kind": "视频会议", **times}


@dataclass
class Services:
    """Asks the services as people do, without the console."""

    home: House
    _wires: dict[str, Wire] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    async def do(self, service: str, path: str, role: str, **body: object) -> Answer:
        """A command; its answer. AssertionError for a refusal."""
        wire = self._wires.setdefault(service, Wire(self.home.port(service)))
        token = self._tokens.setdefault(role, self.home.token(role))
        reply = await wire.ask(post(f"/v1/contracts/{CONTRACT}{path}", token, orjson.dumps(body)))
        if reply.status >= 400:
            raise AssertionError(reply.body.decode())
        answer: Answer = orjson.loads(reply.body)
        return answer

    async def meeting(self, title: str) -> Answer:
        """One that begins in a moment."""
        return await self.do("tickets", "/meetings", "contractor.manager", **meeting_body(title))

    async def no_meeting(self, known: Answer) -> None:
        """It does not take place."""
        await self.do("tickets", f"/meetings/{known['id']}/cancel", "contractor.manager", reason="量测")

    async def fault(self, place: str) -> Answer:
        """Something at a place does not work."""
        return await self.do("inspection", "/faults", "contractor.engineer", description="量测", place=place)

    async def no_fault(self, known: Answer) -> None:
        """It works again."""
        await self.do("inspection", f"/faults/{known['id']}/report", "contractor.engineer")
        await self.do("inspection", f"/faults/{known['id']}/resolve", "contractor.engineer")


Make = Callable[[str], Awaitable[Answer]]
Undo = Callable[[Answer], Awaitable[None]]


async def wall(home: House, browser: Browser, cookie: str) -> Figure:
    """Meetings and faults in turn, at moments that nothing else sets the beat of; each is undone when it was seen."""
    services = Services(home)
    kinds: tuple[tuple[Make, Undo], ...] = (
        (services.meeting, services.no_meeting),
        (services.fault, services.no_fault),
    )
    late: list[float] = []
    events = max(sized(EVENTS), 4)
    async with context_of(browser, home, cookie, SEEN) as context:
        page = await context.new_page()
        await _open(home, page)
        for number in range(events):
            await asyncio.sleep(random.uniform(*PAUSES_SECONDS))
            make, undo = kinds[number % len(kinds)]
            made = await make(f"bench-{number}")
            acknowledged = real_now().timestamp()
            try:
                seen = await page.wait_for_function(f"window.benchSeen['bench-{number}']", timeout=PATIENCE_MILLISECONDS)
            except NotSeen:
                print(f"not on the wall: bench-{number}, {make.__name__}", file=sys.stderr)
            else:
                late.append(float(await seen.json_value()) / 1000 - acknowledged)
            await undo(made)
    p95 = percentile(late, 95)
    enough = "" if events >= LEAST_EVENTS else f"; only {events} events"
    return Figure(
        "console.wall", p95, "s", p50_ms=1000 * percentile(late, 50), p99_ms=1000 * percentile(late, 99),
        goal=f"p95 <= {WITHIN_SECONDS:g} s", met=p95 <= WITHIN_SECONDS and len(late) == events,
        lowest=min(late), highest=max(late), expected=events, arrived=len(late),
        note=f"p95 from the answer to the words on the wall, in Chromium {browser.version}{enough}",
    )  # fmt: skip


async def idle(home: House, browser: Browser, cookie: str) -> Figure:
    """Processor time of the console's process while a wall is open and nothing happens."""
    async with context_of(browser, home, cookie) as context:
        page = await context.new_page()
        await _open(home, page)
        await asyncio.sleep(SETTLING_SECONDS)
        before = home.console_cpu_seconds()
        await asyncio.sleep(IDLE_SECONDS)
        used = home.console_cpu_seconds() - before
    return Figure("console.idle", 100 * used / IDLE_SECONDS, "% of a core", note="the console's process, one wall open")


async def _open(home: House, page: Page) -> None:
    await page.goto(home.address("/wall"))
    await page.wait_for_function("window.socket?.connected && document.querySelectorAll('.wb-bare .wb-panel').length > 5")
    await asyncio.sleep(1)
