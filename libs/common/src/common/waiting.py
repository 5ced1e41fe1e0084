"""Waiting for an event of this process, not for ever; and ending when told to."""

import asyncio
from contextlib import suppress


async def set_within(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event was set before the seconds were over.

    Unlike `asyncio.wait_for` of Python 3.11 it never swallows a cancellation that comes with the event.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(max(seconds, 0)):
            await event.wait()
    return event.is_set()


def heed_cancellation() -> None:
    """Raises a cancellation of this task that somebody below has swallowed; for loops that run until cancelled.

    `asyncio.wait_for` of Python 3.11 drops one that comes with its result, and nats-py waits with it.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
