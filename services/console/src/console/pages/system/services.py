"""服务状态: how every service stands, how far each lane has come, and where its APIs are described."""

import asyncio
from typing import Any

from console.remote import Away
from console.remote.peers import SERVICES
from console.shell import shown
from console.shell.cells import Column
from console.shell.here import Here
from console.shell.html import box, status, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import heading
from console.shell.table import plain_rows

Json = dict[str, Any]

LANES = (
    Column("service"),
    Column("consumer"),
    Column("source"),
    Column("contract"),
    Column("number", "number", title="field.reached"),
    Column("head", "number"),
    Column("lag", "number"),
    Column("state", "status"),
    Column("reason", wide=True),
)


@page("/system/services", title="system.services", group="system", action="clock.read", place=50)
async def services(here: Here) -> None:
    """One line for each service, then every lane, what lags first."""
    heading(here.say("system.services"))
    with box("div", "wb-halves"):
        for name in SERVICES:
            _panel(here, name)
    Panel(here, "system.lanes", lambda: _lanes(here), lambda rows: _show_lanes(here, rows), services=SERVICES, classes="is-list")


def _panel(here: Here, name: str) -> None:
    Panel(
        here,
        f"service.{name}",
        lambda: here.remote.get(name, "/health"),
        lambda health: _stand(here, name, health),
        services=(name,),
    )


def _stand(here: Here, name: str, health: Json) -> None:
    fine = health["status"] == "ok"
    with box("div", "wb-line"):
        status(here.say(f"system.health.{health['status']}"), "good" if fine else "bad")
        text("span", here.say("system.counts", parked=health["parked"], stopped=health["stopped"]), "wb-muted")
        box("span", "wb-grow")
        for words, path in (("system.docs", "/docs"), ("system.events", "/asyncapi")):
            made = text("a", here.say(words))
            made.props.update({"href": here.state.peers.url(name) + path, "target": "_blank", "rel": "noopener noreferrer"})
    clock = health["clock"]
    due = shown.moment(shown.local(clock["next_due"], here.contract.zone), here.language) or here.say("none")
    text("p", f"{here.say('system.next_due')} {due}", "wb-muted")


async def _lanes(here: Here) -> list[Json]:
    answers = await asyncio.gather(*(_of(here, name) for name in SERVICES))
    rows = [row for answer in answers for row in answer]
    return sorted(rows, key=lambda row: (row["state"]["code"] == "ok", -(row["lag"] or 0), row["service"]))


async def _of(here: Here, name: str) -> list[Json]:
    """A service's lanes under contracts this person has a role in; none while it is away, its panel says so."""
    try:
        health = await here.remote.get(name, "/health")
    except Away:
        return []
    mine = {contract.id for contract in here.contracts}
    return [_lane(here, name, lane) for lane in health["lanes"] if lane["contract"] in mine]


def _lane(here: Here, name: str, lane: Json) -> Json:
    code = "stopped" if lane["stopped"] else "ok" if lane["lag"] == 0 else "waiting"
    words = here.say(f"system.lane.{code}")
    return {
        **lane,
        "service": here.service(name),
        "source": here.service(lane["source"]),
        "state": {"code": code, "zh": words, "en": words},
    }


def _show_lanes(here: Here, rows: list[Json]) -> None:
    plain_rows(here, "system.lanes", LANES, rows)
