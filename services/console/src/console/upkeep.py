"""What the console does between requests: closes the accounts of people who left, keeps its keys, forgets what is over."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import asyncpg
import structlog

from common.clock import real_now
from common.errors import Problem
from common.lease import FAILURES
from console.accounts import directory, keys, throttle
from console.accounts.desk import Desk
from console.accounts.directory import By
from console.trail import CONSOLE

log = structlog.get_logger("console.upkeep")

PAUSE_SECONDS = 2.0
EVERY = 30
"""Rounds between two looks at what is in no hurry."""
ENDED_FOR = timedelta(days=183)
STEPS_FOR = timedelta(hours=1)
HERE = By(CONSOLE, "")

_LEFT = """
select a.id from accounts a
 where a.closed_at is null and exists (select 1 from grants g where g.account_id = a.id)
   and not exists (
     select 1 from grants g where g.account_id = a.id and not exists (
       select 1 from departures_v1 d
        where d.person_id = g.person_id and d.left_at <= now() and (d.contract_id = g.contract_id or g.contract_id = '*')))
"""


async def begin(desk: Desk) -> None:
    """A key to sign with, before anybody is answered; later, where the database is away. Raises `CannotUnwrap`."""
    with suppress(Problem, *FAILURES):
        await keys.seal(desk)
        await keys.keep(desk)


async def run(desk: Desk) -> None:
    """Until cancelled. The database being away only costs time."""
    rounds = 0
    while True:
        try:
            await close_leavers(desk)
            if rounds % EVERY == 0:
                await keys.seal(desk)
                await keys.keep(desk)
                await forget(desk)
            rounds += 1
        except (Problem, *FAILURES) as failure:
            log.info("upkeep_waits", reason=str(failure) or type(failure).__name__)
        except Exception:  # a defect of ours: said loudly, and tried again rather than never
            log.exception("upkeep_failed")
        await asyncio.sleep(PAUSE_SECONDS)


async def close_leavers(desk: Desk) -> None:
    """Closes accounts all of whose people left. They are refused already: this writes it down."""
    for found in await desk.pool.fetch(_LEFT):
        account = await directory.find(desk.pool, found["id"])
        with suppress(Problem):  # another console did it
            await directory.close(desk, account, "left", HERE)


async def forget(desk: Desk) -> None:
    """Removes counts, steps and ended sessions that mean nothing any more."""
    await throttle.forget_old(desk.pool, desk.settings)
    now = real_now()
    await desk.pool.execute("delete from oidc_steps where created_at < $1", now - STEPS_FOR)
    await desk.pool.execute(
        "delete from sessions where coalesce(ended_at, expires_at) < $1 or (expires_at is not null and seen_at < $1)",
        now - ENDED_FOR,
    )


async def own_keys(desk: Desk) -> bytes:
    """The JWKS for our own routes. OSError while the database is away: the key ring then keeps what it has."""
    try:
        return await keys.jwks(desk)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as away:
        raise OSError("the console's database is away") from away
