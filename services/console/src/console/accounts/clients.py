"""Integrations: programs that ask the APIs with a secret of their own. Two may be valid, so that one can replace the other."""

import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg
import orjson

from common.clock import real_now
from common.errors import Problem
from common.ids import new_id
from common.ledger.pool import Connection, Pool, acquired
from common.web.permissions import Role
from console.accounts import keys
from console.accounts.desk import Desk
from console.accounts.directory import By
from console.accounts.grants import Contracts, check_machine
from console.accounts.sessions import digest
from console.trail import UNKNOWN, Entry, Kind, record

MOST_SECRETS = 2


@dataclass(frozen=True)
class Secret:
    """A secret as a list shows it: never itself."""

    id: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Client:
    """A program and what it may do."""

    id: str
    name: str
    contracts: Contracts
    created_at: datetime
    closed_at: datetime | None
    secrets: Sequence[Secret]


_SELECT = """
select c.id, c.name, c.contracts, c.created_at, c.closed_at,
       coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'created_at', s.created_at, 'used_at', s.used_at)
                                  order by s.created_at)
                   from client_secrets s where s.client_id = c.id and s.revoked_at is null), '[]') as secrets
  from clients c
"""


async def create(desk: Desk, name: str, contracts: Contracts, by: By) -> tuple[str, str]:
    """Makes a client; returns its id and its first secret, which is shown once. Problem `roles_conflict`."""
    check_machine(contracts)
    id_ = f"client-{new_id()}"
    async with acquired(desk.pool) as connection, connection.transaction():
        await connection.execute(
            "insert into clients (id, name, contracts, created_at, created_by) values ($1, $2, $3, $4, $5)",
            *(id_, name, _json(contracts), real_now(), by.actor),
        )
        await record(
            connection, _entry(Kind.CLIENT_CREATED, by, id_, contracts, {"roles": {c: sorted(r) for c, r in contracts.items()}})
        )
        return id_, await _add(connection, id_, by)


async def add_secret(desk: Desk, client: Client, by: By) -> str:
    """One more secret beside the one in use. Problems `client_closed`, `two_secrets`."""
    if client.closed_at is not None:
        raise Problem("client_closed")
    async with acquired(desk.pool) as connection, connection.transaction():
        await connection.execute("select 1 from clients where id = $1 for update", client.id)
        valid = await connection.fetchval(
            "select count(*) from client_secrets where client_id = $1 and revoked_at is null", client.id
        )
        if valid >= MOST_SECRETS:
            raise Problem("two_secrets")
        await record(connection, _entry(Kind.SECRET_ADDED, by, client.id, client.contracts))
        return await _add(connection, client.id, by)


async def revoke(desk: Desk, client: Client, secret: str, by: By) -> None:
    """A secret serves no more. Problem `not_found`."""
    done = await desk.pool.fetchval(
        "update client_secrets set revoked_at = $3 where client_id = $1 and id = $2 and revoked_at is null returning true",
        *(client.id, secret, real_now()),
    )
    if not done:
        raise Problem("not_found")
    await record(desk.pool, _entry(Kind.SECRET_REVOKED, by, client.id, client.contracts, {"secret": secret}))


async def close(desk: Desk, client: Client, by: By) -> None:
    """No secret of it serves any more. Problem `client_closed`."""
    if not await desk.pool.fetchval(
        "update clients set closed_at = $2 where id = $1 and closed_at is null returning true", client.id, real_now()
    ):
        raise Problem("client_closed")
    await record(desk.pool, _entry(Kind.CLIENT_CLOSED, by, client.id, client.contracts))


async def token(desk: Desk, client_id: str, secret: str, address: str) -> str | None:
    """A short token for a client that shows a valid secret; None for anything else. Both are written down."""
    found = await desk.pool.fetch(
        "select s.id, s.digest, c.contracts from client_secrets s join clients c on c.id = s.client_id"
        " where c.id = $1 and c.closed_at is null and s.revoked_at is null",
        client_id,
    )
    given = digest(secret)
    right = next((one for one in found if hmac.compare_digest(one["digest"], given)), None)
    if right is None:
        await record(desk.pool, Entry(Kind.TOKEN_REFUSED, client_id if found else UNKNOWN, address))
        return None
    await desk.pool.execute("update client_secrets set used_at = $2 where id = $1", right["id"], real_now())
    contracts = _contracts(right["contracts"])
    await record(desk.pool, Entry(Kind.TOKEN_GRANTED, client_id, address, contracts=contracts, details={"secret": right["id"]}))
    return await keys.sign(desk, client_id, contracts)


async def find(pool: Pool, id_: str) -> Client:
    """Problem `not_found`."""
    found = await pool.fetchrow(f"{_SELECT} where c.id = $1", id_)
    if found is None:
        raise Problem("not_found")
    return _client(found)


async def page(pool: Pool, *, after: str | None, limit: int, contracts: Iterable[str] | None) -> Sequence[Client]:
    """Clients by id, behind one; those with a role under the contracts only (None: all)."""
    records = await pool.fetch(
        f"{_SELECT} where ($1::text is null or c.id > $1) and ($2::text[] is null or c.contracts ?| $2) order by c.id limit $3",
        *(after, None if contracts is None else list(contracts), limit),
    )
    return [_client(found) for found in records]


async def _add(connection: Connection, client: str, by: By) -> str:
    secret = secrets.token_urlsafe(32)
    await connection.execute(
        "insert into client_secrets (id, client_id, digest, created_at, created_by) values ($1, $2, $3, $4, $5)",
        *(new_id(), client, digest(secret), real_now(), by.actor),
    )
    return secret


def _client(found: asyncpg.Record) -> Client:
    listed = [Secret(one["id"], _moment(one["created_at"]), _moment(one["used_at"])) for one in orjson.loads(found["secrets"])]
    return Client(**{**found, "contracts": _contracts(found["contracts"]), "secrets": listed})


def _moment(text: str | None) -> Any:
    return text and datetime.fromisoformat(text)


def _contracts(text: str) -> Contracts:
    known = frozenset(Role)
    found: Mapping[str, list[str]] = orjson.loads(text)
    return {contract: frozenset(Role(role) for role in roles if role in known) for contract, roles in found.items()}


def _json(contracts: Contracts) -> str:
    return orjson.dumps({contract: sorted(roles) for contract, roles in contracts.items()}).decode()


def _entry(kind: Kind, by: By, client: str, contracts: Contracts, details: dict[str, Any] | None = None) -> Entry:
    return Entry(kind, by.actor, by.address, about=client, contracts=contracts, details=details or {})
