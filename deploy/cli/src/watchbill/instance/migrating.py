"""Every service's database brought to the version of the code, each by a short process with the owner's role."""

import asyncio
import sys

from watchbill.instance.databases import Addresses
from watchbill.place import SERVICES
from watchbill.words import Stop


async def migrate(addresses: Addresses) -> list[str]:
    """One line per service that says what was done. A `Stop` when the data are newer than the code."""
    return list(await asyncio.gather(*(_migrate(name, addresses.owner(name)) for name in SERVICES)))


async def _migrate(service: str, url: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "common.migrate", service),
        env={"WATCHBILL_MIGRATE_URL": url, "PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    out, err = await process.communicate()
    said = out.decode().strip().splitlines()
    if process.returncode:
        reason = (err.decode().strip().splitlines() or said or ["?"])[-1]
        raise Stop(f"{service} 的数据库未能升级: {reason}", f"The database of {service} could not be migrated: {reason}")
    return said[-1] if said else service
