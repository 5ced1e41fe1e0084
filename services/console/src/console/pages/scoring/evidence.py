"""What a finding rests on: the events themselves, each leading to its page in the audit."""

import asyncio
from collections.abc import Sequence
from typing import Any

from console.remote import Away, Refusal
from console.shell import shown
from console.shell.cells import known_position_link
from console.shell.here import Here
from console.shell.html import box, link, text
from console.shell.panel import Panel
from console.shell.parts.timeline import event_words

Json = dict[str, Any]
MOST = 20
SERVICES = frozenset({"roster", "tickets", "inspection", "scoring", "billing"})


def evidence(here: Here, title: str, positions: Sequence[str]) -> None:
    """A panel of the events at these positions; nothing where there are none."""
    if not positions:
        return

    async def load() -> list[tuple[str, Json | None]]:
        found = await asyncio.gather(*(_event(here, position) for position in positions[:MOST]))
        return list(zip(positions, [*found, *[None] * (len(positions) - len(found))], strict=True))

    Panel(here, title, load, lambda found: _show(here, found))


async def _event(here: Here, position: str) -> Json | None:
    """The event, where this person may read it and its service answers."""
    service, _, number = position.partition(":")
    if not here.may("events.read") or service not in SERVICES:
        return None
    try:
        return await here.remote.get(service, f"/events/{int(number.rpartition(':')[2])}")
    except (Away, Refusal, ValueError):
        return None


def _show(here: Here, found: Sequence[tuple[str, Json | None]]) -> None:
    with box("ul", "wb-lines"):
        for position, event in found:
            with box("li"):
                if event:
                    text("time", shown.short_moment(event["occurred_at"], here.language), "wb-muted")
                    text("span", f"{here.service(position.partition(':')[0])} · {event_words(here, event['type'])}")
                href = known_position_link(here, position)
                link(position, href, "wb-position") if href else text("span", position)
