"""Every service's database brought to the version of the code, each by a short process with the owner's role."""

import asyncio
import sys

from watchbill.instance.databases import Addresses
from watchbill.place import SERVICES
from watchbill.words import Stop


async def migrate(addresses: Addresses) -> list[str]:
    """One line per service that says what was done. A `Stop` when the data are newer than the code."""
    return list(await asyncio.gather(*(_migrate(name, addresses) for name in SERVICES)))


async def _migrate(service: str, addresses: Addresses) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "common.migrate", service),
        env={
            "WATCHBILL_MIGRATE_URL": addresses.owner(service),
            "WATCHBILL_DATABASE_URL": addresses.application(service),
            "PYTHONUTF8": "1",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode:
        reason = (err.decode().strip().splitlines() or ["?"])[-1]
        raise Stop(f"{service} 的数据库未能升级: {reason}", f"The database of {service} could not be migrated: {reason}")
    return summary(service, [line.partition(": ")[2] for line in out.decode().splitlines()])


def summary(service: str, done: list[str]) -> str:
    """`roster: ledger tables: nothing -> 0001, 9 view tables created`."""
    created = [line for line in done if line.startswith("view table ")]
    other = [line for line in done if line not in created]
    return f"{service}: " + ", ".join([*other, *([f"{len(created)} view tables created"] if created else [])])
