"""Every service's database brought to the version of the code, with the owner's role, by a short process."""

import asyncio
import json
import sys
from collections.abc import Sequence

from watchbill.instance.databases import Addresses
from watchbill.migrations import Outcome
from watchbill.words import Stop


async def migrate(addresses: Addresses, parts: Sequence[str]) -> list[str]:
    """One line per service that says what was done. A `Stop` when the data are newer than the code."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "watchbill.migrations"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    wanted = {name: [addresses.owner(name), addresses.application(name)] for name in parts}
    try:
        printed, _ = await process.communicate(json.dumps(wanted).encode())
    except asyncio.CancelledError:
        process.kill()
        raise
    outcomes: dict[str, Outcome] = json.loads(printed or b"{}")
    for service in parts:
        code, _, error = outcomes.get(service, (1, "", "?"))
        if code:
            reason = error.strip().splitlines()[-1] if error.strip() else "?"
            raise Stop(f"{service} 的数据库未能升级: {reason}", f"The database of {service} could not be migrated: {reason}")
    return [summary(name, [line.partition(": ")[2] for line in outcomes[name][1].splitlines()]) for name in parts]


def summary(service: str, done: list[str]) -> str:
    """`roster: ledger tables: nothing -> 0001, 9 view tables created`."""
    created = [line for line in done if line.startswith("view table ")]
    other = [line for line in done if line not in created and line != "nothing to do"]
    said = [*other, *([f"{len(created)} view tables created"] if created else [])]
    return f"{service}: " + (", ".join(said) or "nothing to do")
