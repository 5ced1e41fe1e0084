"""Warnings and errors from the services' JSON logs, one readable line each."""

import asyncio
import json
from pathlib import Path

from watchbill.place import PARTS, Place

EVERY_SECONDS = 0.5
LEVELS = {"warning", "error", "critical"}
HIDDEN = {"service", "level", "event", "logger", "timestamp", "exception"}


class Tail:
    """Reads what is added to a file, also after it was rotated."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = path.stat().st_size if path.exists() else 0
        self._inode = path.stat().st_ino if path.exists() else 0

    def lines(self) -> list[str]:
        """The whole lines added since last time."""
        if not self._path.exists():
            return []
        status = self._path.stat()
        if status.st_ino != self._inode or status.st_size < self._place:
            self._inode, self._place = status.st_ino, 0
        with self._path.open("rb") as file:
            file.seek(self._place)
            whole, _, _ = file.read().rpartition(b"\n")
        self._place += len(whole) + 1 if whole else 0
        return whole.decode(errors="replace").splitlines()


async def show_warnings(place: Place) -> None:
    """Prints warnings until cancelled, from now on."""
    tails = [Tail(place.logs / f"{name}.jsonl") for name in PARTS]
    while True:
        for line in (line for tail in tails for line in tail.lines()):
            if shown := line_of(line):
                print(shown, flush=True)
        await asyncio.sleep(EVERY_SECONDS)


def line_of(line: str) -> str | None:
    """`! roster  nats_is_away  reason=…` for a warning; None for anything less."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or entry.get("level") not in LEVELS:
        return None
    facts = " ".join(f"{name}={value}" for name, value in entry.items() if name not in HIDDEN)
    return f"! {entry.get('service', '?'):<10} {entry['level']:<8} {entry.get('event', '')}  {facts}"[:200].rstrip()
