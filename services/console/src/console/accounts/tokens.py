"""Tokens that were signed already, used again while half of their life is left.

Signing a token and checking a new one cost more than many a question that is asked with it. Whose token it is, with which
roles and by which key, is looked up each time: other roles or another key are another token.
"""

from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta

from common.clock import real_now

MOST = 2000


class Tokens:
    """Those of this process."""

    def __init__(self) -> None:
        self._signed: dict[Hashable, tuple[str, datetime]] = {}

    async def of(self, whose: Hashable, lasts: timedelta, sign: Callable[[], Awaitable[str]]) -> str:
        """The token of `whose`, valid for half of `lasts` at least; `sign` makes one that is valid for all of it."""
        now = real_now()
        token, until = self._signed.get(whose, ("", now))
        if now < until:
            return token
        token = await sign()
        if len(self._signed) >= MOST:
            self._signed = {one: (known, then) for one, (known, then) in self._signed.items() if now < then}
        if len(self._signed) < MOST:
            self._signed[whose] = token, now + lasts / 2
        return token
