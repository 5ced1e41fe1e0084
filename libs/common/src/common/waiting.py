"""Waiting for an event of this process, not for ever."""

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
