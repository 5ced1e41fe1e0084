"""故障: found, reported to the customer, put right; each with its time."""

from collections.abc import Sequence
from typing import Any

from console.pages import team
from console.pages.inspection import choices
from console.remote import Shown
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.parts import Fact, heading, timeline
from console.shell.table import Filter, Table
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

COLUMNS = (
    Column("found_at", "moment", title="inspection.found_at", sort=True),
    Column("description", wide=True),
    Column("state", "status"),
    Column("item", title="inspection.item"),
    Column("place", title="inspection.place"),
    Column("report_by", "moment", title="inspection.report_by"),
    Column("reported_at", "moment", title="inspection.reported_at"),
    Column("resolved_at", "moment", title="inspection.resolved_at"),
)
FACTS = (
    *(Fact("state", "status"), Fact("description"), Fact("item", title="inspection.item")),
    *(Fact("place", title="inspection.place"), Fact("found_at", "moment", title="inspection.found_at")),
    *(Fact("found_by_name", title="inspection.by"), Fact("report_by", "moment", title="inspection.report_by")),
    *(Fact("reported_at", "moment", title="inspection.reported_at"), Fact("late", "flag", title="inspection.reported_late")),
    *(Fact("resolved_at", "moment", title="inspection.resolved_at"), Fact("note")),
    *(Fact("check_id", title="inspection.check", link="/inspection/checks/{check_id}", says="see"),),
)
AT = Field("at", "moment", title="inspection.at", help="desk.now_if_empty")


@page("/inspection/faults", title="inspection.faults", group="inspection", action="fault.read", place=40)
async def faults(here: Here) -> None:
    """Every fault, the newest first; who may find one registers it here."""
    with heading(here.say("inspection.faults")):
        if here.may("fault.find"):
            table = (await here.remote.get("inspection", "/items"))["items"]
            find = (here, "inspection.find", "fault.find", "inspection", "/faults")
            act(*find, lambda answer: here.go(f"/inspection/faults/{answer['id']}"), fields=_fields(here, table), main=True)
    Table(
        *(here, "inspection", "/faults", COLUMNS),
        title="inspection.faults",
        filters=(
            Filter("state", choices.of(here, "fault", choices.FAULT_STATES)),
            Filter("item", title="inspection.item_code"),
        ),
        opens="/inspection/faults/{id}",
        sort=("found_at", True),
        types=("fault-",),
        mark=lambda row: {"found": "bad", "reported": "warn"}.get(row["state"]["code"], ""),
    )


def _fields(here: Here, table: Sequence[Json]) -> tuple[Field, ...]:
    return (
        Field("description", "long", required=True, most=4000),
        Field("item", "choice", title="inspection.item", options=[("", here.say("none")), *choices.items(here, table)]),
        Field("place", title="inspection.place"),
        Field("found_at", "moment", title="inspection.found_at", help="desk.now_if_empty"),
    )


@page("/inspection/faults/{fault_id}", title="inspection.fault", group="inspection", action="fault.read", listed=False)
async def fault(here: Here, fault_id: str) -> None:
    """One fault with its times, the ticket it became, and what may be done next."""
    path = f"/faults/{fault_id}"
    buttons = heading(here.say("inspection.fault"))

    with box("div", "wb-columns"):
        Thing(here, "inspection", path, buttons, FACTS, _decide, types=("fault-",), names=("found_by",))
        timeline(here, "inspection", f"fault/{fault_id}")
    if here.may("ticket.read"):
        names = await team.names(here)
        tickets = (Column("opened_at", "moment"), Column("state", "status"), Column("person", title="field.person_id"))
        Table(
            *(here, "tickets", "/tickets", tickets),
            title="desk.tickets",
            heading=True,
            fixed={"fault_id": fault_id},
            opens="/desk/tickets/{id}",
            types=("ticket-",),
            files=False,
            shape=lambda row: team.named(row, names),
        )


def _decide(found: Shown, offer: Offer) -> None:
    if found.body["reported_at"] is None:
        offer("inspection.report", "fault.report", "report", AT, main=True)
    if found.body["resolved_at"] is None:
        offer("inspection.resolve", "fault.resolve", "resolve", Field("note", "long", most=4000), AT)
