"""What was decided before: a repeated command gets the answer of its first time."""

from typing import Any

from common.errors import Problem
from common.handling.meta import Meta, Outcome
from common.ledger.facts import Recorded
from common.ledger.pool import Connection
from common.ledger.reading import Reader, stream_version


async def replayed(connection: Connection, reader: Reader, contract: str, meta: Meta, *, known: bool = True) -> Outcome | None:
    """The first outcome of this command id, or `None`. Problem `idempotency_key_reused` if another request has it.

    `known` false says that the first time was our own, only its answer was lost: then it is no replay to the caller.
    """
    row = await connection.fetchrow(
        "select request_hash, first_seq, last_seq from commands where contract_id = $1 and command_id = $2",
        contract,
        meta.command_id,
    )
    if row is None:
        return None
    if row["request_hash"] != meta.request_hash:
        raise Problem("idempotency_key_reused")
    first, last = row["first_seq"], row["last_seq"]
    facts: list[Recorded[Any]] = []
    async for page in reader.pages(connection, contract, after=first - 1, upto=last):
        facts.extend(page)
    public_no: int = await connection.fetchval(
        "select coalesce((select public_no from events where contract_id = $1 and public_no is not null and seq <= $2"
        " order by seq desc limit 1), 0)",
        contract,
        last,
    )
    stream = facts[0].stream
    version = max(fact.version for fact in facts if fact.stream == stream)
    return Outcome(contract, first, last, public_no, stream, version, replay=known, events=tuple(fact.event for fact in facts))


async def unchanged(connection: Connection, contract: str, expected: tuple[tuple[str, int], ...]) -> bool:
    """Whether the streams still have these versions."""
    for stream, version in expected:
        if await stream_version(connection, contract, stream) != version:
            return False
    return True
