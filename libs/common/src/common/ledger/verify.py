"""Is the ledger what it was? Recomputes a contract's chain and compares it with the heads that others have witnessed.

A chain shows a changed event. It shows neither a cut tail nor a history recomputed from some event on: those
contradict what consumers and signed documents remember.

A signature in the ledger names the head that the signer saw, so a history that was recomputed by somebody who did not
also rewrite the signatures contradicts itself. One who did is contradicted by consumers and by signed paper.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from asyncpg import Record

from common.ledger.envelope import GENESIS_HASH, chained, envelope
from common.ledger.pool import Pool

PAGE = 500

Fault = Literal["changed", "missing", "disorder", "head", "rewritten", "cut", "other_log"]

SIGNED_HEAD = re.compile(r'"head":"([0-9]+):([0-9a-f]{64})"')
"""In a payload: what somebody saw who signed. Quotes within a JSON string are escaped, so no text can look like it."""
HASH_BYTES = len(GENESIS_HASH)


@dataclass(frozen=True, slots=True)
class Witness:
    """What somebody else remembers: the hash of the event `seq` of the ledger, or of `number` in the lane."""

    by: str
    hash: str
    seq: int | None = None
    number: int | None = None
    log_id: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and since which event: `seq` is the first that cannot be trusted, `reason` a sentence.

    A rewritten history recomputes every hash, so only witnesses know it: `seq` then follows the last event that a
    witness confirms, and the first tampered event lies between it and the witness named in `reason`.
    """

    fault: Fault
    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer for one contract. Sound when there is no finding.

    `witnessed` heads were confirmed by others, `signed` ones by signatures that stand in the ledger itself.
    """

    contract: str
    log_id: str | None
    events: int
    head_hash: str
    witnessed: int
    signed: int
    finding: Finding | None

    @property
    def sound(self) -> bool:
        return self.finding is None


class _Wrong(Exception):
    def __init__(self, fault: Fault, seq: int, reason: str) -> None:
        super().__init__(reason)
        self.finding = Finding(fault, seq, reason)


@dataclass
class _Chain:
    """The state of the walk along one ledger."""

    log_id: str
    by_seq: Mapping[int, Sequence[Witness]]
    by_number: Mapping[int, Sequence[Witness]]
    seq: int = 0
    hash: bytes = GENESIS_HASH
    public_no: int = 0
    recorded_at: datetime | None = None
    confirmed: int = 0
    confirmed_upto: int = 0
    signed: int = 0
    hashes: bytearray = field(default_factory=bytearray)
    versions: dict[str, int] = field(default_factory=dict)

    def step(self, row: Record) -> None:
        """Takes the next event. Raises `_Wrong` at the first that does not fit."""
        seq = row["seq"]
        if seq != self.seq + 1:
            raise _Wrong("missing", self.seq + 1, f"event {self.seq + 1} is missing")
        computed = chained(self.hash, envelope(self.log_id, row), row["payload"].encode())
        if computed != row["hash"]:
            raise _Wrong("changed", seq, f"event {seq} does not have the hash of its content")
        self._order(row)
        self.seq, self.hash, self.recorded_at = seq, computed, row["recorded_at"]
        self.versions[row["stream"]] = row["version"]
        self._compare_signatures(row)
        self.hashes += computed
        self._compare(self.by_seq.get(seq, ()))
        if row["public_no"] is not None:
            self.public_no = row["public_no"]
            self._compare(self.by_number.get(self.public_no, ()))

    def _order(self, row: Record) -> None:
        seq = row["seq"]
        if row["version"] != self.versions.get(row["stream"], 0) + 1:
            raise _Wrong("disorder", seq, f"event {seq} has version {row['version']} of {row['stream']} out of turn")
        if row["public_no"] not in (None, self.public_no + 1):
            raise _Wrong("disorder", seq, f"event {seq} has number {row['public_no']} in the lane out of turn")
        if self.recorded_at is not None and row["recorded_at"] < self.recorded_at:
            raise _Wrong("disorder", seq, f"event {seq} was recorded before the one in front of it")

    def _compare_signatures(self, row: Record) -> None:
        """Signatures are part of what may have been rewritten: they accuse, but do not move `confirmed_upto`."""
        for number, hash_ in SIGNED_HEAD.findall(row["payload"]):
            if self._hash_of(int(number)) != hash_:
                raise self._rewritten(int(number), f"who signed {row['stream']} in event {row['seq']}")
            self.signed += 1

    def _hash_of(self, seq: int) -> str:
        return self.hashes[(seq - 1) * HASH_BYTES : seq * HASH_BYTES].hex() if seq else ""

    def _compare(self, witnesses: Iterable[Witness]) -> None:
        for witness in witnesses:
            if witness.hash != self.hash.hex():
                raise self._rewritten(self.seq, witness.by)
            self.confirmed += 1
            self.confirmed_upto = self.seq

    def _rewritten(self, upto: int, by: str) -> _Wrong:
        since = self.confirmed_upto + 1
        return _Wrong(
            "rewritten", since, f"the history was rewritten between event {since} and {upto}: {by} saw another hash of {upto}"
        )


async def verify(pool: Pool, contract: str, witnesses: Sequence[Witness] = ()) -> Verification:
    """Walks the ledger up to the head it has now. Reads page by page, in no transaction: appends go on meanwhile."""
    head = await pool.fetchrow("select log_id, last_seq, last_hash, last_public_no from ledgers where contract_id = $1", contract)
    if head is None:
        finding = Finding("cut", 1, f"there is no ledger, but {witnesses[0].by} saw one") if witnesses else None
        return Verification(contract, None, 0, GENESIS_HASH.hex(), 0, 0, finding)
    chain = _Chain(str(head["log_id"]), _grouped(witnesses, "seq"), _grouped(witnesses, "number"))
    finding = None
    try:
        _same_log(chain, witnesses)
        await _walk(pool, contract, chain, head["last_seq"])
        _ends(chain, head, witnesses)
    except _Wrong as wrong:
        finding = wrong.finding
    return Verification(contract, chain.log_id, chain.seq, chain.hash.hex(), chain.confirmed, chain.signed, finding)


async def contracts(pool: Pool) -> list[str]:
    """Every contract with a ledger here."""
    return [row["contract_id"] for row in await pool.fetch("select contract_id from ledgers order by contract_id")]


async def _walk(pool: Pool, contract: str, chain: _Chain, upto: int) -> None:
    while chain.seq < upto:
        rows = await pool.fetch(
            "select * from events where contract_id = $1 and seq > $2 and seq <= $3 order by seq limit $4",
            contract,
            chain.seq,
            upto,
            PAGE,
        )
        if not rows:
            raise _Wrong("cut", chain.seq + 1, f"the ledger counts {upto} events, the last one there is {chain.seq}")
        for row in rows:
            chain.step(row)


def _same_log(chain: _Chain, witnesses: Iterable[Witness]) -> None:
    for witness in witnesses:
        if witness.log_id not in (None, chain.log_id):
            raise _Wrong("other_log", 1, f"{witness.by} saw the log {witness.log_id}, this is {chain.log_id}")


def _ends(chain: _Chain, head: Record, witnesses: Iterable[Witness]) -> None:
    """The head's row agrees with the last event, and nobody has seen a later one."""
    if head["last_hash"] != chain.hash or head["last_public_no"] != chain.public_no:
        raise _Wrong("head", chain.seq, f"the ledger's row does not agree with its last event {chain.seq}")
    for witness in witnesses:
        if (witness.seq or 0) > chain.seq or (witness.number or 0) > chain.public_no:
            seen = f"event {witness.seq}" if witness.seq else f"number {witness.number}"
            raise _Wrong("cut", chain.seq + 1, f"the tail was cut after event {chain.seq}: {witness.by} saw {seen}")


def _grouped(witnesses: Iterable[Witness], name: Literal["seq", "number"]) -> dict[int, list[Witness]]:
    found: dict[int, list[Witness]] = {}
    for witness in witnesses:
        place: Any = getattr(witness, name)
        if place:
            found.setdefault(place, []).append(witness)
    return found
