"""billing with a ledger that acknowledges every third step of a breach without writing it down."""

from itertools import count

from billing.main import app
from common.ledger.appending import Append, Verdict
from common.ledger.ledger import Ledger

_append = Ledger.append
_steps = count(1)


async def careless(self: Ledger, append: Append) -> Verdict:
    """As if it were durable."""
    known = any(stream.startswith("breach/") and version for stream, version in append.expected)
    if not known or next(_steps) % 3:
        return await _append(self, append)
    return Verdict("appended", 1, len(append.events), 1, append.now, tuple(range(2, 2 + len(append.events))))


Ledger.append = careless  # type: ignore[method-assign]

__all__ = ["app"]
