"""Sessions: a random secret in the browser, its digest here. What they end by is decided at each look."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import asyncpg

from common.clock import real_now
from common.ids import new_id
from common.ledger.pool import Connection, Pool
from common.web.language import Language
from console.accounts.grants import Contracts, contracts_of
from console.settings import ConsoleSettings

Purpose = Literal["work", "change"]
"""`change`: good for choosing a new password, and for nothing else."""

LONGEST_AGENT = 200
TOUCH = timedelta(seconds=30)
"""A click is written down at most so often: the idle time is counted in minutes."""

GRANTED = """
coalesce((select jsonb_agg(jsonb_build_array(g.contract_id, g.roles)) from grants g
           where g.account_id = a.id and not exists (
             select 1 from departures_v1 d
              where d.person_id = g.person_id and d.left_at <= now()
                and (d.contract_id = g.contract_id or g.contract_id = '*'))), '[]') as contracts
"""
"""An account's roles without those of contracts whose roster says that the person left."""

_FIND = f"""
select s.id, s.account_id, s.purpose, s.kiosk, s.seen_at, a.name, a.language, a.dev, a.login, {GRANTED},
       (select kid from signing_keys k where k.withdrawn_at is null and k.signs_from <= $2 order by k.signs_from desc limit 1)
         as signing_key
  from sessions s join accounts a on a.id = s.account_id
 where {{by}} and s.ended_at is null and a.closed_at is null
   and (s.expires_at is null or (s.expires_at > $2 and s.seen_at > $3))
"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Session:
    """One that lives now."""

    id: str
    account: str
    login: str
    name: str
    language: Language
    purpose: Purpose
    kiosk: bool
    dev: bool
    seen_at: datetime
    contracts: Contracts
    signing_key: str | None
    """The id of the key that signs tokens now: a token by another one is not used again."""


@dataclass(frozen=True)
class SessionLine:
    """One of a person's own sessions, as a list shows it."""

    id: str
    created_at: datetime
    seen_at: datetime
    address: str
    agent: str
    kiosk: bool


def digest(secret: str) -> bytes:
    """What is kept of a secret of 256 random bits; it cannot be guessed, so nothing slow is needed."""
    return hashlib.sha256(secret.encode()).digest()


def form_token(secret: str) -> str:
    """What a form of this session carries; follows from the cookie and tells nothing about it."""
    return hmac.new(secret.encode(), b"watchbill form", hashlib.sha256).hexdigest()


async def begin(
    pool: Pool, settings: ConsoleSettings, account: str, *, purpose: Purpose, kiosk: bool, address: str, agent: str
) -> str:
    """A new session; returns its secret, which is not known again."""
    secret, now = secrets.token_urlsafe(32), real_now()
    expires = None if kiosk and purpose == "work" else now + settings.absolute
    await pool.execute(
        "insert into sessions (id, secret, account_id, purpose, kiosk, created_at, seen_at, expires_at, address, agent)"
        " values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)",
        *(new_id(), digest(secret), account, purpose, kiosk, now, expires, address, agent[:LONGEST_AGENT]),
    )
    return secret


async def of_secret(pool: Pool, settings: ConsoleSettings, secret: str) -> Session | None:
    """The session of a cookie, or None: unknown, ended, timed out, its account closed or left without any role."""
    found = await _found(pool, settings, "s.secret = $1", digest(secret))
    return found[0] if found else None


async def of_ids(pool: Pool, settings: ConsoleSettings, ids: Iterable[str]) -> dict[str, Session]:
    """Those of these sessions that are not over, by their ids."""
    return {one.id: one for one in await _found(pool, settings, "s.id = any ($1)", list(ids))}


async def _found(pool: Pool, settings: ConsoleSettings, by: str, value: object) -> list[Session]:
    now = real_now()
    records = await pool.fetch(_FIND.format(by=by), value, now, now - settings.idle)
    return [one for record in records if (one := _session(record)).contracts]


def _session(record: asyncpg.Record) -> Session:
    return Session(
        id=record["id"],
        account=record["account_id"],
        login=record["login"],
        name=record["name"],
        language=record["language"],
        purpose=record["purpose"],
        kiosk=record["kiosk"],
        dev=record["dev"],
        seen_at=record["seen_at"],
        contracts=contracts_of(record),
        signing_key=record["signing_key"],
    )


async def touch(pool: Pool, session: str, seen_at: datetime | None = None) -> None:
    """The person is there: the idle time begins anew."""
    now = real_now()
    if seen_at is None or now - seen_at > TOUCH:
        await pool.execute("update sessions set seen_at = $2 where id = $1 and ended_at is null", session, now)


async def end(pool: Pool, session: str, because: str) -> None:
    """Ends one; harmless when it is over."""
    await pool.execute(
        "update sessions set ended_at = $2, ended_because = $3 where id = $1 and ended_at is null", session, real_now(), because
    )


async def end_all(pool: Pool | Connection, account: str, because: str) -> int:
    """Ends every session of an account; how many there were."""
    ended = await pool.fetch(
        "update sessions set ended_at = $2, ended_because = $3 where account_id = $1 and ended_at is null returning id",
        *(account, real_now(), because),
    )
    return len(ended)


async def lines_of(pool: Pool, settings: ConsoleSettings, account: str) -> Sequence[SessionLine]:
    """An account's living sessions, the latest first."""
    now = real_now()
    records = await pool.fetch(
        "select id, created_at, seen_at, address, agent, kiosk from sessions where account_id = $1 and ended_at is null"
        " and (expires_at is null or (expires_at > $2 and seen_at > $3)) order by created_at desc",
        *(account, now, now - settings.idle),
    )
    return [SessionLine(**record) for record in records]
