"""One ticket: what it is, who works on it, what may be done next."""

from dataclasses import replace
from functools import partial
from typing import Any

from console.pages import team
from console.pages.desk import complaints, people
from console.remote import Shown
from console.shell.form import Field
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.parts import Fact, heading, timeline
from console.shell.thing import Offer, Thing

Json = dict[str, Any]
Loaded = tuple[Shown, list[tuple[str, str]]]

FACTS = (
    *(Fact("kind"), Fact("state", "status"), Fact("urgent", "flag"), Fact("description"), Fact("opened_at", "moment")),
    *(
        Fact("opened_by_name", title="field.opened_by"),
        Fact("wanted_post"),
        Fact("person", title="field.person_id"),
        Fact("post"),
        Fact("dispatched_at", "moment"),
    ),
    *(Fact("resolved_at", "moment"), Fact("note"), Fact("closed_at", "moment"), Fact("reopened"), Fact("reopen_reason")),
    *(Fact("call_id", title="desk.call", link="/desk/calls/{call_id}", says="see"),),
    Fact("fault_id", link="/inspection/faults/{fault_id}", says="see"),
    Fact("meeting_id", link="/desk/meetings/{meeting_id}", says="see"),
)


@page("/desk/tickets/{ticket_id}", title="desk.ticket", group="desk", action="ticket.read", listed=False)
async def ticket(here: Here, ticket_id: str) -> None:
    """The ticket with its timeline; the buttons are those that its state and the visitor's role allow."""
    path = f"/tickets/{ticket_id}"
    buttons = heading(here.say("desk.ticket"))

    names = await team.names(here)

    async def load() -> Loaded:
        shown = await here.remote.show("tickets", path)
        shown = replace(shown, body=team.named(shown.body, names))
        dispatching = shown.body["state"]["code"] in ("opened", "dispatched") and here.may("ticket.dispatch")
        return shown, await people.on_duty(here) if dispatching else []

    with box("div", "wb-columns"):
        decide = partial(_decide, here)
        Thing(here, "tickets", path, buttons, FACTS, decide, load=load, types=("ticket-", "urgent-"), names=("opened_by",))
        timeline(here, "tickets", f"ticket/{ticket_id}")
    if here.may("complaint.read"):
        complaints.table(here, "desk.complaints", ticket=ticket_id)


def _decide(here: Here, found: Loaded, offer: Offer) -> None:
    state, duty = found[0].body["state"]["code"], found[1]
    if state in ("opened", "dispatched"):
        suggested = ("", here.say("desk.suggested"))
        offer("desk.dispatch", "ticket.dispatch", "dispatch", Field("person_id", "choice", options=[suggested, *duty]))
    if state == "dispatched":
        offer("desk.resolve", "ticket.resolve", "resolve", Field("note", "long", most=4000), main=True)
    if state == "resolved":
        offer("desk.close", "ticket.close", "close", main=True)
    if state in ("resolved", "closed"):
        offer("desk.reopen", "ticket.reopen", "reopen", Field("reason", "long", required=True))
    complaints.receive(here, ticket=found[0].body["id"])
