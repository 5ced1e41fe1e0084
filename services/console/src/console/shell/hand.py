"""Whether somebody's finger is on the page: what is read again then waits, so that no button goes from under it.

The browser takes a press and its release for a click only where both met the same element, and the server takes a click
only for an element that it still has. A click may be on its way while its button is built anew: what the button did is
done then, too.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from nicegui.events import GenericEventArguments

HELD_SECONDS = 2.0
"""A finger that stays longer, or whose lifting was never heard of, keeps nothing back any more."""
KEPT = 100
"""How many buttons a page remembers, those that stand on it included."""


class Hand:
    """What one page's script last told: `pressed`, true or false; and what the page's buttons do."""

    def __init__(self) -> None:
        self._off = asyncio.Event()
        self._off.set()
        self._buttons: dict[int, Callable[[], object]] = {}

    def offer(self, button: int, does: Callable[[], object]) -> None:
        """What the button of this number does, as long as it may still be clicked where it was shown."""
        self._buttons[button] = does
        if len(self._buttons) > KEPT:
            del self._buttons[next(iter(self._buttons))]

    def late(self, button: int) -> Callable[[], object] | None:
        """What a button did that stands no more and was clicked where it was still shown; None for what was none."""
        return self._buttons.get(button)

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
