import asyncio
from collections.abc import Mapping, Sequence

import pytest

from common.errors import Problem
from common.kernel import Kernel
from common.ledger.gathering import Gathered
from common.testing.kernels import MORNING, meta
from common.testing.lamps import HOUSE, LAMP, LAMPS_VIEW, Light, Limit, Open, PutOut


class Shelf:
    """What is looked up, and in which batches it was."""

    def __init__(self, **found: int) -> None:
        self.found = found
        self.batches: list[list[str]] = []
        self.open = asyncio.Event()
        self.open.set()

    async def fetch(self, keys: Sequence[str]) -> Mapping[str, int]:
        self.batches.append(list(keys))
        found = dict(self.found)
        await self.open.wait()
        if "bad" in keys:
            raise ValueError("bad")
        if "away" in keys:
            raise Problem("unavailable")
        return {key: found[key] for key in keys if key in found}


async def turns() -> None:
    """Lets everybody come as far as they come."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_those_who_ask_while_a_query_runs_share_the_next_one_and_it_begins_after_they_asked() -> None:
    shelf = Shelf(a=1, b=2)
    shelf.open.clear()
    gathered = Gathered(shelf.fetch)
    first = asyncio.create_task(gathered.find("a"))
    await turns()
    shelf.found["a"] = 3
    later = [asyncio.create_task(gathered.find(key)) for key in ("a", "b", "a", "none")]
    await turns()
    assert shelf.batches == [["a"]]
    shelf.open.set()
    assert await asyncio.gather(first, *later) == [1, 3, 2, 3, None]
    assert shelf.batches == [["a"], ["a", "b", "none"]]


async def test_a_key_that_cannot_be_looked_up_fails_alone_and_a_database_that_is_away_fails_for_all() -> None:
    shelf = Shelf(a=1)
    gathered = Gathered(shelf.fetch)
    answers = await asyncio.gather(*map(gathered.find, ("a", "bad")), return_exceptions=True)
    assert answers[0] == 1
    assert isinstance(answers[1], ValueError)
    shelf.batches.clear()
    answers = await asyncio.gather(*map(gathered.find, ("a", "away")), return_exceptions=True)
    assert [isinstance(answer, Problem) for answer in answers] == [True, True]
    assert shelf.batches == [["a", "away"]]


async def test_one_who_hangs_up_takes_nobody_along() -> None:
    gathered = Gathered(Shelf(a=1).fetch)
    asked = [asyncio.create_task(gathered.find("a")) for _ in range(3)]
    await asyncio.sleep(0)
    asked[0].cancel()
    assert await asyncio.gather(*asked[1:]) == [1, 1]
    assert await gathered.find("a") == 1


async def test_terms_are_those_of_the_moment_of_asking_in_every_process(kernel: Kernel, other: Kernel) -> None:
    await kernel.handler.handle("c2", HOUSE, "contract", Open(30), meta())
    assert [await other.handler.terms(contract) for contract in ("c1", "c2")] == [50, 30]
    await kernel.handler.handle("c1", HOUSE, "contract", Limit(20), meta())
    assert await asyncio.gather(*map(other.handler.terms, ("c1", "c2", "c1"))) == [20, 30, 20]
    with pytest.raises(Problem, match="contract_unknown"):
        await other.handler.terms("c3")


async def test_rows_asked_for_together_are_each_ones_own_with_the_version_of_its_stream(kernel: Kernel, other: Kernel) -> None:
    for number in range(3):
        await kernel.handler.handle("c1", LAMP, f"l{number}", Light(MORNING), meta())
    await kernel.handler.handle("c1", LAMP, "l1", PutOut(MORNING), meta())
    shown = await asyncio.gather(*(other.views.show(LAMPS_VIEW, "c1", f"l{number}") for number in (0, 1, 2, 1)))
    assert [(one.key, one.row.state, one.version) for one in shown] == [
        ("l0", "lit", 1), ("l1", "dark", 2), ("l2", "lit", 1), ("l1", "dark", 2),
    ]  # fmt: skip
    with pytest.raises(Problem, match="not_found"):
        await other.views.show(LAMPS_VIEW, "c2", "l1")
