"""In which order a service gets the questions of pages."""

import asyncio

import pytest

from console.remote import turns
from console.remote.turns import AT_ONCE, Turns


class Questions:
    """Questions of pages to one service, which answers when it is let."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.begun: asyncio.Queue[int] = asyncio.Queue()
        self.answers = [asyncio.Event() for _ in range(AT_ONCE + 2)]
        self.asking = [asyncio.create_task(self._ask(number)) for number in range(AT_ONCE + 2)]

    async def _ask(self, number: int) -> None:
        async with self.turns.one(60):
            self.begun.put_nowait(number)
            await self.answers[number].wait()

    async def all_answered(self) -> None:
        for one in self.answers:
            one.set()
        await asyncio.gather(*self.asking, return_exceptions=True)


async def test_the_next_one_comes_when_the_one_before_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "HELD_SECONDS", 60)
    questions = Questions()
    for number in range(AT_ONCE):
        assert await questions.begun.get() == number
        assert questions.begun.empty()
        questions.answers[number].set()
    await questions.all_answered()


async def test_slow_ones_let_others_pass_until_too_many_are_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "HELD_SECONDS", 0.01)
    questions = Questions()
    assert [await questions.begun.get() for _ in range(AT_ONCE)] == list(range(AT_ONCE))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await questions.begun.get()
    questions.answers[2].set()
    assert await questions.begun.get() == AT_ONCE
    await questions.all_answered()


async def test_who_goes_away_while_waiting_or_asking_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "HELD_SECONDS", 60)
    questions = Questions()
    assert await questions.begun.get() == 0
    questions.asking[1].cancel()
    questions.asking[0].cancel()
    assert await questions.begun.get() == 2
    await questions.all_answered()


@pytest.mark.parametrize("under_way", [1, AT_ONCE])
async def test_a_turn_that_does_not_come_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch, under_way: int) -> None:
    monkeypatch.setattr(turns, "HELD_SECONDS", 60 if under_way == 1 else 0)
    questions = Questions()
    for _ in range(under_way):
        await questions.begun.get()
    for one in questions.asking[under_way:]:
        one.cancel()
    with pytest.raises(TimeoutError):
        async with questions.turns.one(0.01):
            raise AssertionError
    questions.answers[0].set()
    async with questions.turns.one(60):
        await questions.all_answered()
