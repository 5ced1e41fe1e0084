"""Open-loop load: stories begin at their moments, whatever the answers to earlier ones do."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping

from faults.desk import Desk, Ended
from faults.load import billing, inspection, payments, quarter, roster, scoring, tickets
from faults.load.scene import Scene
from faults.world import World

Story = Callable[[Desk, Scene, random.Random], Awaitable[None]]

STORIES: Mapping[Story, int] = {
    tickets.call: 5,
    tickets.contested_call: 2,
    tickets.ticket: 5,
    tickets.complaint: 2,
    tickets.meeting: 3,
    inspection.fault: 4,
    inspection.plan: 1,
    inspection.checks: 4,
    roster.begin_shift: 4,
    roster.end_shift: 3,
    roster.leave: 2,
    roster.newcomer: 1,
    roster.handover: 2,
    roster.key_period: 1,
    scoring.slip: 3,
    scoring.dismissal: 1,
    quarter.quarter: 3,
    billing.reading: 1,
    billing.rate: 1,
    billing.breach: 2,
    billing.calendar: 1,
    payments.bond: 1,
    payments.payment: 2,
}
MOST_AT_ONCE = 300


class Load:
    """Begins stories until stopped, then waits for those that are under way. `calls`: so many times as many plain calls."""

    def __init__(self, world: World, seed: int, stories_a_second: float, calls: int = 1) -> None:
        self._world = world
        self._random = random.Random(f"load {seed}")
        self._pause = 1 / stories_a_second
        self._weights = [weight * (calls if story is tickets.call else 1) for story, weight in STORIES.items()]
        self._going: set[asyncio.Task[None]] = set()
        self.ended: Counter[str] = Counter()
        self.shed = 0

    async def run(self) -> None:
        """Begins stories at exponentially spaced moments until cancelled."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += self._random.expovariate(1 / self._pause)
            await asyncio.sleep(max(due - loop.time(), 0))
            self._begin()

    async def finish(self) -> None:
        """Waits for what is under way."""
        if self._going:
            await asyncio.wait(self._going)

    def abandon(self) -> None:
        """Leaves what is under way where it is."""
        for task in self._going:
            task.cancel()

    def _begin(self) -> None:
        if len(self._going) >= MOST_AT_ONCE:
            self.shed += 1
            return
        (story,) = self._random.choices(list(STORIES), self._weights)
        scene = self._random.choice(self._world.scenes)
        task = asyncio.create_task(self._play(story, scene, random.Random(self._random.random())))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    async def _play(self, story: Story, scene: Scene, chance: random.Random) -> None:
        try:
            await story(self._world.desk, scene, chance)
        except Ended as ended:
            self.ended[str(ended)] += 1
