"""`python -m console.new_keys`: withdraws every signing key and makes a new one, with the environment of the console.

For when the secret that the keys were wrapped under is lost, so that the console no longer starts, or when a backup
with open keys went astray. As `POST /v1/keys/replace` does it, which needs a console that runs.
"""

import asyncio
import sys

from common import logs
from common.ledger.pool import Pool, open_pool
from common.settings import Settings, SettingsError
from common.settings import from_environment as shared_from_environment
from console.accounts import keys
from console.accounts.desk import Desk
from console.accounts.hashing import Hasher
from console.accounts.wrapping import Wrapping
from console.settings import ConsoleSettings, from_environment
from console.trail import CONSOLE, Entry, Kind, record


async def renew(shared: Settings, own: ConsoleSettings) -> str:
    """The id of the new key. `SettingsError` where there is no secret to wrap it under."""
    wrapping = Wrapping.of(own.wrapping_file)
    pool: Pool = await open_pool(shared.database_url, max_size=1, name="watchbill console keys")
    try:
        kid = await keys.replace_now(Desk(lambda: pool, own, shared, Hasher(own), wrapping))
        await record(pool, Entry(Kind.KEYS_REPLACED, CONSOLE, "", details={"kid": kid}))
        return kid
    finally:
        await pool.close()


def main() -> int:
    """Prints the new key's id; 1 and one sentence where that cannot be done."""
    try:
        shared = shared_from_environment()
        shared.demand("database_url")
        logs.configure(CONSOLE, shared)
        kid = asyncio.run(renew(shared, from_environment()))
    except SettingsError as mistake:
        sys.stderr.write(f"{mistake}\n")
        return 1
    sys.stdout.write(f"console: {kid} signs from now on\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
