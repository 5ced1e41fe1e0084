"""Keeps what a landing has written: `python tests/upgrade/dump.py <date of the landing>`.

Plays the demo's contract year on an instance of its own and writes each service's database to
`tests/upgrade/ledgers/<date>/<service>.jsonl.gz`. Run it on the code that lands, once, and commit the folder; from then
on `test_upgrade.py` starts every later code on it. A dump never changes after its landing.
"""

import asyncio
import re
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from upgrade.ledgers import dumped, write
from watchbill.activation import CONTRACT, shipped
from watchbill.demo.story import play
from watchbill.instance import Instance
from watchbill.instance.passing import passing_instance
from watchbill.pack.folder import document_of
from watchbill.place import SERVICES
from watchbill.stage.desk import Desk
from watchbill.stage.driving import Driver
from watchbill.stage.people import SUBJECTS
from watchbill.stage.scene import Scene
from watchbill.words import Say

LEDGERS = Path(__file__).with_name("ledgers")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


async def dump_landing(folder: Path) -> None:
    """Plays the year, lets everything settle, and dumps what the services hold."""
    async with passing_instance("dump", _say) as instance:
        desk = Desk(CONTRACT, instance.url, lambda role: _token(instance, role), _nothing)
        try:
            await play(Scene(desk, Driver(desk), _say), document_of(shipped()))
        finally:
            await desk.close()
        for service in SERVICES:
            write(await dumped(service, instance.addresses().application(service)), folder / f"{service}.jsonl.gz")


def _token(instance: Instance, role: str) -> str:
    return instance.token(role, contract="*" if role == "admin" else CONTRACT, subject=SUBJECTS[role])


async def _nothing(_step: int) -> None:
    """Nobody is killed."""


def _say(sentence: Say) -> None:
    sys.stdout.write(f"{sentence}\n")


def main() -> int:
    """2 for a wrong date, or one that has a dump already."""
    given = sys.argv[1] if len(sys.argv) > 1 else ""
    if not DATE.fullmatch(given) or (LEDGERS / given).exists():
        sys.stderr.write("usage: dump.py <date of the landing, YYYY-MM-DD>; a landing is dumped once\n")
        return 2
    (LEDGERS / given).mkdir(parents=True)
    asyncio.run(dump_landing(LEDGERS / given))
    return 0


if __name__ == "__main__":
    sys.exit(main())
