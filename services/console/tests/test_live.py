"""What pages hear: at once after a quiet time, then in beats that are the same for all of them."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, cast

from common.bus.connection import Bus
from console import live
from console.live import Hint, Live


async def test_pages_that_hear_much_look_again_together_and_not_at_each_word() -> None:
    heard: list[str] = []
    made = Live(cast("Bus", None))  # what comes over it is given here

    def listens(name: str) -> Any:
        async def hear(_: Sequence[Hint]) -> None:
            heard.append(name)

        return made.listen("c-1", ("tickets",), (), hear)

    stops = [listens("first"), listens("second")]
    await asyncio.sleep(live.QUIET_SECONDS - time.monotonic() % live.QUIET_SECONDS + 0.02)  # just after a beat
    for _ in range(4):
        made._wake(Hint("tickets", "c-1", "call-logged"))
        await asyncio.sleep(0.01)
    assert sorted(heard) == ["first", "second"]
    await asyncio.sleep(2 * live.QUIET_SECONDS)
    for stop in stops:
        stop()
    assert sorted(heard[2:]) == ["first", "second"]


async def test_nobody_hears_of_another_contract_service_or_kind() -> None:
    heard: list[Hint] = []
    made = Live(cast("Bus", None))

    async def hear(hints: Sequence[Hint]) -> None:
        heard.extend(hints)

    stop = made.listen("c-1", ("tickets",), ("meeting-",), hear)
    wanted = [Hint("tickets", "c-1", "meeting-planned"), Hint("tickets", "c-1", "")]
    others = [
        Hint("tickets", "c-2", "meeting-planned"),
        Hint("roster", "c-1", "meeting-planned"),
        Hint("tickets", "c-1", "call-x"),
    ]
    for hint in others + wanted:
        made._wake(hint)
    await asyncio.sleep(0.05)
    stop()
    assert heard == wanted
