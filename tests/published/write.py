"""Writes the goldens and promises that are missing: `WATCHBILL_GOLDEN=write python tests/published/write.py`.

Run it after adding an event, or a version of one; look at what it wrote, and commit it with the event. It never changes
a golden that is there, and no schema that was promised: raise the version (a new upcaster, a class `…V2`) instead.
What has never landed may be deleted and written anew.
"""

import json
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from common.service import service_called
from published.goldens import GOLDEN, SERVICES, every_kind, golden_of
from published.promises import PROMISES, broken, promise


def write_goldens(folder: Path = GOLDEN) -> list[str]:
    """The files it made, one for each version of today that had none."""
    made = {}
    for kind in every_kind():
        file = folder / kind.path
        if kind.today and not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(golden_of(kind), encoding="utf-8")
            made[kind.path] = True
    return list(made)


def write_promises(folder: Path = PROMISES) -> list[str]:
    """The files it wrote. ValueError when that would break a promise."""
    folder.mkdir(exist_ok=True)
    written = []
    for name in SERVICES:
        file, text = folder / f"{name}.json", promise(service_called(name))
        before = file.read_text(encoding="utf-8") if file.is_file() else None
        if before == text:
            continue
        if before and (faults := broken(json.loads(before), json.loads(text))):
            raise ValueError(f"{name}: {', '.join(faults)}; raise the version instead")
        file.write_text(text, encoding="utf-8")
        written.append(file.name)
    return written


def main() -> int:
    """Says what it wrote; without the switch it writes nothing."""
    if os.environ.get("WATCHBILL_GOLDEN") != "write":
        sys.stderr.write("Set WATCHBILL_GOLDEN=write to write what is missing.\n")
        return 2
    for line in [*write_goldens(), *write_promises()]:
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
