"""工单: the queue, and a call that becomes a ticket in a few keystrokes."""

from typing import Any

from console.pages.desk import choices
from console.shell.cells import Column
from console.shell.form import Field, Form
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.parts import heading
from console.shell.table import Filter, Table

Json = dict[str, Any]

COLUMNS = (
    Column("kind"),
    Column("description", wide=True),
    Column("state", "status"),
    Column("urgent", "flag"),
    Column("person_id"),
    Column("post"),
    Column("opened_at", "moment", sort=True),
    Column("resolved_at", "moment"),
)


@page("/desk/tickets", title="desk.tickets", group="desk", action="ticket.read", place=10)
async def tickets(here: Here) -> None:
    """Every ticket; who may open one has the form beside the list."""
    heading(here.say("desk.tickets"))
    may_open = here.may("ticket.open")
    with box("div", "wb-columns" if may_open else "wb-stack"):
        Table(
            *(here, "tickets", "/tickets", COLUMNS),
            title="desk.tickets",
            sort=("opened_at", True),
            filters=(
                Filter("state", choices.of(here, "state", choices.TICKET_STATES)),
                Filter("kind", choices.of(here, "kind", choices.TICKET_KINDS)),
                Filter("urgent", (("true", here.say("yes")), ("false", here.say("no")))),
            ),
            opens="/desk/tickets/{id}",
            types=("ticket-", "urgent-"),
            mark=lambda row: "bad" if row["urgent"] and row["state"]["code"] in ("opened", "dispatched") else "",
        )
        if may_open:
            _quick(here)


def _quick(here: Here) -> None:
    """A call comes in: what it is about, and how to handle it. The call's ring and answer are logged with it."""
    with box("section", "wb-panel"):
        with box("header"):
            text("h2", here.say("desk.new_ticket"))
        with box("div", "wb-body"):
            Form(
                *(here, "tickets", "/tickets", _fields(here), lambda answer: here.go(f"/desk/tickets/{answer['id']}")),
                send="desk.open_ticket",
            )


def _fields(here: Here) -> tuple[Field, ...]:
    return (
        Field("description", "long", required=True, most=4000),
        Field("kind", "choice", required=True, value="request", options=choices.of(here, "kind", choices.TICKET_KINDS)),
        Field("urgent", "check"),
    )
