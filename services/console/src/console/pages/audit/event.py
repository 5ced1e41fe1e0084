"""One event with its envelope, and everything in all services that belongs to the same action."""

import asyncio
import json
from typing import Any

from console.remote import Away, Refusal
from console.shell import shown
from console.shell.cells import position_link
from console.shell.here import Here
from console.shell.html import box, link, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading
from console.shell.parts.timeline import event_words, timeline

Json = dict[str, Any]

ENVELOPE = (
    Fact("position"),
    Fact("stream"),
    Fact("version"),
    Fact("actor_name", title="field.actor"),
    Fact("actor", title="field.actor_id"),
    Fact("occurred_at", "moment"),
    Fact("recorded_at", "moment"),
    Fact("lane_number"),
    Fact("command_id"),
    Fact("correlation_id"),
    Fact("causation_id"),
    Fact("hash"),
)


@page("/audit/events/{service}/{seq}", title="audit.event", group="audit", action="events.read", listed=False)
async def event(here: Here, service: str, seq: str) -> None:
    """The event that a position names: content, envelope, what else came of it, and its stream."""
    found = await here.remote.get(service, f"/events/{int(seq)}")
    found = (await here.named([found], ["actor"]))[0]
    heading(event_words(here, found["type"]), note=found["position"])
    with box("div", "wb-columns"):
        with box("div", "wb-stack"):
            Panel(here, "audit.payload", lambda: _same(found), _payload)
            Panel(here, "audit.followed", lambda: _followed(here, found), lambda lines: _lines(here, found, lines))
        with box("div", "wb-stack"):
            Panel(here, "audit.chain", lambda: _same(found), lambda one: facts(here, one, ENVELOPE))
            timeline(here, service, found["stream"])


async def _same(found: Json) -> Json:
    return found


def _payload(found: Json) -> None:
    content = text("pre", json.dumps(found["event"], ensure_ascii=False, indent=2), "wb-mono wb-payload")
    content.props["tabindex"] = "0"  # it scrolls, by keys as well


async def _followed(here: Here, found: Json) -> list[Json]:
    """Every service's events with this one's correlation, as they were recorded."""
    answers = await asyncio.gather(*(_of(here, service, found["correlation_id"]) for service in _SERVICES))
    return sorted((one for lines in answers for one in lines), key=lambda one: (one["recorded_at"], one["position"]))


async def _of(here: Here, service: str, correlation: str) -> list[Json]:
    try:
        page = await here.remote.page(service, "/events", correlation=correlation, limit=200)
    except (Away, Refusal):
        return []
    return list(page.items)


_SERVICES = ("billing", "roster", "tickets", "inspection", "scoring")


def _lines(here: Here, found: Json, lines: list[Json]) -> None:
    with box("ol", "wb-timeline"):
        for one in lines:
            with box("li"):
                text("time", shown.short_moment(one["recorded_at"], here.language))
                words = f"{here.service(one['position'].partition(':')[0])} · {event_words(here, one['type'])}"
                if one["position"] == found["position"]:
                    text("b", words)
                else:
                    link(words, position_link(here, one["position"]))
                text("span", one["stream"], "wb-muted")
