"""Passwords of accounts: whether one is right, and what it takes to set another."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import asyncpg

from common.clock import real_now
from common.errors import Problem
from common.ledger.pool import Connection, acquired
from console.accounts import sessions, throttle
from console.accounts.desk import Desk
from console.accounts.passwords import generated, weaknesses
from console.trail import UNKNOWN, Entry, Kind, record

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
"""What a login name looks like; anything else typed is nobody's."""

Refusal = Literal["wrong", "locked", "closed", "one_time_over", "this_machine_only"]


@dataclass(frozen=True)
class Accepted:
    """The password is right. `must_change`: nothing else may be done before a new one is chosen."""

    account: str
    kiosk: bool
    must_change: bool


@dataclass(frozen=True)
class Refused:
    """It is not, or nobody is asked now. `until` where waiting helps."""

    because: Refusal
    until: datetime | None = None


def plain_login(typed: str) -> str:
    """A login name as it is kept."""
    return typed.strip().lower()


async def check(desk: Desk, typed: str, password: str, address: str) -> Accepted | Refused:
    """One attempt to sign in, counted and written down. Takes as long for a login name that nobody has."""
    login = plain_login(typed)
    attempt = throttle.of(login, address)
    locked = await throttle.count(desk.pool, desk.settings, attempt)
    account = await desk.pool.fetchrow(
        "select id, password, password_at, must_change, one_time_until, closed_at, kiosk, dev,"
        " array(select contract_id from grants where account_id = accounts.id) as contracts"
        " from accounts where login = $1",
        login if LOGIN.fullmatch(login) else "",
    )
    actor, contracts = (account["id"], account["contracts"]) if account else (UNKNOWN, [])
    if locked is not None:
        if locked.first:
            await record(desk.pool, Entry(Kind.LOCKED, actor, address, contracts=contracts))
        return Refused("locked", locked.until)
    right = await desk.hasher.matches(account["password"] if account else None, password)
    because = _refused(desk, account, right=right)
    if account is None or because is not None:
        because = because or "wrong"
        await record(desk.pool, Entry(Kind.SIGN_IN_FAILED, actor, address, contracts=contracts, details={"because": because}))
        return Refused(because)
    await throttle.forgive(desk.pool, attempt)
    if desk.hasher.weak(account["password"]):
        await desk.pool.execute("update accounts set password = $2 where id = $1", actor, await desk.hasher.hash(password))
    old = real_now() - timedelta(days=desk.settings.password_days)
    return Accepted(actor, account["kiosk"], must_change=account["must_change"] or account["password_at"] <= old)


def _refused(desk: Desk, account: asyncpg.Record | None, *, right: bool) -> Refusal | None:
    """Why not; what only the owner of the password is told is told to nobody else."""
    if account is None or not right:
        return "wrong"
    if account["closed_at"] is not None:
        return "closed"
    if account["one_time_until"] is not None and account["one_time_until"] <= real_now():
        return "one_time_over"
    if account["dev"] and not desk.loopback:
        return "this_machine_only"
    return None


async def is_password(desk: Desk, account: str, password: str, address: str) -> bool:
    """Whether it is the password of somebody who is signed in; counted like a sign-in. Problem `locked`."""
    known = await desk.pool.fetchrow("select login, password from accounts where id = $1", account)
    attempt = throttle.of(known["login"] if known else "", address)
    if await throttle.count(desk.pool, desk.settings, attempt) is not None:
        raise Problem("locked")
    right = await desk.hasher.matches(known["password"] if known else None, password)
    if right:
        await throttle.forgive(desk.pool, attempt)
    return right


async def change(desk: Desk, account: str, password: str, address: str) -> list[str]:
    """Sets the person's own new password and ends every session; or says what is wrong with it, as codes."""
    known = await desk.pool.fetchrow(
        "select login, name, past_salt, array(select contract_id from grants where account_id = accounts.id) as contracts"
        " from accounts where id = $1",
        account,
    )
    assert known is not None  # noqa: S101 - an account is closed, never removed
    found = weaknesses(password, login=known["login"], name=known["name"], contracts=known["contracts"])
    if found:
        return found
    past = await desk.hasher.past(password, known["past_salt"])
    if await desk.pool.fetchval("select true from past_passwords where account_id = $1 and digest = $2", account, past):
        return ["password_used_before"]
    encoded = await desk.hasher.hash(password)
    async with acquired(desk.pool) as connection, connection.transaction():
        await connection.execute(
            "insert into past_passwords (account_id, digest, set_at) values ($1, $2, $3) on conflict do nothing",
            *(account, past, real_now()),
        )
        await connection.execute(
            "update accounts set password = $2, password_at = $3, must_change = false, one_time_until = null where id = $1",
            *(account, encoded, real_now()),
        )
        await sessions.end_all(connection, account, "password_changed")
        await record(connection, Entry(Kind.PASSWORD_CHANGED, account, address, contracts=known["contracts"]))
    return []


async def give_one_time(desk: Desk, connection: Connection, account: str) -> str:
    """A password that another person hands over: good for choosing one's own, within `one_time_hours`. Ends every session."""
    password = generated()
    encoded, salt = (
        await desk.hasher.hash(password),
        await connection.fetchval("select past_salt from accounts where id = $1", account),
    )
    now = real_now()
    await connection.execute(
        "insert into past_passwords (account_id, digest, set_at) values ($1, $2, $3)",
        *(account, await desk.hasher.past(password, salt), now),
    )
    await connection.execute(
        "update accounts set password = $2, password_at = $3, must_change = true, one_time_until = $4 where id = $1",
        *(account, encoded, now, now + timedelta(hours=desk.settings.one_time_hours)),
    )
    await sessions.end_all(connection, account, "recovered")
    return password
