"""Every order of steps: real code of several actors, held at its seams and let go one step at a time.

A *step* is what an actor does between two seams: a statement, the first statement of a transaction (what follows it
under its lock nobody else can see), a commit, a message. `Explorer` runs a world again and again, each time in another
order, until there is none left; a *crash* (the actor's tasks are cancelled, its transaction is rolled back, and it begins
anew) may be one of the choices at each step. An actor that waits for a lock of the database is not let go on until the
database lets it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from common.ledger.pool import Pool

Body = Callable[[], Awaitable[None]]
Choose = Callable[[Sequence[str]], str]

CRASH = "crash "
# The lock table itself: what a session says about its own waiting lags behind.
_WAITS = "select count(*) from unnest($1::int[]) pid where cardinality(pg_blocking_pids(pid)) > 0"


@dataclass
class Actor:
    """One who takes steps. `restarts`: whether a crash begins it anew."""

    name: str
    body: Body
    restarts: bool = True
    task: "asyncio.Task[None] | None" = None
    gate: "asyncio.Future[None] | None" = None
    helpers: "set[asyncio.Task[Any]]" = field(default_factory=set)
    backends: set[int] = field(default_factory=set)
    """The database sessions in which a statement of it is under way."""

    @property
    def running(self) -> bool:
        return self.task is not None and not self.task.done() and not self.held

    @property
    def held(self) -> bool:
        return self.gate is not None and not self.gate.done()


class Stage:
    """Holds every actor at its next seam until it is chosen."""

    def __init__(self, observer: Pool, crashes: int = 0) -> None:
        self._observer = observer
        self._crashes = crashes
        self.actors: dict[str, Actor] = {}
        self.taken: list[str] = []
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """An actor has come to a seam, into or out of a statement, or to its end."""
        self._changed.set()

    def enter(self, name: str, body: Body, *, restarts: bool = True) -> None:
        """One more actor."""
        self.actors[name] = Actor(name, body, restarts)

    async def seam(self, name: str) -> None:
        """The actor waits here until it is its turn."""
        actor = self.actors[name]
        if actor.task is None:  # not played: nobody holds it
            return
        me = asyncio.current_task()
        if me is not None and me is not actor.task:
            actor.helpers.add(me)
        actor.gate = asyncio.get_running_loop().create_future()
        self.changed()
        try:
            await actor.gate
        finally:
            actor.gate = None

    async def play(self, choose: Choose, after_step: Callable[[], Awaitable[None]] | None = None) -> None:
        """Lets the actors go, one step after the other, until all have ended."""
        for actor in self.actors.values():
            self._begin(actor)
        while True:
            await self._settle()
            ready = [name for name, actor in self.actors.items() if actor.held]
            if not ready:
                break
            choices = ready + ([CRASH + name for name in ready] if self._crashes else [])
            chosen = choose(choices)
            self.taken.append(chosen)
            if chosen.startswith(CRASH):
                self._crashes -= 1
                await self._crash(self.actors[chosen.removeprefix(CRASH)])
            elif (gate := self.actors[chosen].gate) is not None:
                gate.set_result(None)
            await self._settle()
            if after_step is not None:
                await after_step()
        await asyncio.gather(*(actor.task for actor in self.actors.values() if actor.task is not None))

    async def end(self) -> None:
        """Ends whoever is still there, after an order that has failed."""
        for actor in self.actors.values():
            actor.restarts = False
            await self._crash(actor)

    def _begin(self, actor: Actor) -> None:
        actor.task = asyncio.create_task(self._begun(actor))
        actor.task.add_done_callback(lambda _: self.changed())

    async def _begun(self, actor: Actor) -> None:
        await actor.body()

    async def _crash(self, actor: Actor) -> None:
        tasks = [task for task in (actor.task, *actor.helpers) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        actor.helpers.clear()
        actor.gate = None
        actor.task = None
        if actor.restarts:
            self._begin(actor)

    async def _settle(self) -> None:
        """Until each actor is at a seam, has ended, or waits for a lock that another one holds."""
        async with asyncio.timeout(5):
            while running := [actor for actor in self.actors.values() if actor.running]:
                if not (all(actor.backends for actor in running) and any(one.held for one in self.actors.values())):
                    self._changed.clear()
                    await self._changed.wait()
                    continue
                pids = [pid for actor in running for pid in actor.backends]
                waiting = await self._observer.fetchval(_WAITS, pids)
                if waiting == len(running) == len([actor for actor in running if actor.running]):
                    return


class Stepped:
    """A pool of one actor: the same connections, held at each seam. Stands where the product takes a pool."""

    def __init__(self, stage: Stage, name: str, pool: Pool, *, answers: bool = False) -> None:
        self._stage = stage
        self._name = name
        self._pool = pool
        self.answers = answers

    async def _alone(self, method: str, *arguments: Any) -> Any:
        async with self.acquire() as connection:
            return await getattr(connection, method)(*arguments)

    async def fetch(self, *arguments: Any) -> Any:
        return await self._alone("fetch", *arguments)

    async def fetchrow(self, *arguments: Any) -> Any:
        return await self._alone("fetchrow", *arguments)

    async def fetchval(self, *arguments: Any) -> Any:
        return await self._alone("fetchval", *arguments)

    async def execute(self, *arguments: Any) -> Any:
        return await self._alone("execute", *arguments)

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator["_Connection"]:
        async with self._pool.acquire() as connection:
            yield _Connection(self._stage, self._name, connection, answers=self.answers)


class _Connection:
    def __init__(self, stage: Stage, name: str, connection: Any, *, answers: bool) -> None:
        self._stage = stage
        self._name = name
        self._connection = connection
        self._answers = answers
        self._held = False
        self._inside = False

    def __getattr__(self, method: str) -> Any:
        async def call(*arguments: Any, **options: Any) -> Any:
            if not self._held:
                await self._stage.seam(self._name)
                self._held = self._inside
            backends, pid = self._stage.actors[self._name].backends, self._connection.get_server_pid()
            backends.add(pid)
            self._stage.changed()
            try:
                return await getattr(self._connection, method)(*arguments, **options)
            finally:
                backends.discard(pid)
                self._stage.changed()

        return call

    @asynccontextmanager
    async def transaction(self, **options: Any) -> AsyncIterator[None]:
        transaction = self._connection.transaction(**options)
        await transaction.start()
        self._inside = True
        try:
            yield
            await self._stage.seam(self._name)
        except BaseException:
            await transaction.rollback()
            raise
        else:
            await transaction.commit()
        finally:
            self._inside = self._held = False
        if self._answers:
            await self._stage.seam(self._name)


class Explorer:
    """Depth first through every order. `async for choose in explorer: …` plays one order in each round."""

    def __init__(self) -> None:
        self._decisions: list[tuple[tuple[str, ...], int]] = []
        self.orders = 0

    async def __aiter__(self) -> AsyncIterator[Choose]:
        while True:
            place = 0

            def choose(choices: Sequence[str]) -> str:
                nonlocal place
                if place == len(self._decisions):
                    self._decisions.append((tuple(choices), 0))
                known, chosen = self._decisions[place]
                assert known == tuple(choices), f"the same steps led elsewhere: {known} and {choices}"
                place += 1
                wanted: str = known[chosen]
                return wanted

            yield choose
            self.orders += 1
            while self._decisions and self._decisions[-1][1] + 1 == len(self._decisions[-1][0]):
                self._decisions.pop()
            if not self._decisions:
                return
            choices, chosen = self._decisions[-1]
            self._decisions[-1] = (choices, chosen + 1)


class Broker:
    """The adversary of a model-checking test: everything that a message bus may do, under the explorer's control.

    It keeps what it accepted and shows it to whoever asks, in any order, again, or never. It stands in for NATS where
    hundreds of orders are tried; the other tests use the real one.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.accepted: dict[str, tuple[dict[str, str], bytes]] = {}
        self.refuse: set[int] = set()

    def seen_by(self, name: str) -> Any:
        """The bus as one actor has it."""
        return _Bus(self, self._stage, name)


class _Bus:
    replicas = 1

    def __init__(self, broker: Broker, stage: Stage, name: str) -> None:
        self._broker = broker
        self._stage = stage
        self._name = name

    @property
    def client(self) -> "_Bus":
        return self

    def jetstream(self) -> "_Bus":
        return self

    async def publish_async(self, _subject: str, data: bytes, headers: dict[str, str], **_: Any) -> "asyncio.Future[object]":
        await self._stage.seam(self._name)
        acknowledged: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        id_ = headers["Nats-Msg-Id"]
        if (number := int(headers["ce-sequence"])) in self._broker.refuse:
            self._broker.refuse.discard(number)
            acknowledged.set_exception(TimeoutError("refused"))
            acknowledged.exception()  # a relay that has crashed does not look
        else:
            self._broker.accepted[id_] = (headers, data)
            acknowledged.set_result(None)
        return acknowledged
