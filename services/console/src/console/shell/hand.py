"""Whether somebody's finger is on the page: what is read again then waits, so that no button goes from under it.

The browser takes a press and its release for a click only where both met the same element, and the server takes a click
only for an element that it still has.
"""

import asyncio
from contextlib import suppress

from nicegui.events import GenericEventArguments

HELD_SECONDS = 2.0
"""A finger that stays longer, or whose lifting was never heard of, keeps nothing back any more."""


class Hand:
    """What one page's script last told: `pressed`, true or false."""

    def __init__(self) -> None:
        self._off = asyncio.Event()
        self._off.set()

    def told(self, event: GenericEventArguments) -> None:
        """A button or link was pressed, or let go."""
        if event.args is True:
            self._off.clear()
        else:
            self._off.set()

    async def off(self) -> None:
        """Returns at once while nothing is pressed, else when it is let go, after `HELD_SECONDS` at the latest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HELD_SECONDS):
                await self._off.wait()
        self._off.set()
