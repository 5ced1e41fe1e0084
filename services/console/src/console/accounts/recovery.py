"""A forgotten password: one administrator proposes, another person of the same party confirms and hands over a new one.

Who proposes never learns the password, who confirms could not begin alone, and whose account it is does neither.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from common.clock import real_now
from common.errors import Problem
from common.ids import new_id
from common.ledger.pool import Pool, acquired
from common.web.permissions import Role
from common.web.tokens import Party, party_of
from console.accounts import directory, throttle
from console.accounts.credentials import give_one_time
from console.accounts.desk import Desk
from console.accounts.directory import Account, By
from console.trail import Entry, Kind, record

OPEN_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Recovery:
    """A proposal that waits."""

    id: str
    account_id: str
    reason: str
    proposed_at: datetime
    proposed_by: str


def may_confirm(account: Account, roles: Callable[[str], frozenset[Role]]) -> bool:
    """Whether somebody with these roles is of the account's party under one of its contracts.

    An account of no party (auditor, viewer, administrator) is another administrator's to confirm.
    """
    parties = {grant.contract: party_of(grant.roles) for grant in account.grants}
    if not any(parties.values()):
        return any(Role.ADMIN in roles(contract) for contract in parties)
    return any(party is not None and _party(roles(contract)) == party for contract, party in parties.items())


def _party(roles: frozenset[Role]) -> Party | None:
    return party_of(roles)


async def propose(desk: Desk, account: Account, reason: str, by: By) -> str:
    """A proposal that is open for a day. Problems `account_closed`, `own_account`, `recovery_open`."""
    if account.closed_at is not None:
        raise Problem("account_closed")
    if account.id == by.actor:
        raise Problem("own_account")
    id_, now = new_id(), real_now()
    async with acquired(desk.pool) as connection, connection.transaction():
        await connection.execute(
            "update recoveries set decided_at = $2, confirmed = false where account_id = $1 and decided_at is null"
            " and proposed_at < $3",
            *(account.id, now, now - OPEN_FOR),
        )
        try:
            await connection.execute(
                "insert into recoveries (id, account_id, reason, proposed_at, proposed_by) values ($1, $2, $3, $4, $5)",
                *(id_, account.id, reason, now, by.actor),
            )
        except asyncpg.UniqueViolationError as there:
            raise Problem("recovery_open") from there
        await record(connection, _entry(Kind.RECOVERY_PROPOSED, by, account, reason))
    return id_


async def waiting(pool: Pool) -> Sequence[Recovery]:
    """The proposals that wait, the oldest first."""
    records = await pool.fetch(
        "select id, account_id, reason, proposed_at, proposed_by from recoveries where decided_at is null and proposed_at > $1"
        " order by proposed_at limit 200",
        real_now() - OPEN_FOR,
    )
    return [Recovery(**found) for found in records]


async def confirm(desk: Desk, id_: str, roles: Callable[[str], frozenset[Role]], by: By) -> str:
    """Returns the password to hand over. Problems `not_found`, `second_person`, `other_party`."""
    waits, account = await _waiting(desk, id_, roles, by)
    async with acquired(desk.pool) as connection, connection.transaction():
        if not await connection.fetchval(
            "update recoveries set decided_at = $2, decided_by = $3, confirmed = true where id = $1 and decided_at is null"
            " returning true",
            *(id_, real_now(), by.actor),
        ):
            raise Problem("not_found")
        password = await give_one_time(desk, connection, account.id)
        await record(connection, _entry(Kind.RECOVERY_CONFIRMED, by, account, waits.reason, proposed_by=waits.proposed_by))
    await throttle.unlock(desk.pool, account.login)
    return password


async def decline(desk: Desk, id_: str, roles: Callable[[str], frozenset[Role]], by: By) -> None:
    """Ends a proposal without a new password. The same problems."""
    waits, account = await _waiting(desk, id_, roles, by)
    await desk.pool.execute(
        "update recoveries set decided_at = $2, decided_by = $3, confirmed = false where id = $1 and decided_at is null",
        *(id_, real_now(), by.actor),
    )
    await record(desk.pool, _entry(Kind.RECOVERY_DECLINED, by, account, waits.reason, proposed_by=waits.proposed_by))


async def _waiting(desk: Desk, id_: str, roles: Callable[[str], frozenset[Role]], by: By) -> tuple[Recovery, Account]:
    found = next((one for one in await waiting(desk.pool) if one.id == id_), None)
    if found is None:
        raise Problem("not_found")
    account = await directory.find(desk.pool, found.account_id)
    if by.actor in (found.proposed_by, account.id):
        raise Problem("second_person")
    if not may_confirm(account, roles):
        raise Problem("other_party")
    return found, account


def _entry(kind: Kind, by: By, account: Account, reason: str, **details: str) -> Entry:
    return Entry(kind, by.actor, by.address, about=account.id, contracts=account.contracts, details={"reason": reason, **details})
