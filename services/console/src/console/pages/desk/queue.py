"""工单: the queue, and a call that becomes a ticket in a few keystrokes."""

from typing import Any

from console.pages import team
from console.pages.desk import choices
from console.pages.desk.call import ticket_fields
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
    Column("person", title="field.person_id"),
    Column("post"),
    Column("opened_at", "moment", sort=True),
    Column("resolved_at", "moment"),
)


@page("/desk/tickets", title="desk.tickets", group="desk", action="ticket.read", place=10)
async def tickets(here: Here) -> None:
    """Every ticket, in the order in which they are to be done; who may open one has the form beside the list."""
    heading(here.say("desk.tickets"))
    may_open, names = here.may("ticket.open"), await team.names(here)
    with box("div", "wb-columns is-form-beside" if may_open else "wb-stack"):
        Table(
            *(here, "tickets", "/tickets", COLUMNS),
            title="desk.tickets",
            sort=("turn", False),
            filters=(
                Filter("state", choices.of(here, "state", choices.TICKET_STATES)),
                Filter("kind", choices.of(here, "kind", choices.TICKET_KINDS)),
                Filter("urgent", (("true", here.say("yes")), ("false", here.say("no")))),
            ),
            opens="/desk/tickets/{id}",
            types=("ticket-", "urgent-"),
            exact=True,
            shape=lambda row: team.named(row, names),
            mark=lambda row: "bad" if row["urgent"] and row["state"]["code"] in ("opened", "dispatched") else "",
        )
        if may_open:
            _quick(here)


def _quick(here: Here) -> None:
    """A call comes in: the cursor stands where what it is about is typed, the rest is filled in already.

    The call is logged with the ticket by who may log calls; unticked it came some other way.
    """
    by_call = (Field("call", "check", title="desk.by_call", value=True),) if here.may("call.log") else ()
    with box("section", "wb-panel"):
        with box("header"):
            text("h2", here.say("desk.new_ticket"))
        with box("div", "wb-body"):
            Form(
                *(here, "tickets", "/tickets", (*ticket_fields(here), *by_call)),
                lambda answer: here.go(f"/desk/tickets/{answer['id']}"),
                shape=_with_call,
                start=True,
                send="desk.open_ticket",
            )


def _with_call(given: Json) -> Json:
    return {**given, "call": {} if given.get("call") else None}
