"""`python -m console.opening [--sample CONTRACT [--person ROLE=ID …]]`: a new console's first accounts, as JSON on its output.

An administrator where there is none, or none who ever signed in. With `--sample`, one account for each role of people
under that contract, with passwords that need no change: for this machine only, and refused where the console is
reached from beyond it; `--person` says who acted in that role before there was an account. Passwords are printed once and
kept nowhere.
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping
from typing import Any

import orjson

from common import logs
from common.ledger.pool import Pool, acquired, open_pool
from common.settings import Settings, SettingsError
from common.settings import from_environment as shared_from_environment
from common.web.permissions import Role
from common.web.tokens import EVERY_CONTRACT
from console.accounts import directory
from console.accounts.credentials import give_one_time
from console.accounts.desk import Desk
from console.accounts.directory import By, Grant, NewAccount
from console.accounts.grants import PEOPLE
from console.accounts.hashing import Hasher
from console.accounts.wrapping import Wrapping
from console.settings import ConsoleSettings, from_environment
from console.signin.words import ROLES
from console.trail import CONSOLE, Entry, Kind, record

ADMINISTRATOR = "admin"
HERE = By(CONSOLE, "")

Made = dict[str, Any]


async def administrator(desk: Desk) -> Made | None:
    """One for every contract, where there is none, with a password to be changed at once.

    Another password for one who never chose an own: what was shown before may be lost, or over.
    """
    known = await desk.pool.fetch(
        "select a.id, a.login, a.must_change, a.signed_in_at from accounts a join grants g on g.account_id = a.id"
        " where g.contract_id = $1 and $2 = any (g.roles) and a.closed_at is null",
        *(EVERY_CONTRACT, Role.ADMIN.value),
    )
    if not known:
        new = NewAccount(ADMINISTRATOR, ROLES[Role.ADMIN][0], [Grant(EVERY_CONTRACT, frozenset({Role.ADMIN}))])
        _, password = await directory.create(desk, new, HERE)
        return {"login": new.login, "password": password}
    if len(known) > 1 or not known[0]["must_change"] or known[0]["signed_in_at"] is not None:
        return None
    async with acquired(desk.pool) as connection, connection.transaction():
        await record(connection, Entry(Kind.RECOVERY_CONFIRMED, CONSOLE, "", about=known[0]["id"], contracts=[EVERY_CONTRACT]))
        return {"login": known[0]["login"], "password": await give_one_time(desk, connection, known[0]["id"])}


async def sample(desk: Desk, contract: str, persons: Mapping[str, str]) -> list[Made]:
    """Those roles' accounts that are missing; `persons` says by role whose each is.

    `SettingsError` where the console is reached from beyond this machine.
    """
    if not desk.loopback:
        raise SettingsError("Accounts of a sample are for this machine only.")
    made = []
    for role in sorted(PEOPLE - {Role.ADMIN}):
        login = role.replace(".", "-")
        if await desk.pool.fetchval("select true from accounts where login = $1", login):
            continue
        grants, name = [Grant(contract, frozenset({role}), persons.get(role))], f"{ROLES[role][0]}（示例）"
        new = NewAccount(login, name, grants, kiosk=role is Role.VIEWER, dev=True)
        id_, password = await directory.create(desk, new, HERE)
        await desk.pool.execute("update accounts set must_change = false, one_time_until = null where id = $1", id_)
        made.append({"login": login, "password": password})
    return made


async def open_for_the_first_time(
    shared: Settings, own: ConsoleSettings, contract: str | None, persons: Mapping[str, str]
) -> Made:
    """Both, on the database of the settings."""
    pool: Pool = await open_pool(shared.database_url, max_size=1, name="watchbill console opening")
    try:
        desk = Desk(lambda: pool, own, shared, Hasher(own), Wrapping.of(own.wrapping_file))
        return {"administrator": await administrator(desk), "sample": await sample(desk, contract, persons) if contract else []}
    finally:
        await pool.close()


def _persons(given: list[str]) -> dict[str, str]:
    return {role: person for role, _, person in (one.partition("=") for one in given)}


def main() -> int:
    """Prints what was made; 1 and one sentence where it may not be."""
    parser = argparse.ArgumentParser(prog="python -m console.opening")
    parser.add_argument("--sample", metavar="CONTRACT")
    parser.add_argument("--person", metavar="ROLE=ID", action="append", default=[])
    options = parser.parse_args()
    try:
        shared = shared_from_environment()
        shared.demand("database_url")
        logs.configure(CONSOLE, shared)
        made = asyncio.run(open_for_the_first_time(shared, from_environment(), options.sample, _persons(options.person)))
    except SettingsError as mistake:
        sys.stderr.write(f"{mistake}\n")
        return 1
    sys.stdout.write(orjson.dumps(made).decode() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
