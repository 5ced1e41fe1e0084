"""Several subjects, measured in turn, round by round, each with many callers who wait for their own acknowledgement."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bench.figures import Series
from bench.stage import ROUNDS

CALLERS = 64

Work = Callable[[int, int], Awaitable[int]]
"""One operation of a caller, the nth of it; returns how many events were acknowledged."""


@dataclass
class Subject:
    """One thing to measure: `arrived` counts what there is, independently of what was acknowledged."""

    name: str
    work: Work
    arrived: Callable[[], Awaitable[int]]
    operations: int
    callers: int = CALLERS
    series: Series = field(default_factory=Series)


async def race(subjects: Sequence[Subject], rounds: int = ROUNDS) -> None:
    """Measures all subjects in every round, each time in another order; raises when an acknowledged event is missing."""
    for subject in subjects:
        await _round(subject, -1, max(subject.operations // 10, subject.callers))
        subject.series = Series()
    for number in range(rounds):
        turn = number % len(subjects)
        for subject in [*subjects[turn:], *subjects[:turn]]:
            await _round(subject, number, subject.operations)


async def _round(subject: Subject, number: int, operations: int) -> None:
    """Callers count their operations on from where the rounds before have ended; the warm-up is number -1."""
    each = max(operations // subject.callers, 1)
    series, acknowledged = subject.series, 0

    async def caller(which: int) -> None:
        nonlocal acknowledged
        start = (number + 1) * 1_000_000
        for n in range(start, start + each):
            began = time.perf_counter()
            done = await subject.work(which, n)
            acknowledged += done
            series.seconds.append(time.perf_counter() - began)

    gc.collect()
    before = await subject.arrived()
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for which in range(subject.callers):
            group.create_task(caller(which))
    elapsed = time.perf_counter() - began
    arrived = await subject.arrived() - before
    if arrived != acknowledged:
        raise AssertionError(f"{subject.name}: {acknowledged} events were acknowledged, {arrived} arrived")
    series.expected += acknowledged
    series.arrived += arrived
    series.figures.append(arrived / elapsed)
