"""核验: every service's chain recomputed and compared with the heads that the other services have seen."""

import asyncio
from typing import Any

from console.remote import Away, Refusal
from console.remote.peers import SERVICES
from console.shell.here import Here
from console.shell.html import box, status, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import heading

Json = dict[str, Any]


@page("/audit/verify", title="audit.verify", group="audit", action="verify.run", place=20)
async def verify(here: Here) -> None:
    """One panel for each service: it is asked when the page opens, and again on demand."""
    with heading(here.say("audit.verify")):
        again = text("button", here.say("audit.again"), "wb-button").props("type=button")
    text("p", here.say("audit.about"), "wb-muted")
    with box("div", "wb-halves"):
        panels = [_panel(here, service) for service in SERVICES]

    async def all_again() -> None:
        await asyncio.gather(*(panel.refresh() for panel in panels))

    again.on("click", all_again)


def _panel(here: Here, service: str) -> Panel:
    async def load() -> Json | None:
        seen = await _seen(here, service)
        heads = [{name: one[name] for name in ("by", "hash", "number", "log_id")} for one in seen]
        try:
            found = (
                await here.remote.do(service, "/verify", {"witnesses": heads}, key=here.key())
                if heads
                else (await here.remote.get(service, "/verify"))
            )
        except Refusal as refusal:
            if refusal.code == "contract_unknown":
                return None
            raise
        return {**found, "seen": seen}

    return Panel(here, f"service.{service}", load, lambda found: _show(here, found))


async def _seen(here: Here, service: str) -> list[Json]:
    """The heads of this service's lane that the other services keep."""
    answers = await asyncio.gather(*(_witnesses(here, other) for other in SERVICES))
    return [one for answer in answers for one in answer if one["source"] == service]


async def _witnesses(here: Here, other: str) -> list[Json]:
    try:
        return list((await here.remote.get(other, "/witnesses"))["items"])
    except (Away, Refusal):
        return []


def _show(here: Here, found: Json | None) -> None:
    if found is None:
        text("p", here.say("audit.none"), "wb-muted")
        return
    if found["sound"]:
        status(here.say("audit.sound", events=found["events"]), "good")
    else:
        finding = found["finding"] or {}
        status(here.say("audit.unsound", seq=finding.get("seq", "?"), what=finding.get("reason", "")), "bad")
    text("p", found["head_hash"], "wb-mono")
    with box("ul", "wb-lines"):
        for one in found["seen"]:
            with box("li"):
                by, _, what = one["by"].partition("/")
                text("span", here.service(by))
                text("span", f"{what} · {one['number']}", "wb-muted")
                text("span", one["hash"][:16], "wb-mono")
