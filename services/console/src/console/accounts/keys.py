"""The Ed25519 keys that people's and integrations' tokens are signed with: kept here, published, replaced in time.

A key is published `key_lead_hours` before it signs, signs for `key_days`, and stays published until the last token it
signed is over. Services read the set again when they meet a key they do not know. The private half is kept encrypted
(`wrapping.py`), and is forgotten when the key is over or withdrawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
import structlog
from joserfc.jwk import OKPKey

from common.clock import real_now
from common.ids import new_id
from common.ledger.pool import Connection, Pool, acquired
from common.web.signing import make_key, public_set
from common.web.signing import sign as signed
from console.accounts.desk import Desk
from console.accounts.grants import Contracts
from console.accounts.wrapping import Wrapping
from console.settings import ConsoleSettings

log = structlog.get_logger("console.keys")

PREFIX = "console:"
SKEW = timedelta(seconds=30)
LOCK = 7_298_113
"""The key of the advisory lock under which keys are made: two consoles make one."""


@dataclass(frozen=True)
class SigningKey:
    """One key that is not withdrawn, as the database has it, and when it signs."""

    kid: str
    wrapped: str
    signs_from: datetime


def signing(keys: Sequence[SigningKey], now: datetime) -> SigningKey | None:
    """The key that signs now: the latest whose time has come."""
    return max((one for one in keys if one.signs_from <= now), key=lambda one: one.signs_from, default=None)


def published(keys: Sequence[SigningKey], now: datetime, token_life: timedelta) -> list[SigningKey]:
    """Every key that signs, will sign, or whose last token may still be valid."""
    current = signing(keys, now)
    since = current.signs_from if current else now
    return [one for one in keys if one.signs_from >= since or now < since + token_life + SKEW]


def next_start(keys: Sequence[SigningKey], now: datetime, settings: ConsoleSettings) -> datetime | None:
    """When the key to be made now begins to sign; None while none is needed."""
    current = signing(keys, now)
    if current is None:
        return now
    if any(one.signs_from > now for one in keys):
        return None
    ends = current.signs_from + timedelta(days=settings.key_days)
    lead = timedelta(hours=settings.key_lead_hours)
    return max(ends, now + lead) if now >= ends - lead else None


async def keep(desk: Desk) -> str | None:
    """Makes the key that is needed, if any, and returns its kid; forgets the private half of those that are over."""
    async with acquired(desk.pool) as connection, connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", LOCK)
        keys, now = await _all(connection), real_now()
        living = {one.kid for one in published(keys, now, desk.settings.token_life)}
        await connection.execute(
            "update signing_keys set wrapped = null where kid = any ($1)", [one.kid for one in keys if one.kid not in living]
        )
        starts = next_start(keys, now, desk.settings)
        return None if starts is None else await _make(connection, desk.wrapping, starts)


async def seal(desk: Desk) -> int:
    """Wraps by the first secret what lies open or under another one; how many that were. Raises `CannotUnwrap`."""
    async with acquired(desk.pool) as connection, connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", LOCK)
        sealed = 0
        for record in await connection.fetch("select kid, private_jwk from signing_keys where private_jwk is not null"):
            await _rewrap(connection, desk.wrapping, OKPKey.import_key(orjson.loads(record["private_jwk"])))
            sealed += 1
        for one in await _all(connection):
            key = desk.wrapping.unwrap(one.kid, one.wrapped)
            if not desk.wrapping.is_first(one.wrapped):
                await _rewrap(connection, desk.wrapping, key)
                sealed += 1
    if sealed:
        log.info("keys_wrapped", how_many=sealed)
    return sealed


async def replace_now(desk: Desk) -> str:
    """Withdraws every key at once and makes a new one: after a leak. Tokens under way become invalid."""
    async with acquired(desk.pool) as connection, connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", LOCK)
        await connection.execute(
            "update signing_keys set withdrawn_at = $1, wrapped = null, private_jwk = null where withdrawn_at is null", real_now()
        )
        return await _make(connection, desk.wrapping, real_now())


async def jwks(desk: Desk) -> bytes:
    """The public halves of the keys that tokens may be signed with."""
    keys = published(await _all(desk.pool), real_now(), desk.settings.token_life)
    return public_set(desk.wrapping.unwrap(one.kid, one.wrapped) for one in keys)


async def sign(desk: Desk, subject: str, contracts: Contracts, *, dev: bool = False) -> str:
    """A token for these roles. `dev`: services beyond loopback refuse it."""
    now = real_now()
    current = signing(await _all(desk.pool), now)
    if current is None:  # the first token of a new database, before the keeper's first round
        await keep(desk)
        current = signing(await _all(desk.pool), real_now())
    assert current is not None  # noqa: S101 - made just now
    return signed(
        desk.wrapping.unwrap(current.kid, current.wrapped),
        subject,
        {contract: sorted(roles) for contract, roles in contracts.items()},
        issued_at=now,
        lifetime=desk.settings.token_life,
        issuer=desk.shared.issuer,
        audience=desk.shared.audience,
        dev=dev,
    )


async def _make(connection: Connection, wrapping: Wrapping, starts: datetime) -> str:
    key = make_key(f"{PREFIX}{new_id()}")
    await connection.execute(
        "insert into signing_keys (kid, wrapped, created_at, signs_from) values ($1, $2, $3, $4)",
        *(key.kid, wrapping.wrap(key), real_now(), starts),
    )
    return str(key.kid)


async def _rewrap(connection: Connection, wrapping: Wrapping, key: OKPKey) -> None:
    await connection.execute(
        "update signing_keys set wrapped = $2, private_jwk = null where kid = $1", key.kid, wrapping.wrap(key)
    )


async def _all(pool: Pool | Connection) -> list[SigningKey]:
    records = await pool.fetch(
        "select kid, wrapped, signs_from from signing_keys where wrapped is not null order by signs_from desc"
    )
    return [SigningKey(**record) for record in records]
