"""`python -m faults.bulk <contract> <events> <record>`: a backlog imported into tickets, many calls to an append.

The same ledger and views as the running services use, from a process of its own beside them.
"""

import asyncio
import hashlib
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from common.errors import Problem
from common.handling.encoding import Encoder
from common.kernel import Tables, open_kernel
from common.ledger.appending import Append, NewEvent
from common.ledger.ledger import Ledger
from faults.record import Answered, Asked, Record
from tickets.domain.call import CallAnswered, CallEnded, CallRang
from tickets.main import SERVICE

CALLS_AN_APPEND = 160
EVENTS_A_CALL = 3
AT_ONCE = 4
BEGAN = datetime(2026, 6, 20, tzinfo=UTC)
PAUSE_SECONDS = 0.5


async def main(contract: str, events: int, record: Path) -> None:
    """Imports about so many events and writes each acknowledged append down."""
    encoder, written = Tables.of(SERVICE).encoder, Record(record)
    numbers = iter(range(1, events // (CALLS_AN_APPEND * EVENTS_A_CALL) + 1))
    async with open_kernel(SERVICE, os.environ["WATCHBILL_DATABASE_URL"], clock="virtual") as kernel:
        await asyncio.gather(*(_import(kernel.ledger, encoder, contract, numbers, written) for _ in range(AT_ONCE)))


async def _import(ledger: Ledger, encoder: Encoder, contract: str, numbers: Iterator[int], record: Record) -> None:
    for number in numbers:
        body = {"events": CALLS_AN_APPEND * EVENTS_A_CALL}
        asked = Asked(number, "tickets.import", "tickets", contract, "import", f"i{number:07d}", "", body)
        record.asked(asked)
        append = Append(
            contract, asked.command_id, hashlib.sha256(asked.key.encode()).digest(), BEGAN, "import", asked.key, None, BEGAN,
            _events(encoder, number),
        )  # fmt: skip
        last = await _appended(ledger, append)
        record.answered(Answered(number, 201, 1, position=f"tickets:{contract}:{last}"))


async def _appended(ledger: Ledger, append: Append) -> int:
    """The number of its last event; a server that is away only costs time."""
    while True:
        try:
            return (await ledger.append(append)).last_seq
        except Problem:
            await asyncio.sleep(PAUSE_SECONDS)


def _events(encoder: Encoder, number: int) -> tuple[NewEvent, ...]:
    made: list[NewEvent] = []
    for place in range(CALLS_AN_APPEND):
        rang = BEGAN + timedelta(seconds=number)
        call = (CallRang(rang, "import", None), CallAnswered(rang, 0, "import"), CallEnded(rang, 0))
        made += encoder.new(f"call/i{number}-{place}", call)
    return tuple(made)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
