"""What pages hear: at once after a quiet time, then in beats that are the same for all of them."""

import asyncio
from collections.abc import Callable, Sequence
from typing import cast

import pytest

from common.bus.connection import Bus
from console.live import QUIET_SECONDS, Hint, Live, until_beat

CALL = Hint("tickets", "c-1", "call-logged")
PLANNED, PRIVATE = Hint("tickets", "c-1", "meeting-planned"), Hint("tickets", "c-1", "")


class Pages:
    """Panels that listen, and what each was told, in order."""

    def __init__(self) -> None:
        self.live = Live(cast("Bus", None))  # what comes over it is given here
        self.told: asyncio.Queue[tuple[str, Sequence[Hint]]] = asyncio.Queue()

    def listens(self, name: str, types: tuple[str, ...] = ()) -> Callable[[], None]:
        async def hear(hints: Sequence[Hint]) -> None:
            self.told.put_nowait((name, hints))

        return self.live.listen("c-1", ("tickets",), types, hear)

    def happens(self, *hints: Hint) -> None:
        for hint in hints:
            self.live._wake(hint)


async def test_what_happens_before_the_next_beat_is_told_once_to_each() -> None:
    pages = Pages()
    stops = [pages.listens("first"), pages.listens("second")]
    pages.happens(CALL)
    at_once = [await pages.told.get() for _ in stops]
    pages.happens(CALL, PLANNED, CALL)
    at_the_beat = [await pages.told.get() for _ in stops]
    for stop in stops:
        stop()
    assert sorted(at_once) == [("first", (CALL,)), ("second", (CALL,))]
    assert sorted(at_the_beat) == [("first", (CALL, PLANNED, CALL)), ("second", (CALL, PLANNED, CALL))]


async def test_nobody_is_told_of_another_contract_service_or_kind() -> None:
    pages = Pages()
    stop = pages.listens("meetings", ("meeting-",))
    pages.happens(Hint("tickets", "c-2", "meeting-planned"), Hint("roster", "c-1", "meeting-planned"), CALL, PLANNED, PRIVATE)
    assert await pages.told.get() == ("meetings", (PLANNED, PRIVATE))
    stop()


@pytest.mark.parametrize("now", [0.0, 0.01, 0.49, 0.5, 7.3, 123456.75])
def test_beats_are_the_same_for_all_and_never_now(now: float) -> None:
    wait = until_beat(now)
    assert 0 < wait <= QUIET_SECONDS
    assert (now + wait) / QUIET_SECONDS == pytest.approx(round((now + wait) / QUIET_SECONDS))
