"""The lanes of the own service, read from its database: what the relay publishes and what others ask for.

Only public events are told, and only their published form; this is the same reading for both, so a message and a line
of the feed cannot differ.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from asyncpg import Record

from common.lane import GENESIS, START, Head, Page, Position, Told
from common.ledger.pool import Pool

LIMIT = 500
"""Events that one lane gives at once to who asks for it alone."""

MOST_EVENTS = 4000
MOST_LANES = 100
"""Bounds of one answer over many lanes."""

BYTES = 4 * 1024 * 1024
DIGESTS_SECONDS = 1.0


class Feed:
    """Reads the service's own lanes."""

    def __init__(self, service: str, pool: Pool) -> None:
        self.service = service
        self._pool = pool
        self._digests = _Digests(pool)

    async def page(self, contract: str, after: int, limit: int = LIMIT) -> Page:
        """At most `limit` events after a number, at least one if there is one, about 4 MiB together at most."""
        return (await self.pages({contract: after}, min(limit, LIMIT)))[contract]

    async def pages(self, wanted: Mapping[str, int], limit: int = MOST_EVENTS) -> dict[str, Page]:
        """The same for many lanes, each after a number: a page for each, `limit` events and 4 MiB at most together.

        Lanes with few events are told whole and the others share what is left. One page has an event if any lane has.
        """
        ends = await self._ends(wanted)
        upto = shared({contract: head.number - wanted[contract] for contract, (head, _) in ends.items()}, limit)
        rows = await self._told_after({contract: (wanted[contract], count) for contract, count in upto.items()})
        told = _told(self.service, list(upto), ends, rows)
        return {
            contract: Page(tuple(told.get(contract, ())), *ends.get(contract, (START, None if after else GENESIS)))
            for contract, after in wanted.items()
        }

    async def unpublished(self, contracts: Collection[str], limit: int) -> tuple[dict[str, list[Told]], Collection[str]]:
        """What the relay has not published of these lanes, and which of them may have more.

        At most `limit` events of each and 4 MiB together; lanes of which everything is published are left out. One look
        at the database: it lies between every command and those who hear of it.
        """
        ordered = list(contracts)
        rows = await self._pool.fetch(_UNPUBLISHED, ordered, limit, BYTES)
        lasts = {ordered[row["place"] - 1]: row for row in rows}
        ends = {
            contract: (Position(str(row["log_id"]), row["last_public_no"], ""), _hash_at(row)) for contract, row in lasts.items()
        }
        told = _told(self.service, ordered, ends, rows)
        if rows and rows[0]["found"] > len(rows):
            return told, ordered
        return told, [contract for contract, row in lasts.items() if row["public_no"] < row["last_public_no"]]

    async def _told_after(self, wanted: Mapping[str, tuple[int, int]]) -> Sequence[Record]:
        if not wanted:
            return ()
        afters = [after for after, _ in wanted.values()]
        uptos = [after + count for after, count in wanted.values()]
        rows: Sequence[Record] = await self._pool.fetch(_TOLD, list(wanted), afters, uptos, BYTES)
        return rows

    async def heads(self, after: str = "", limit: int = 1000, buckets: Sequence[str] | None = None) -> Sequence[Head]:
        """The ends of all lanes that have an event, in the order of their contract ids, after one of them.

        With `buckets` only of those that lie in them (see `digests`).
        """
        rows = await self._pool.fetch(_HEADS, after, limit, buckets)
        return [Head(row["contract_id"], _position(row)) for row in rows]

    async def head(self, contract: str) -> Position:
        """Where one lane ends."""
        return (await self._ends({contract: 0})).get(contract, (START, None))[0]

    async def digests(self) -> Mapping[str, str]:
        """Bucket -> digest over the heads of the lanes in it, as of at most a second ago.

        A lane lies in the bucket of the first three digits of its log id. A digest is the exclusive or of the first
        16 hexadecimal digits of the heads' hashes: a hash names a log, a contract and a number, so two who have the
        same digest have the same heads.
        """
        return await self._digests.now()

    async def _ends(self, wanted: Mapping[str, int]) -> dict[str, tuple[Position, str | None]]:
        """Contract -> where its lane ends, and the hash that it has at a number. What is told is read after this."""
        rows = await self._pool.fetch(_ENDS, list(wanted), list(wanted.values()))
        return {row["contract_id"]: (_position(row), _hash_at(row)) for row in rows}


def shared(waiting: Mapping[str, int], limit: int) -> dict[str, int]:
    """How many of its waiting events each lane is given of `limit` together; small ones first, lanes with none left out."""
    given: dict[str, int] = {}
    ordered = sorted((count, contract) for contract, count in waiting.items() if count > 0)
    for place, (count, contract) in enumerate(ordered):
        given[contract] = min(count, -(-limit // (len(ordered) - place)))
        limit -= given[contract]
    return {contract: count for contract, count in given.items() if count}


class _Digests:
    """Keeps digests and computes anew those of buckets whose ledgers have grown.

    The ledgers' rows have the hash of the last event, not of the last public one. So a sum over their last hashes tells
    which buckets are still as they were; only the others are looked up event by event.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sums: dict[str, int] = {}
        self._digests: dict[str, str] = {}
        self._until = 0.0

    async def now(self) -> Mapping[str, str]:
        if time.monotonic() >= self._until:
            async with self._pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
                await connection.execute("set local enable_seqscan = on")
                sums = {row["bucket"]: row["sum"] for row in await connection.fetch(_SUMS)}
                grown = [bucket for bucket, value in sums.items() if self._sums.get(bucket) != value]
                rows = await connection.fetch(_HEAD_HASHES, grown) if grown else []
            found: dict[str, int] = defaultdict(int)
            for row in rows:
                found[row["bucket"]] ^= int.from_bytes(row["hash"][:8])
            kept = {bucket: digest for bucket, digest in self._digests.items() if bucket in sums}
            self._digests = kept | {bucket: f"{value:016x}" for bucket, value in found.items()}
            self._sums = sums
            self._until = time.monotonic() + DIGESTS_SECONDS
        return self._digests


def _position(row: Record) -> Position:
    return Position(str(row["log_id"]), row["number"], row["hash"].hex()) if row["number"] else START


def _hash_at(row: Record) -> str | None:
    at: bytes | None = row["at_hash"]
    if row["after"] == 0:
        return GENESIS
    return None if at is None else at.hex()


def _told(
    service: str, contracts: Sequence[str], ends: Mapping[str, tuple[Position, str | None]], rows: Iterable[Record]
) -> dict[str, list[Told]]:
    lanes: dict[str, list[Told]] = {}
    place, contract, log_id, previous = 0, "", None, ""
    lane: list[Told] = []
    for row in rows:
        lane_of, number, seq, stream, type_, version, occurred_at, recorded_at, hash_ = row[:9]
        correlation_id, causation_id, body = row[9:12]
        if lane_of != place:
            place, contract = lane_of, contracts[lane_of - 1]
            head, at_hash = ends[contract]
            log_id, previous, lane = str(head.log_id), at_hash or "", lanes.setdefault(contract, [])
        current = hash_.hex()
        lane.append(
            Told(
                service, str(log_id), contract, number, seq, stream, type_, version, occurred_at, recorded_at, previous,
                current, correlation_id, causation_id, body.encode(),
            )
        )  # fmt: skip
        previous = current
    return lanes


# `offset 0` keeps it one look at the index per lane, whatever the planner believes of the tables.
_ENDS = """
select w.contract_id, w.after, l.log_id, l.last_public_no as number, h.hash, a.hash as at_hash
  from unnest($1::text[], $2::bigint[]) w (contract_id, after)
 cross join lateral (select * from ledgers l where l.contract_id = w.contract_id offset 0) l
  left join lateral (
       select hash from events e where e.contract_id = w.contract_id and e.public_no = l.last_public_no offset 0) h on true
  left join lateral (select hash from events e where e.contract_id = w.contract_id and e.public_no = w.after offset 0) a on true
"""
# The numbers of a lane have no gaps: a range of them is a count.
_TOLD = """
select place, public_no, seq, stream, public_type, public_version, occurred_at, recorded_at, hash, correlation_id,
       causation_id, published
  from (select w.place, e.*, sum(octet_length(e.published::text)) over so_far as size, row_number() over so_far as row
          from unnest($1::text[], $2::bigint[], $3::bigint[]) with ordinality w (contract_id, after, upto, place)
         cross join lateral (
               select public_no, seq, stream, public_type, public_version, occurred_at, recorded_at, hash, correlation_id,
                      causation_id, published
                 from events where contract_id = w.contract_id and public_no > w.after and public_no <= w.upto
               offset 0) e
        window so_far as (order by w.place, e.public_no rows unbounded preceding)) e
 where size <= $4 or row = 1
 order by place, public_no
"""
_UNPUBLISHED = """
select place, public_no, seq, stream, public_type, public_version, occurred_at, recorded_at, hash, correlation_id,
       causation_id, published, log_id, last_public_no, after, at_hash, found
  from (select w.place, l.*, r.after, a.hash as at_hash, e.*, count(*) over () as found,
               sum(octet_length(e.published::text)) over so_far as size, row_number() over so_far as row
          from unnest($1::text[]) with ordinality w (contract_id, place)
         cross join lateral (
               select log_id, last_public_no from ledgers l where l.contract_id = w.contract_id offset 0) l
         cross join lateral (
               select coalesce((select number from relay_positions r where r.contract_id = w.contract_id), 0) as after) r
          left join lateral (
               select hash from events e where e.contract_id = w.contract_id and e.public_no = r.after offset 0) a on true
         cross join lateral (
               select public_no, seq, stream, public_type, public_version, occurred_at, recorded_at, hash, correlation_id,
                      causation_id, published
                 from events e
                where e.contract_id = w.contract_id and e.public_no > r.after and e.public_no <= r.after + $2
               offset 0) e
        window so_far as (order by w.place, e.public_no rows unbounded preceding)) e
 where size <= $3 or row = 1
 order by place, public_no
"""
_HEADS = """
select l.contract_id, l.log_id, l.last_public_no as number, e.hash
  from ledgers l join events e on e.contract_id = l.contract_id and e.public_no = l.last_public_no
 where l.contract_id > $1 and ($3::text[] is null or left(l.log_id::text, 3) = any ($3)) order by l.contract_id limit $2
"""
_SUMS = """
select left(log_id::text, 3) as bucket, bit_xor(('x' || encode(substring(last_hash for 8), 'hex'))::bit(64)::bigint) as sum
  from ledgers where last_public_no > 0 group by 1
"""
_HEAD_HASHES = """
select left(l.log_id::text, 3) as bucket, e.hash
  from ledgers l
 cross join lateral (
       select hash from events e where e.contract_id = l.contract_id and e.public_no = l.last_public_no offset 0) e
 where l.last_public_no > 0 and left(l.log_id::text, 3) = any ($1)
"""
