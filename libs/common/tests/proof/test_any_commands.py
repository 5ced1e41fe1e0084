"""Any commands under any ids, alone and racing, against a plain model of what `common.handling` promises.

The model knows lamps, versions, ids and numbers; it shares no code with the product, not even the lamps' own decisions.
What races must be answered as some order of the racing commands would have been answered one after the other.
"""

import asyncio
import os
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import Problem, Refused
from common.handling import Transaction
from common.ids import new_id
from common.kernel import Kernel
from common.ledger.verify import verify
from common.testing.kernels import MORNING, meta
from common.testing.lamps import HOUSE, LAMP, Dim, Light, Open, PutOut

LIMIT = 50
FULL = os.environ.get("WATCHBILL_PROOF") == "full"


@dataclass(frozen=True)
class Told:
    """One command as it is given: by which process, under which key, to which lamp, expecting which version."""

    process: int
    key: int
    lamp: str
    verb: str
    percent: int
    expected: int | None
    across: bool

    @property
    def content(self) -> str:
        return f"{self.lamp} {self.verb} {self.percent}"

    @property
    def command(self) -> Any:
        return {"light": Light(MORNING), "out": PutOut(MORNING), "dim": Dim(self.percent)}[self.verb]


@dataclass
class Model:
    """What must be so after some commands."""

    lit: set[str] = field(default_factory=set)
    versions: dict[str, int] = field(default_factory=dict)
    keys: dict[int, tuple[str, tuple[Any, ...]]] = field(default_factory=dict)
    seq: int = 1

    def copy(self) -> "Model":
        return Model(set(self.lit), dict(self.versions), dict(self.keys), self.seq)

    def give(self, told: Told) -> tuple[Any, ...]:
        """The answer: done, replayed or nothing with version and numbers; or the code that it is refused with."""
        if told.key in self.keys:
            content, answer = self.keys[told.key]
            return ("replay", *answer) if content == told.content else ("idempotency_key_reused",)
        version = self.versions.get(told.lamp, 0)
        if told.expected not in (None, version):
            return ("stale_version",)
        if told.verb == "light" and told.lamp in self.lit:
            return ("already_lit",)
        if told.verb == "dim" and told.percent > LIMIT:
            return ("too_dark",)
        if (told.verb == "dim" and told.percent == 0) or (told.verb == "out" and told.lamp not in self.lit):
            return ("nothing",)
        if told.verb == "light":
            self.lit.add(told.lamp)
        elif told.verb == "out":
            self.lit.discard(told.lamp)
        self.seq += 1
        self.versions[told.lamp] = version + 1
        self.keys[told.key] = (told.content, (self.seq, version + 1))
        return ("done", self.seq, version + 1)


TOLD = st.builds(
    Told,
    process=st.integers(0, 1),
    key=st.integers(0, 5),
    lamp=st.sampled_from(["l1", "l2"]),
    verb=st.sampled_from(["light", "out", "dim"]),
    percent=st.sampled_from([0, 1, 60]),
    expected=st.none() | st.integers(0, 3),
    across=st.booleans(),
)
RACES = st.lists(st.lists(TOLD, min_size=1, max_size=3), max_size=8)
EXAMPLES = settings(
    max_examples=1000 if FULL else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


async def give(kernel: Kernel, contract: str, told: Told) -> tuple[Any, ...]:
    about = meta(f"{contract}-{told.key}", told.content)
    try:
        if told.across:

            async def decision(tx: Transaction) -> None:
                await tx.state(LAMP, told.lamp)
                if told.expected not in (None, tx.versions[LAMP.stream(told.lamp)]):
                    raise Problem("stale_version")  # noqa: TRY301  (the product catches it)
                await tx.decide(LAMP, told.lamp, told.command)

            outcome = await kernel.handler.across(contract, decision, about)
        else:
            outcome = await kernel.handler.handle(contract, LAMP, told.lamp, told.command, about, told.expected)
    except (Refused, Problem) as refusal:
        return (refusal.code,)
    if not outcome.events:
        return ("nothing",)
    assert outcome.first_seq == outcome.last_seq
    return ("replay" if outcome.replay else "done", outcome.last_seq, outcome.version)


@EXAMPLES
@given(RACES)
async def test_any_commands_are_answered_as_the_model_says(lamps: Kernel, other: Kernel, races: list[list[Told]]) -> None:
    contract, model = new_id(), Model()
    await lamps.handler.handle(contract, HOUSE, "contract", Open(LIMIT), meta())
    for race in races:
        answers = await asyncio.gather(*(give((lamps, other)[told.process], contract, told) for told in race))
        model = explained(model, race, answers)
    stored = await lamps.pool.fetch(
        "select stream, max(version) as version, count(*) as events, max(seq) as seq from events"
        " where contract_id = $1 and stream like 'lamp/%' group by stream",
        contract,
    )
    assert {row["stream"].partition("/")[2]: row["version"] for row in stored} == model.versions
    assert all(row["version"] == row["events"] for row in stored)
    assert max((row["seq"] for row in stored), default=1) == model.seq
    assert await lamps.pool.fetchval("select count(*) from commands where contract_id = $1", contract) == 1 + len(model.keys)
    for lamp in ("l1", "l2"):
        assert (await other.handler.state(contract, LAMP, lamp))[1].lit == (lamp in model.lit)
    assert (await verify(lamps.pool, contract)).sound


def explained(model: Model, race: list[Told], answers: list[tuple[Any, ...]]) -> Model:
    """The model after an order of the race that gives each its answer."""
    tried = []
    for order in permutations(range(len(race))):
        after = model.copy()
        given = {place: after.give(race[place]) for place in order}
        if all(given[place] == answers[place] for place in order):
            return after
        tried.append(given)
    raise AssertionError(f"{race} cannot be answered with {answers}; in any order: {tried}")


def test_an_answer_that_no_order_explains_is_noticed() -> None:
    light = Told(0, 1, "l1", "light", 0, None, across=False)
    again = Told(1, 2, "l1", "light", 0, None, across=False)
    assert explained(Model(), [light, again], [("already_lit",), ("done", 2, 1)]).seq == 2
    for wrong in ([("done", 2, 1), ("done", 3, 2)], [("done", 2, 1), ("nothing",)], [("already_lit",)] * 2):
        with pytest.raises(AssertionError, match="cannot be answered"):
            explained(Model(), [light, again], wrong)
