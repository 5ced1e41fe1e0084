"""One append: what goes in for each member of a group, what comes out, and the call of the SQL function between."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from common.ledger.pool import Connection

Kind = Literal["appended", "conflict", "duplicate", "reused"]

CALL = "select * from append_events($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22)"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event before it has a number. `event` is the decoded form, for the views; the rest is what is stored.

    `published` is the form others see, byte for byte, or `None` when they do not see it.
    """

    event: object
    stream: str
    type: str
    schema_version: int
    payload: str
    public_type: str | None = None
    public_version: int | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Append:
    """The events of one command. All of them are written, or none.

    `expected` maps streams to the version they must have. `now` is the domain's clock; the ledger records the later
    of it and its last event's time. `request_hash` tells a repetition from another request under the same id.
    """

    contract: str
    command_id: str
    request_hash: bytes
    now: datetime
    actor: str
    correlation_id: str
    causation_id: str | None
    occurred_at: datetime
    events: tuple[NewEvent, ...]
    expected: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one append.

    appended: the events have the numbers `first_seq` to `last_seq` and the `versions` of their streams (none of them when
    only the command's id, after a lost connection, told that they were written).
    duplicate: the command was carried out before, with these numbers. reused: its id belongs to another request.
    conflict: a stream has another version. `public_no` is the last number of the contract's lane at that point.
    """

    kind: Kind
    first_seq: int
    last_seq: int
    public_no: int
    recorded_at: datetime
    versions: tuple[int, ...]


@dataclass
class _Group:
    """The parallel arrays of the function; numbers that point into another array count from 1."""

    contracts: list[str] = field(default_factory=list)
    streams: list[str] = field(default_factory=list)
    stream_contract: list[int] = field(default_factory=list)
    members: list[tuple[object, ...]] = field(default_factory=list)
    claims: list[tuple[int, int, int]] = field(default_factory=list)
    events: list[tuple[object, ...]] = field(default_factory=list)
    _places: dict[tuple[int, str], int] = field(default_factory=dict)

    def add(self, append: Append) -> None:
        if not self.contracts or self.contracts[-1] != append.contract:
            self.contracts.append(append.contract)
        contract = len(self.contracts)
        self.members.append(
            (
                contract,
                append.command_id,
                append.request_hash,
                append.now,
                append.actor,
                append.correlation_id,
                append.causation_id,
                append.occurred_at,
            )
        )
        number = len(self.members)
        self.claims.extend((number, self._place(contract, stream), version) for stream, version in append.expected)
        self.events.extend(
            (
                number,
                self._place(contract, one.stream),
                one.type,
                one.schema_version,
                one.payload,
                one.public_type,
                one.public_version,
                one.published,
            )
            for one in append.events
        )

    def _place(self, contract: int, stream: str) -> int:
        key = (contract, stream)
        place = self._places.get(key)
        if place is None:
            self.streams.append(stream)
            self.stream_contract.append(contract)
            place = self._places[key] = len(self.streams)
        return place

    def arrays(self) -> list[Sequence[object]]:
        claims: list[Sequence[object]] = list(zip(*self.claims, strict=True)) or [(), (), ()]
        return [
            self.contracts,
            self.streams,
            self.stream_contract,
            *zip(*self.members, strict=True),
            *claims,
            *zip(*self.events, strict=True),
        ]


async def append_group(connection: Connection, appends: Sequence[Append]) -> list[Verdict]:
    """Appends a group in the connection's transaction (or one of its own) and gives a verdict for each member.

    No two members may share contract and command id. The ledgers stay locked until the transaction ends.
    """
    order = sorted(range(len(appends)), key=lambda number: appends[number].contract)
    group = _Group()
    for number in order:
        group.add(appends[number])
    row = await connection.fetchrow(CALL, *group.arrays())
    if row is None:
        raise AssertionError("a function with out parameters answers with one row")
    verdicts, firsts, lasts, publics, recorded, versions = row
    answers: list[Verdict | None] = [None] * len(appends)
    start = 0
    for place, number in enumerate(order):
        end = start + len(appends[number].events)
        own = tuple(versions[start:end]) if verdicts[place] == "appended" else ()
        answers[number] = Verdict(verdicts[place], firsts[place], lasts[place], publics[place], recorded[place], own)
        start = end
    return [answer for answer in answers if answer is not None]
