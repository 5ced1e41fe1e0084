"""Sessions that are looked up together: one question for all who ask at the same time, none answered from before."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from console.accounts.looking import Looking
from console.accounts.sessions import Session


class Asked:
    """Where the sessions are, and what was asked for at a time."""

    def __init__(self) -> None:
        self.living = {name: _session(name) for name in ("first", "second")}
        self.questions: list[frozenset[str]] = []
        self.away = False

    async def find(self, ids: Iterable[str]) -> dict[str, Session]:
        self.questions.append(frozenset(ids))
        if self.away:
            raise ConnectionError
        return {one: self.living[one] for one in ids if one in self.living}


async def test_who_asks_at_the_same_time_is_answered_by_one_question() -> None:
    asked = Asked()
    looking = Looking(asked.find)
    found = await asyncio.gather(*(looking.of(one) for one in ("first", "second", "first", "over")))
    assert [one and one.id for one in found] == ["first", "second", "first", None]
    assert asked.questions == [{"first", "second", "over"}]


async def test_a_session_that_ended_since_is_not_answered_from_before() -> None:
    asked = Asked()
    looking = Looking(asked.find)
    assert await looking.of("first")
    del asked.living["first"]
    assert await looking.of("first") is None


async def test_who_comes_while_a_question_is_under_way_waits_for_the_next() -> None:
    asked, under_way, go_on = Asked(), asyncio.Event(), asyncio.Event()

    async def find(ids: Iterable[str]) -> dict[str, Session]:
        found = await asked.find(ids)
        under_way.set()
        await go_on.wait()
        return found

    looking = Looking(find)
    before = asyncio.create_task(looking.of("first"))
    await under_way.wait()
    del asked.living["first"]
    after = asyncio.create_task(looking.of("first"))
    go_on.set()
    assert await before
    assert await after is None


async def test_a_database_that_is_away_is_told_to_all_and_asked_again() -> None:
    asked = Asked()
    looking = Looking(asked.find)
    asked.away = True
    told = await asyncio.gather(looking.of("first"), looking.of("second"), return_exceptions=True)
    assert [type(one) for one in told] == [ConnectionError, ConnectionError]
    asked.away = False
    assert await looking.of("first")


@pytest.mark.parametrize("ends", ["first", "second"])
async def test_who_goes_away_meanwhile_takes_nobody_along(ends: str) -> None:
    asked = Asked()
    looking = Looking(asked.find)
    waiting = {one: asyncio.create_task(looking.of(one)) for one in ("first", "second")}
    waiting.pop(ends).cancel()
    assert all([await one for one in waiting.values()])


def _session(id_: str) -> Session:
    seen_at = datetime(2026, 11, 23, tzinfo=UTC)
    return Session(id_, "a", "a", "A", "zh", "work", kiosk=False, dev=False, seen_at=seen_at, contracts={}, signing_key=None)
