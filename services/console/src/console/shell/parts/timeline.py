"""What happened to one thing, from its stream in the ledger."""

from typing import Any

from console.remote import Refusal, Rows
from console.shell import shown, words
from console.shell.cells import position_link
from console.shell.here import Here
from console.shell.html import box, link, text
from console.shell.panel import Panel

MOST = 100


def event_words(here: Here, type_: str) -> str:
    """An event's type as people say it."""
    key = f"event.{type_}"
    return here.say(key) if words.knows(key) else type_.replace("-", " ")


def timeline(here: Here, service: str, stream: str) -> Panel | None:
    """The events of a stream, the newest first; each leads to the event itself. For those who may read the ledger."""
    if not here.may("events.read"):
        return None

    async def load() -> tuple[Rows, dict[str, str]]:
        try:
            found = await here.remote.page(service, "/events", stream=stream, limit=MOST)
        except Refusal as refusal:
            if refusal.code == "contract_unknown":
                return Rows((), None), {}
            raise
        return found, await here.names(event["actor"] for event in found.items)

    def show(told: tuple[Rows, dict[str, str]]) -> None:
        found, names = told
        if not found.items:
            text("p", here.say("nothing.timeline"), "wb-muted")
        with box("ol", "wb-timeline"):
            for event in reversed(found.items):
                _line(here, event, names)

    return Panel(here, "timeline", load, show, services=(service,))


def _line(here: Here, event: dict[str, Any], names: dict[str, str]) -> None:
    with box("li"):
        text("time", shown.short_moment(event["occurred_at"], here.language))
        link(event_words(here, event["type"]), position_link(here, event["position"]))
        text("span", names[event["actor"]], "wb-muted")
