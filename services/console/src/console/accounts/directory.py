"""The accounts: made, granted roles, closed, opened again. One person has one account; nothing is ever removed."""

import os
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
from common.web.language import Language
from common.web.permissions import Role
from console.accounts import sessions
from console.accounts.credentials import give_one_time
from console.accounts.desk import Desk
from console.accounts.grants import check_people
from console.trail import Entry, Kind, record

SALT_BYTES = 16


@dataclass(frozen=True)
class Grant:
    """Roles under one contract (`*`: every one), and who it is in that contract's roster, where roster knows the person."""

    contract: str
    roles: frozenset[Role]
    person: str | None = None


@dataclass(frozen=True)
class NewAccount:
    """What an account is made of."""

    login: str
    name: str
    grants: Sequence[Grant]
    language: Language = "zh"
    kiosk: bool = False
    dev: bool = False
    oidc_subject: str | None = None


@dataclass(frozen=True)
class Account:
    """An account as people see it: nothing of its password but when it was set."""

    id: str
    login: str
    name: str
    language: Language
    kiosk: bool
    dev: bool
    oidc_subject: str | None
    grants: Sequence[Grant]
    created_at: datetime
    signed_in_at: datetime | None
    password_at: datetime | None
    must_change: bool
    closed_at: datetime | None
    closed_because: str | None

    @property
    def contracts(self) -> list[str]:
        """Those it has roles under."""
        return [grant.contract for grant in self.grants]


@dataclass(frozen=True)
class By:
    """Who does it, and from where."""

    actor: str
    address: str


_SELECT = """
select a.id, a.login, a.name, a.language, a.kiosk, a.dev, a.oidc_subject, a.created_at, a.signed_in_at, a.password_at,
       a.must_change, a.closed_at, a.closed_because,
       coalesce((select jsonb_agg(jsonb_build_array(g.contract_id, g.roles, g.person_id) order by g.contract_id)
                   from grants g where g.account_id = a.id), '[]') as grants
  from accounts a
"""


async def create(desk: Desk, new: NewAccount, by: By) -> tuple[str, str | None]:
    """Makes an account; returns its id and the password to hand over once (none where the organisation's provider knows it).

    Problems `login_taken`, `roles_conflict`, `person_has_account`.
    """
    check_people(_contracts(new.grants), kiosk=new.kiosk)
    id_ = new_id()
    async with acquired(desk.pool) as connection, connection.transaction():
        try:
            await connection.execute(
                "insert into accounts (id, login, name, language, kiosk, dev, oidc_subject, past_salt, created_at, created_by)"
                " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                *(id_, new.login, new.name, new.language, new.kiosk, new.dev, new.oidc_subject),
                *(os.urandom(SALT_BYTES), real_now(), by.actor),
            )
        except asyncpg.UniqueViolationError as taken:
            raise Problem("login_taken") from taken
        await _write_grants(connection, id_, new.grants)
        password = None if new.oidc_subject else await give_one_time(desk, connection, id_)
        await record(connection, _entry(Kind.ACCOUNT_CREATED, by, id_, new.grants, roles=_shown(new.grants)))
    return id_, password


async def grant(desk: Desk, account: Account, grants: Sequence[Grant], by: By) -> None:
    """Replaces an account's roles, and ends its sessions. Problems `roles_conflict`, `person_has_account`."""
    check_people(_contracts(grants), kiosk=account.kiosk)
    async with acquired(desk.pool) as connection, connection.transaction():
        await connection.execute("delete from grants where account_id = $1", account.id)
        await _write_grants(connection, account.id, grants)
        await sessions.end_all(connection, account.id, "roles_granted")
        await record(
            connection,
            _entry(
                Kind.ROLES_GRANTED,
                by,
                account.id,
                [*account.grants, *grants],
                roles=_shown(grants),
                before=_shown(account.grants),
            ),
        )


async def close(desk: Desk, account: Account, because: str, by: By) -> None:
    """Nobody signs in with it from now on; its sessions end. Problem `account_closed` where it is closed."""
    async with acquired(desk.pool) as connection, connection.transaction():
        closed = await connection.fetchval(
            "update accounts set closed_at = $2, closed_because = $3 where id = $1 and closed_at is null returning id",
            *(account.id, real_now(), because),
        )
        if closed is None:
            raise Problem("account_closed")
        await sessions.end_all(connection, account.id, "account_closed")
        await record(connection, _entry(Kind.ACCOUNT_CLOSED, by, account.id, account.grants, because=because))


async def reopen(desk: Desk, account: Account, because: str, by: By) -> str | None:
    """Opens a closed account; its old password serves no more. Returns the one to hand over. Problem `account_open`."""
    async with acquired(desk.pool) as connection, connection.transaction():
        opened = await connection.fetchval(
            "update accounts set closed_at = null, closed_because = null where id = $1 and closed_at is not null returning id",
            account.id,
        )
        if opened is None:
            raise Problem("account_open")
        await _demand_single(connection, account.id, account.grants)
        password = None if account.oidc_subject else await give_one_time(desk, connection, account.id)
        await record(connection, _entry(Kind.ACCOUNT_REOPENED, by, account.id, account.grants, because=because))
    return password


async def find(pool: Pool | Connection, id_: str) -> Account:
    """Problem `not_found`."""
    found = await pool.fetchrow(f"{_SELECT} where a.id = $1", id_)
    if found is None:
        raise Problem("not_found")
    return _account(found)


_PAGE = f"""
{_SELECT}
 where ($1::text is null or a.login > $1) and ($3::boolean is null or (a.closed_at is not null) = $3)
   and ($2::text[] is null or exists (select 1 from grants g where g.account_id = a.id and g.contract_id = any ($2)))
 order by a.login limit $4
"""  # noqa: S608 - our own words


async def page(
    pool: Pool, *, after: str | None, limit: int, contracts: Iterable[str] | None, closed: bool | None
) -> Sequence[Account]:
    """Accounts by login name, behind one; those with a role under the contracts only (None: all)."""
    records = await pool.fetch(_PAGE, after, None if contracts is None else list(contracts), closed, limit)
    return [_account(found) for found in records]


async def _write_grants(connection: Connection, account: str, grants: Sequence[Grant]) -> None:
    for one in grants:
        await connection.execute(
            "insert into grants (account_id, contract_id, roles, person_id) values ($1, $2, $3, $4)",
            *(account, one.contract, sorted(one.roles), one.person),
        )
    await _demand_single(connection, account, grants)


async def _demand_single(connection: Connection, account: str, grants: Sequence[Grant]) -> None:
    """A6 §3: one person, one account."""
    for one in grants:
        if one.person and await connection.fetchval(
            "select true from grants g join accounts a on a.id = g.account_id where g.contract_id = $1 and g.person_id = $2"
            " and g.account_id <> $3 and a.closed_at is null limit 1",
            *(one.contract, one.person, account),
        ):
            raise Problem("person_has_account", person=one.person)


def _contracts(grants: Sequence[Grant]) -> Mapping[str, frozenset[Role]]:
    if len({grant.contract for grant in grants}) < len(grants):
        raise Problem("roles_conflict", reason="contract_twice")
    return {grant.contract: grant.roles for grant in grants}


def _shown(grants: Sequence[Grant]) -> dict[str, list[str]]:
    return {grant.contract: sorted(grant.roles) for grant in grants}


def _entry(kind: Kind, by: By, account: str, grants: Sequence[Grant], **details: Any) -> Entry:
    contracts = {grant.contract for grant in grants}
    return Entry(kind, by.actor, by.address, about=account, contracts=contracts, details=details)


def _account(found: asyncpg.Record) -> Account:
    known = frozenset(Role)
    grants = [
        Grant(contract, frozenset(Role(role) for role in roles if role in known), person)
        for contract, roles, person in orjson.loads(found["grants"])
    ]
    return Account(**{**found, "grants": grants})
