"""搁置事项: what policies and timers could not do, and what people decide about it."""

from functools import partial
from typing import Any

from console.remote.peers import SERVICES
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading
from console.shell.table import Filter, Table

COLUMNS = (
    Column("id", "number", link="/system/parked/{service}/{id}"),
    Column("contract"),
    Column("consumer"),
    Column("type"),
    Column("target", wide=True),
    Column("reason", wide=True),
    Column("parked_at", "moment"),
    Column("decision"),
)
FACTS = (
    *(Fact("service"), Fact("contract"), Fact("consumer"), Fact("source"), Fact("number"), Fact("type"), Fact("target")),
    *(Fact("code"), Fact("reason"), Fact("parked_at", "moment"), Fact("decision")),
    *(Fact("decided_by_name", title="field.decided_by"), Fact("decided_at", "moment"), Fact("decided_reason")),
)


@page("/system/parked", title="system.parked", group="system", action="parked.read", place=40)
async def parked(here: Here) -> None:
    """Each service's own list; what is decided already on demand."""
    heading(here.say("system.parked"))
    for name in SERVICES:
        Table(
            *(here, name, "/v1/parked", COLUMNS),
            title=f"service.{name}",
            heading=True,
            filters=(Filter("open", (("true", here.say("system.open_only")), ("false", here.say("all"))), start="true"),),
            opens=f"/system/parked/{name}/{{id}}",
            shape=partial(_of, name),
        )


def _of(service: str, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "service": service}


@page("/system/parked/{service}/{number}", title="system.parked", group="system", action="parked.read", listed=False)
async def one(here: Here, service: str, number: str) -> None:
    """One parked command, with the two ways out of it."""

    async def load() -> dict[str, Any]:
        rows = await here.remote.every(service, "/v1/parked", open="false")
        found = next(row for row in rows if row["id"] == int(number)) | {"service": here.service(service)}
        return (await here.named([found], ("decided_by",)))[0]

    buttons = heading(f"{here.say('system.parked')} {number}", note=here.service(service))

    def show(row: dict[str, Any]) -> None:
        facts(here, row, FACTS)
        buttons.clear()
        if row["decided_at"] is None:
            with buttons:
                path = f"/v1/parked/{row['id']}"
                act(here, "system.retry", "parked.decide", service, f"{path}/retry", again, main=True)
                reason = (Field("reason", "long", required=True),)
                act(here, "system.dismiss", "parked.decide", service, f"{path}/dismiss", again, fields=reason)

    async def again(_answer: dict[str, Any]) -> None:
        await panel.refresh()

    with box("div", "wb-stack"):
        panel = Panel(here, "", load, show, services=(service,))
