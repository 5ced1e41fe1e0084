"""How often one address may ask for what nobody has to be signed in for and what leaves something behind.

Passwords are counted one by one in the database (`throttle.py`); this keeps a flood from getting that far, and from
filling the trail and the table of steps. Kept in memory: a console that begins anew forgives.
"""

import time
from collections import OrderedDict

import structlog

from console.accounts.throttle import network_of

log = structlog.get_logger("console.pace")

MOST_ADDRESSES = 20_000


class Pace:
    """A bucket for each address: full at `a_minute` requests, filled again at that pace."""

    def __init__(self, a_minute: int) -> None:
        self._most = float(a_minute)
        self._buckets: OrderedDict[str, tuple[float, float, bool]] = OrderedDict()

    def wait(self, address: str) -> int | None:
        """Takes one. None: go on; else how many seconds until the next may come. The first refusal in a row is logged."""
        key, now = network_of(address), time.monotonic()
        left, at, refused = self._buckets.pop(key, (self._most, now, False))
        left = min(self._most, left + (now - at) * self._most / 60)
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, now, not allowed)
        if len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        if allowed:
            return None
        if not refused:
            log.warning("address_slowed", address=address)
        return max(1, round((1 - left) * 60 / self._most))
