"""Row `console.clients`: what a hundred signed-in clients of the console cost those who ask the services.

The services get the same commands and lists, at the same moments of a fixed rate, without and with the clients on their
pages, in turn. Every client has a session of its own and must show what happens at the end of each round.
"""

import asyncio
import json
import statistics
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from bench.console_house import House
from bench.console_wall import Answer, Services, meeting_body
from bench.figures import Figure, percentile
from bench.stage import FOLDER, ROUNDS, sized
from bench.wire import Wire, get, post
from watchbill.sample import CONTRACT

CLIENTS = 100
PER_SECOND = 40
SECONDS = 30
CONNECTIONS = 8
SETTLING_SECONDS = 5
GONE_SECONDS = 25
"""The console keeps a page for 20 s after its socket went: the browser may come back."""
TIMES = 1.5
CREATED = 201

PAGES = (
    ("viewer", "/wall", "meeting"),
    ("contractor-desk", "/desk/tickets", "ticket"),
    ("contractor-manager", "/", "meeting"),
    ("viewer", "/wall", "meeting"),
    ("customer-officer", "/desk/tickets", "ticket"),
    ("contractor-engineer", "/", "meeting"),
    ("viewer", "/wall", "meeting"),
    ("customer-head", "/desk/tickets", "ticket"),
    ("contractor-desk", "/", "meeting"),
)
"""Who has which page open, and which of the two things at the end of a round this page shows."""

LISTS = (
    ("tickets", "/tickets?limit=50"),
    ("roster", "/shifts?limit=50"),
    ("inspection", "/checks?limit=50"),
    ("scoring", "/slips?limit=50"),
    ("billing", "/payments?limit=50"),
    ("tickets", "/calls?limit=50"),
)


@dataclass
class Load:
    """The same requests in every round: of four, one command and three lists.

    Of the commands, half write down calls, which few pages show; the others plan meetings and cancel them again.
    """

    home: House
    seconds: list[float] = field(default_factory=list)
    _planned: list[str] = field(default_factory=list)
    _free: dict[str, "asyncio.Queue[Wire]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for service, _ in LISTS:
            wires = self._free[service] = asyncio.Queue()
            for _ in range(CONNECTIONS):
                wires.put_nowait(Wire(self.home.port(service)))
        self._manager, self._reader = self.home.token("contractor.manager"), self.home.token("auditor")

    async def round(self) -> float:
        """The p99 of all requests in seconds, each from the moment it was due."""
        self.seconds = []
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.TaskGroup() as group:
            for number in range(int(PER_SECOND * max(SECONDS * sized(100) / 100, 5))):
                group.create_task(self._one(number, began + number / PER_SECOND))
        return percentile(self.seconds, 99)

    async def _one(self, number: int, due: float) -> None:
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        if number % 4:
            service, path = LISTS[number % len(LISTS)]
            await self._asked(service, get(f"/v1/contracts/{CONTRACT}{path}", self._reader), due, 200)
        elif number % 8:
            await self._commanded("/calls", {"about": f"量测 {number}"}, due, CREATED)
        elif self._planned:
            await self._commanded(f"/meetings/{self._planned.pop()}/cancel", {"reason": "量测"}, due, 200)
        else:
            made = await self._commanded("/meetings", meeting_body(f"量测 {number}"), due, CREATED)
            self._planned.append(made["id"])

    async def _commanded(self, path: str, body: Answer, due: float, status: int) -> Answer:
        request = post(f"/v1/contracts/{CONTRACT}{path}", self._manager, orjson.dumps(body))
        answer: Answer = orjson.loads(await self._asked("tickets", request, due, status))
        return answer

    async def _asked(self, service: str, request: bytes, due: float, status: int) -> bytes:
        wire = await self._free[service].get()
        reply = await wire.ask(request)
        self.seconds.append(asyncio.get_running_loop().time() - due)
        self._free[service].put_nowait(wire)
        if reply.status != status:
            raise AssertionError(reply.body.decode())
        return reply.body


@dataclass
class Crowd:
    """The clients, in a process of their own."""

    process: asyncio.subprocess.Process

    async def say(self, what: dict[str, Any]) -> None:
        """A line to them."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what).encode() + b"\n")
        await self.process.stdin.drain()

    async def heard(self) -> dict[str, Any]:
        """A line from them; AssertionError when they have ended."""
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            raise AssertionError("the clients ended by themselves")
        found: dict[str, Any] = json.loads(line)
        return found


@asynccontextmanager
async def crowd(home: House, cookies: Sequence[str]) -> AsyncIterator[Crowd]:
    """A client for each session, all connected; gone when the block ends."""
    clients = [
        {"cookie": cookie, "path": f"/c/{CONTRACT}{path}", "marker": marker}
        for cookie, (_, path, marker) in zip(cookies, _pages(len(cookies)), strict=True)
    ]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.console_crowd"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": str(FOLDER.parent)},
        start_new_session=True,
    )
    made = Crowd(process)
    try:
        await made.say({"address": home.console, "clients": clients})
        if (connected := (await made.heard())["connected"]) != len(clients):
            raise AssertionError(f"{connected} of {len(clients)} clients could connect")
        yield made
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def clients(home: House) -> Figure:
    """Rounds without and with, each pair in the other order than the one before."""
    cookies = [await home.sign_in(login) for login, _, _ in _pages(CLIENTS)]
    load, found = Load(home), Found()
    await load.round()
    for number in range(ROUNDS):
        if number % 2 == 0:
            await _without(load, found, after_clients=bool(number))
            await _with(home, cookies, load, found)
        else:
            await _with(home, cookies, load, found)
            await _without(load, found, after_clients=True)
    return found.figure()


@dataclass
class Found:
    """What the rounds showed; times in seconds, shares of a core."""

    without: list[float] = field(default_factory=list)
    with_: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)
    seen: int = 0
    updates: int = 0

    def figure(self) -> Figure:
        """The median ratio of the p99 within each round."""
        ratio = statistics.median(one / other for one, other in zip(self.with_, self.without, strict=True))
        all_live = self.seen == CLIENTS * len(self.with_)
        note = (
            f"{PER_SECOND} requests a second; console {100 * statistics.median(self.shares):.0f}% of a core;"
            f" {self.updates} updates sent; the last client showed the last event after {max(self.slowest):.1f} s"
        )
        return Figure(
            "console.clients", 1000 * statistics.median(self.with_), "ms", "without clients",
            1000 * statistics.median(self.without), ratio, goal=f"p99 <= {TIMES:g} x, every client live",
            met=ratio <= TIMES and all_live, lowest=1000 * min(self.with_), highest=1000 * max(self.with_),
            expected=CLIENTS * len(self.with_), arrived=self.seen, note=note,
        )  # fmt: skip


async def _without(load: Load, found: Found, *, after_clients: bool) -> None:
    if after_clients:
        await asyncio.sleep(GONE_SECONDS)
    found.without.append(await load.round())


async def _with(home: House, cookies: Sequence[str], load: Load, found: Found) -> None:
    async with crowd(home, cookies) as people:
        await asyncio.sleep(SETTLING_SECONDS)
        loop = asyncio.get_running_loop()
        began, before = loop.time(), home.console_cpu_seconds()
        found.with_.append(await load.round())
        found.shares.append((home.console_cpu_seconds() - before) / (loop.time() - began))
        await _all_live(home, people, found, len(found.with_))


async def _all_live(home: House, people: Crowd, found: Found, number: int) -> None:
    """A meeting and a ticket, which between them every client has to show."""
    services = Services(home)
    marked = {"meeting": f"bench-meeting-{number}", "ticket": f"bench-ticket-{number}"}
    await people.say(marked)
    await people.heard()
    meeting = await services.meeting(marked["meeting"])
    await services.do("tickets", "/tickets", "contractor.desk", kind="request", description=marked["ticket"])
    told = await people.heard()
    await services.no_meeting(meeting)
    if told["missing"]:
        print(f"not live: {told['missing']}", file=sys.stderr)
    found.seen += told["seen"]
    found.updates += told["updates"]
    found.slowest.append(told["slowest"])


def _pages(count: int) -> list[tuple[str, str, str]]:
    return [PAGES[number % len(PAGES)] for number in range(count)]
