"""The Ed25519 keys that people's and integrations' tokens are signed with: kept here, published, replaced in time.

A key is published `key_lead_hours` before it signs, signs for `key_days`, and stays published until the last token it
signed is over. Services read the set again when they meet a key they do not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from joserfc.jwk import OKPKey

from common.clock import real_now
from common.ids import new_id
from common.ledger.pool import Connection, Pool, acquired
from common.settings import Settings
from common.web.signing import make_key, public_set
from common.web.signing import sign as signed
from console.accounts.grants import Contracts
from console.settings import ConsoleSettings

PREFIX = "console:"
SKEW = timedelta(seconds=30)
LOCK = 7_298_113
"""The key of the advisory lock under which keys are made: two consoles make one."""


@dataclass(frozen=True)
class SigningKey:
    """One key and when it signs."""

    kid: str
    key: OKPKey
    signs_from: datetime
    withdrawn_at: datetime | None


def signing(keys: Sequence[SigningKey], now: datetime) -> SigningKey | None:
    """The key that signs now: the latest whose time has come."""
    ready = [one for one in keys if one.signs_from <= now and one.withdrawn_at is None]
    return max(ready, key=lambda one: one.signs_from, default=None)


def published(keys: Sequence[SigningKey], now: datetime, token_life: timedelta) -> list[SigningKey]:
    """Every key that signs, will sign, or whose last token may still be valid; a withdrawn one is out at once."""
    current = signing(keys, now)
    since = current.signs_from if current else now
    living = [one for one in keys if one.withdrawn_at is None]
    return [one for one in living if one.signs_from >= since or now < since + token_life + SKEW]


def next_start(keys: Sequence[SigningKey], now: datetime, settings: ConsoleSettings) -> datetime | None:
    """When the key to be made now begins to sign; None while none is needed."""
    current = signing(keys, now)
    if current is None:
        return now
    if any(one.signs_from > now and one.withdrawn_at is None for one in keys):
        return None
    ends = current.signs_from + timedelta(days=settings.key_days)
    lead = timedelta(hours=settings.key_lead_hours)
    return max(ends, now + lead) if now >= ends - lead else None


async def keep(pool: Pool, settings: ConsoleSettings) -> str | None:
    """Makes the key that is needed, if any; returns its kid."""
    async with acquired(pool) as connection, connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", LOCK)
        starts = next_start(await _all(connection), real_now(), settings)
        return None if starts is None else await _make(connection, starts)


async def replace_now(pool: Pool) -> str:
    """Withdraws every key at once and makes a new one: after a leak. Tokens under way become invalid."""
    async with acquired(pool) as connection, connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", LOCK)
        await connection.execute("update signing_keys set withdrawn_at = $1 where withdrawn_at is null", real_now())
        return await _make(connection, real_now())


async def jwks(pool: Pool, settings: ConsoleSettings) -> bytes:
    """The public halves of the keys that tokens may be signed with."""
    return public_set(one.key for one in published(await _all(pool), real_now(), settings.token_life))


async def sign(
    pool: Pool, settings: ConsoleSettings, shared: Settings, subject: str, contracts: Contracts, *, dev: bool = False
) -> str:
    """A token for these roles. `dev`: services beyond loopback refuse it."""
    now = real_now()
    current = signing(await _all(pool), now)
    if current is None:  # the first token of a new database, before the keeper's first round
        await keep(pool, settings)
        current = signing(await _all(pool), real_now())
    assert current is not None  # noqa: S101 - made just now
    return signed(
        current.key,
        subject,
        {contract: sorted(roles) for contract, roles in contracts.items()},
        issued_at=now,
        lifetime=settings.token_life,
        issuer=shared.issuer,
        audience=shared.audience,
        dev=dev,
    )


async def _make(connection: Connection, starts: datetime) -> str:
    key = make_key(f"{PREFIX}{new_id()}")
    await connection.execute(
        "insert into signing_keys (kid, private_jwk, created_at, signs_from) values ($1, $2, $3, $4)",
        *(key.kid, orjson.dumps(key.as_dict(private=True)).decode(), real_now(), starts),
    )
    return str(key.kid)


async def _all(pool: Pool | Connection) -> list[SigningKey]:
    records = await pool.fetch("select kid, private_jwk, signs_from, withdrawn_at from signing_keys order by signs_from desc")
    return [
        SigningKey(
            record["kid"], OKPKey.import_key(orjson.loads(record["private_jwk"])), record["signs_from"], record["withdrawn_at"]
        )
        for record in records
    ]
