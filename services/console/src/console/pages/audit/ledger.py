"""事件账: every event of one service under the contract, in the order of its ledger."""

from functools import partial
from typing import Any

from console.pages.audit.services import chosen, tabs
from console.shell.cells import Column
from console.shell.here import Here
from console.shell.page import page
from console.shell.parts import heading
from console.shell.parts.timeline import event_words
from console.shell.table import Filter, Table

COLUMNS = (
    Column("seq", "number"),
    Column("event_words", link="/audit/events/{service}/{seq}"),
    Column("stream", wide=True),
    Column("actor_name", title="field.actor"),
    Column("occurred_at", "moment"),
    Column("recorded_at", "moment"),
    Column("lane_number", "number"),
)


@page("/audit/ledger", title="audit.ledger", group="audit", action="events.read", place=10)
async def ledger(here: Here) -> None:
    """One service's ledger at a time; the others are a tab away."""
    service = chosen(here)
    heading(here.say("audit.ledger"), note=here.service(service))
    tabs(here, service)

    Table(
        *(here, service, "/events", COLUMNS),
        title="audit.ledger",
        filters=(Filter("stream"), Filter("type")),
        opens="/audit/events/{service}/{seq}",
        shape=partial(_named, here, service),
        names=("actor",),
    )


def _named(here: Here, service: str, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "service": service, "event_words": event_words(here, row["type"])}
