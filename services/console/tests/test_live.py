"""What pages hear: at once after a quiet time, then in beats that are the same for all who listen alike."""

import asyncio
from collections.abc import Callable, Sequence
from typing import cast

import pytest

from common.bus.connection import Bus
from console.live import BEAT_SECONDS, LONGEST_SECONDS, TURN_SECONDS, Hint, Live, until_beat

CALL = Hint("tickets", "c-1", "call-missed")
SUPPORTED = Hint("tickets", "c-1", "meeting-supported")
RANG = Hint("tickets", "c-1", "call-rang", public=False)
PLANNED = Hint("tickets", "c-1", "meeting-planned", public=False)
CHOSEN = Hint("tickets", "c-1", "reading-chosen", public=False)
UNKNOWN = Hint("tickets", "c-1", "", public=False)


class Pages:
    """Panels that listen, and what each was told, in order."""

    def __init__(self, turn: float = TURN_SECONDS) -> None:
        self.live = Live(cast("Bus", None), turn)  # what comes over it is given here
        self.told: asyncio.Queue[tuple[str, Sequence[Hint]]] = asyncio.Queue()

    def listens(self, name: str, types: tuple[str, ...] = (), *, exact: bool = False, prompt: bool = False) -> Callable[[], None]:
        async def hear(hints: Sequence[Hint]) -> None:
            self.told.put_nowait((name, hints))

        return self.live.listen("c-1", ("tickets",), types, hear, exact=exact, prompt=prompt)

    @property
    def beats(self) -> dict[bool, float]:
        """How long who is prompt, and who is not, waits for the next beat."""
        return {one.prompt: one.beat for one in self.live._listening}

    def happens(self, *hints: Hint) -> None:
        for hint in hints:
            self.live._wake(hint)


async def test_what_happens_before_the_next_beat_is_told_once_to_each() -> None:
    pages = Pages()
    stops = [pages.listens("first"), pages.listens("second")]
    pages.happens(CALL)
    at_once = [await pages.told.get() for _ in stops]
    pages.happens(CALL, SUPPORTED, CALL)
    at_the_beat = [await pages.told.get() for _ in stops]
    for stop in stops:
        stop()
    assert sorted(at_once) == [("first", (CALL,)), ("second", (CALL,))]
    assert sorted(at_the_beat) == [("first", (CALL, SUPPORTED, CALL)), ("second", (CALL, SUPPORTED, CALL))]


async def test_nobody_is_told_of_another_contract_service_or_kind() -> None:
    pages = Pages()
    stop = pages.listens("meetings", ("meeting-",))
    pages.happens(Hint("tickets", "c-2", "meeting-supported"), Hint("roster", "c-1", "meeting-supported"), CALL, SUPPORTED)
    assert await pages.told.get() == ("meetings", (SUPPORTED,))
    stop()


async def test_what_a_service_keeps_to_itself_is_told_to_all_but_to_who_names_it_exactly() -> None:
    pages = Pages()
    stops = [pages.listens("some", ("meeting-",)), pages.listens("exact", ("meeting-",), exact=True)]
    pages.happens(RANG, PLANNED, CHOSEN, UNKNOWN)
    told = dict([await pages.told.get() for _ in stops])
    assert told == {"some": (RANG, PLANNED, CHOSEN, UNKNOWN), "exact": (PLANNED, CHOSEN, UNKNOWN)}
    for stop in stops:
        stop()


def test_what_was_heard_is_counted_by_what_it_was_about() -> None:
    pages = Pages()
    meetings = ("meeting-",)
    assert pages.live.heard("tickets", "c-1", meetings) is None, "it hears nothing yet"
    pages.live._hears = True
    before, all_before = pages.live.heard("tickets", "c-1", meetings), pages.live.heard("tickets", "c-1")
    pages.happens(RANG, CALL)
    assert pages.live.heard("tickets", "c-1", meetings) == before
    assert pages.live.heard("tickets", "c-1") != all_before
    for one in (PLANNED, SUPPORTED, CHOSEN, UNKNOWN):
        pages.happens(one)
        assert pages.live.heard("tickets", "c-1", meetings) != before, one
        before = pages.live.heard("tickets", "c-1", meetings)


async def test_beats_grow_while_things_keep_happening_and_not_for_who_is_prompt() -> None:
    pages = Pages()
    stops = [pages.listens("wall", prompt=True), pages.listens("list")]
    lists = 0
    pages.happens(CALL)
    while lists < 3:
        name, _ = await pages.told.get()
        lists += name == "list"
        pages.happens(CALL)
    assert pages.beats == {True: BEAT_SECONDS, False: 4 * BEAT_SECONDS}
    assert pages.beats[False] == LONGEST_SECONDS
    for stop in stops:
        stop()


async def test_who_is_prompt_looks_again_as_time_passes_though_nothing_happens() -> None:
    pages = Pages(turn=0.05)
    stops = [pages.listens("list"), pages.listens("wall", prompt=True)]
    assert [await pages.told.get() for _ in range(3)] == [("wall", ())] * 3
    for stop in stops:
        stop()


async def test_a_quiet_beat_makes_the_next_one_short_again() -> None:
    pages = Pages()
    stop = pages.listens("list")
    one = next(iter(pages.live._listening))
    one.beat = LONGEST_SECONDS / 2
    await one.rest()
    assert one.beat == BEAT_SECONDS
    stop()


@pytest.mark.parametrize("after", [0, BEAT_SECONDS / 2])
@pytest.mark.parametrize("beat", [BEAT_SECONDS, LONGEST_SECONDS])
@pytest.mark.parametrize("now", [0.0, 0.01, 0.25, 0.49, 0.5, 7.3, 123456.75])
def test_beats_are_the_same_for_all_and_never_now(now: float, beat: float, after: float) -> None:
    wait = until_beat(now, beat, after)
    assert 0 < wait <= beat
    assert (now + wait - after) / beat == pytest.approx(round((now + wait - after) / beat))
