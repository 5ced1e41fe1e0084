"""Brute force: wrong passwords are counted before they are checked, so that a hundred at once are a hundred.

Counted by login name, whether there is such an account or not, and by address. A right password forgets the login's
count, and gives the address back only its own try.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime

from common.clock import real_now
from common.ledger.pool import Pool
from console.settings import ConsoleSettings

_V6_NETWORK = 64

_COUNT = """
insert into tries as t (key, failures, since) values ($1, 1, $2)
on conflict (key) do update set
  failures = case when t.since < $3 and coalesce(t.locked_until, $2) <= $2 then 1 else t.failures + 1 end,
  since = case when t.since < $3 and coalesce(t.locked_until, $2) <= $2 then $2 else t.since end,
  locked_until = case when t.locked_until > $2 then t.locked_until
                      when t.since >= $3 and t.failures + 1 > $4 then $5 end
returning locked_until, failures
"""


@dataclass(frozen=True)
class Locked:
    """Nobody is asked for this login, or from this address, until then. `first`: it begins now."""

    until: datetime
    first: bool


@dataclass(frozen=True)
class Try:
    """One password about to be checked, counted as wrong until it is found right."""

    login: str
    address: str


def of(login: str, address: str) -> Try:
    """What is kept of a login name is its digest: people type passwords there by mistake."""
    return Try(f"login {hashlib.sha256(login.encode(errors='replace')).hexdigest()}", f"address {network_of(address)}")


def network_of(address: str) -> str:
    """What is counted: an IPv4 address; of IPv6 the network of 64 bits, any address of which its owner may take."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, _V6_NETWORK), strict=False))
    return str(known)


async def count(pool: Pool, settings: ConsoleSettings, one: Try) -> Locked | None:
    """Counts it; `Locked` when it may not be made."""
    for key, limit in ((one.address, settings.address_tries), (one.login, settings.tries)):
        now = real_now()
        record = await pool.fetchrow(_COUNT, key, now, now - settings.lock, limit, now + settings.lock)
        assert record is not None  # noqa: S101 - an upsert returns its row
        if record["locked_until"] is not None:
            return Locked(record["locked_until"], first=record["failures"] == limit + 1)
    return None


async def forgive(pool: Pool, one: Try) -> None:
    """The password was right."""
    await pool.execute("delete from tries where key = $1", one.login)
    await pool.execute("update tries set failures = greatest(failures - 1, 0) where key = $1", one.address)


async def unlock(pool: Pool, login: str) -> None:
    """An administrator lets a login try again."""
    await pool.execute("delete from tries where key = $1", of(login, "").login)


async def forget_old(pool: Pool, settings: ConsoleSettings) -> None:
    """Removes counts that mean nothing any more."""
    now = real_now()
    await pool.execute("delete from tries where since < $1 and coalesce(locked_until, since) < $2", now - settings.lock, now)
