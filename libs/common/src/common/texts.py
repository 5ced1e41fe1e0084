"""What people typed, kept beside the ledger and named by its salted digest.

Narratives may name people. Events carry only the digest, so that erasing a text leaves every hash chain valid.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from common.clock import real_now
from common.ledger.pool import Pool, unavailable_when_lost

PREFIX = "text:"
SALT_BYTES = 16
NAMED = re.compile(r"text:[0-9a-f]{64}")
ORPHAN_AGE = timedelta(days=1)
SWEEP_BATCH = 500


def digest_of(salt: bytes, body: str) -> str:
    """`text:` and the sha256 of salt and UTF-8 text. Equal texts have different digests: nobody can guess by trying."""
    return PREFIX + hashlib.sha256(salt + body.encode()).hexdigest()


class Texts:
    """The texts of one service."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def keep(self, contract: str, body: str) -> str:
        """Stores a text, before the event that names it, and returns its digest. If no event follows, it is swept."""
        salt = os.urandom(SALT_BYTES)
        digest = digest_of(salt, body)
        with unavailable_when_lost():
            await self._pool.execute(
            "insert into texts (contract_id, digest, salt, body, after_seq, written_at)"
            " values ($1, $2, $3, $4, coalesce((select last_seq from ledgers where contract_id = $1), 0), $5)",
            contract, digest, salt, body, real_now(),
        )  # fmt: skip
        return digest

    async def read(self, contract: str, digests: Iterable[str | None]) -> Mapping[str, str | None]:
        """The texts by digest; `None` for one that was erased. Unknown digests and `None` are left out."""
        wanted = [digest for digest in digests if digest is not None]
        with unavailable_when_lost():
            rows = await self._pool.fetch(
                "select digest, body from texts where contract_id = $1 and digest = any ($2)", contract, wanted
            )
        return {row["digest"]: row["body"] for row in rows}

    async def erase(self, contract: str, digest: str) -> bool:
        """Forgets a text and its salt for ever; whether there was one. The digest in the ledger then tells nothing."""
        with unavailable_when_lost():
            status = await self._pool.execute(
            "update texts set body = null, salt = null, erased_at = $3"
            " where contract_id = $1 and digest = $2 and erased_at is null",
            contract, digest, real_now(),
        )  # fmt: skip
        return status == "UPDATE 1"

    async def sweep(self, now: datetime | None = None) -> int:
        """Deletes texts older than a day that no event names; returns how many. Looks at each text once."""
        before = (now or real_now()) - ORPHAN_AGE
        removed = 0
        for row in await self._pool.fetch(
            "select contract_id, min(after_seq) as after, array_agg(digest) as digests from"
            " (select * from texts where not kept and written_at < $1 order by written_at limit $2) t group by contract_id",
            before, SWEEP_BATCH,
        ):  # fmt: skip
            named = await self._named(row["contract_id"], row["after"], set(row["digests"]))
            orphans = set(row["digests"]) - named
            await self._pool.execute(
                "update texts set kept = true where contract_id = $1 and digest = any ($2)", row["contract_id"], list(named)
            )
            await self._pool.execute(
                "delete from texts where contract_id = $1 and digest = any ($2)", row["contract_id"], list(orphans)
            )
            removed += len(orphans)
        return removed

    async def _named(self, contract: str, after: int, wanted: set[str]) -> set[str]:
        """Those of the digests that an event behind `after` names; reads page by page until all are found."""
        found: set[str] = set()
        while found < wanted:
            rows = await self._pool.fetch(
                "select seq, payload from events where contract_id = $1 and seq > $2 order by seq limit 1000", contract, after
            )
            if not rows:
                break
            for row in rows:
                found |= wanted.intersection(NAMED.findall(row["payload"]))
            after = rows[-1]["seq"]
        return found
