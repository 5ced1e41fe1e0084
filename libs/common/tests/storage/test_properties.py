import asyncio
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from common.errors import Refused
from common.ids import new_id
from common.kernel import Kernel
from common.ledger.verify import verify
from common.projection.queries import PageOf
from common.testing.kernels import MORNING, meta
from common.testing.lamps import HOUSE, LAMP, LAMPS_VIEW, Dim, Lamp, LampRow, Light, Open, PutOut
from common.testing.rebuilding import assert_rebuild_equals_live

EXAMPLES = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
LAMP_IDS = st.sampled_from(["l1", "l2", "l3"])
MOMENTS = st.integers(0, 3).map(lambda hours: MORNING + timedelta(hours=hours))
COMMANDS = st.one_of(
    st.builds(Light, MOMENTS, st.sampled_from(["red", "white"])), st.builds(Dim, st.integers(0, 60)), st.builds(PutOut, MOMENTS)
)
STEPS = st.lists(st.tuples(LAMP_IDS, COMMANDS, st.integers(0, 30), st.booleans()), max_size=25)


@EXAMPLES
@given(STEPS)
async def test_any_story_told_by_two_processes_ends_as_the_pure_fold_says(
    kernel: Kernel, other: Kernel, steps: list[tuple[str, Any, int, bool]]
) -> None:
    """One step after the other; equal keys with equal content are repetitions and must change nothing."""
    contract = new_id()
    await kernel.handler.handle(contract, HOUSE, "contract", Open(50), meta())
    states: dict[str, Lamp] = {}
    done: dict[str, tuple[Any, ...]] = {}
    for lamp, command, key, mine in steps:
        process = kernel if mine else other
        content = f"{lamp} {command}"
        name = f"{content} {key}"
        state = states.get(lamp, LAMP.initial)
        try:
            expected = done[name] if name in done else tuple(LAMP.decide(command, state, 50))
        except Refused:
            expected = None
        try:
            outcome = await process.handler.handle(contract, LAMP, lamp, command, meta(name, content))
        except Refused:
            assert expected is None
            continue
        assert outcome.events == expected
        assert outcome.replay == (name in done)
        if outcome.events and not outcome.replay:
            done[name] = outcome.events
            for event in outcome.events:
                state = LAMP.evolve(state, event)
            states[lamp] = state
    for lamp, state in states.items():
        assert (await other.handler.state(contract, LAMP, lamp))[1] == state
    assert (await verify(kernel.pool, contract)).sound


@EXAMPLES
@given(STEPS)
async def test_any_story_told_at_once_leaves_one_line_and_the_views_it_adds_up_to(
    kernel: Kernel, other: Kernel, steps: list[tuple[str, Any, int, bool]]
) -> None:
    contract = new_id()
    await kernel.handler.handle(contract, HOUSE, "contract", Open(50), meta())
    told = [(kernel if mine else other).handler.handle(contract, LAMP, lamp, command, meta()) for lamp, command, _, mine in steps]
    outcomes = [one for one in await asyncio.gather(*told, return_exceptions=True) if not isinstance(one, Refused)]
    numbers: list[int] = []
    for outcome in outcomes:
        assert not isinstance(outcome, BaseException), outcome
        numbers += range(outcome.first_seq, outcome.last_seq + 1)
    assert sorted(numbers) == list(range(2, len(numbers) + 2))
    assert (await verify(kernel.pool, contract)).sound
    await assert_rebuild_equals_live(kernel)


PAGES = st.builds(
    PageOf,
    limit=st.integers(1, 4),
    sort=st.sampled_from([None, "state", "lit_at", "out_at", "times"]),
    descending=st.booleans(),
)
SOME_OUT = [(MORNING, number % 2 == 0, 1) for number in range(5)]


@EXAMPLES
@given(st.lists(st.tuples(MOMENTS, st.booleans(), st.integers(1, 2)), max_size=9), PAGES)
@example(SOME_OUT, PageOf(2, "out_at"))
@example(SOME_OUT, PageOf(2, "out_at", descending=True))
async def test_the_pages_of_a_list_are_the_whole_list_in_order(
    kernel: Kernel, lamps: list[tuple[datetime, bool, int]], wanted: PageOf
) -> None:
    """Every row once, whatever is sorted by, ties and empty values included; and the past gives the same pages."""
    contract = new_id()
    await kernel.handler.handle(contract, HOUSE, "contract", Open(50), meta())
    for number, (at, out, times) in enumerate(lamps):
        for _ in range(times):
            await kernel.handler.handle(contract, LAMP, f"l{number}", Light(at), meta())
            await kernel.handler.handle(contract, LAMP, f"l{number}", PutOut(at), meta())
        if not out:
            await kernel.handler.handle(contract, LAMP, f"l{number}", Light(at), meta())
    everything = {f"l{number}" for number in range(len(lamps))}
    for known_at in (None, await kernel.clock.now()):
        seen = await _all_pages(kernel, contract, wanted, known_at)
        keys = [key for key, _ in seen]
        assert len(keys) == len(set(keys))
        assert set(keys) == everything
        assert seen == sorted(seen, key=lambda pair: _place(wanted, *pair), reverse=wanted.descending)


async def _all_pages(kernel: Kernel, contract: str, wanted: PageOf, known_at: datetime | None) -> list[tuple[str, LampRow]]:
    seen: list[tuple[str, LampRow]] = []
    after = None
    while True:
        query = PageOf(wanted.limit, wanted.sort, wanted.descending, after)
        page = await kernel.views.page(LAMPS_VIEW, contract, query, {}, known_at)
        assert len(page.rows) <= wanted.limit
        seen += [(stored.key, stored.row) for stored in page.rows]
        after = page.after
        if after is None:
            return seen
        after = [one.isoformat() if isinstance(one, datetime) else one for one in after]


def _place(wanted: PageOf, key: str, row: LampRow) -> tuple[bool, Any, str]:
    value = getattr(row, wanted.sort) if wanted.sort else None
    return (value is None, 0 if value is None else value, key)
