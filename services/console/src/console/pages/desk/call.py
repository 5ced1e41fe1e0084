"""One call: how long it rang, who answered, the ticket it became."""

from functools import partial
from typing import Any

from console.pages.desk import choices
from console.remote import Shown
from console.shell.form import Field
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.parts import Fact, heading, timeline
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

FACTS = (
    *(Fact("state", "status"), Fact("rang_at", "moment"), Fact("answered_at", "moment"), Fact("waited_seconds")),
    *(Fact("ended_at", "moment"), Fact("about"), Fact("answered_by_name", title="desk.answered_by")),
    Fact("logged_by_name", title="field.logged_by"),
)
AT = Field("at", "moment", help="desk.now_if_empty")


@page("/desk/calls/{call_id}", title="desk.call", group="desk", action="call.read", listed=False)
async def call(here: Here, call_id: str) -> None:
    """The call; who is at the desk answers it, hangs up, and makes a ticket of it."""
    path = f"/calls/{call_id}"
    buttons = heading(here.say("desk.call"))

    with box("div", "wb-columns"):
        decide, by = partial(_decide, here), ("answered_by", "logged_by")
        Thing(here, "tickets", path, buttons, FACTS, decide, types=("call-",), names=by)
        timeline(here, "tickets", f"call/{call_id}")


def _decide(here: Here, found: Shown, offer: Offer) -> None:
    row = found.body
    if row["state"]["code"] == "ringing":
        offer("desk.answer_call", "call.log", "answer", AT, main=True)
    if row["ended_at"] is None:
        offer("desk.hang_up", "call.log", "hang-up", AT, main=row["answered_at"] is not None)
    offer(
        "desk.make_ticket",
        "ticket.open",
        "",
        *ticket_fields(here, row["about"]),
        to="/tickets",
        fixed={"call_id": row["id"]},
        etag=False,
        done=lambda answer: here.go(f"/desk/tickets/{answer['id']}"),
    )


def ticket_fields(here: Here, about: str | None = None) -> tuple[Field, ...]:
    """What a new ticket needs."""
    kinds = choices.of(here, "kind", choices.TICKET_KINDS)
    return (
        Field("description", "long", required=True, most=4000, value=about),
        Field("kind", "choice", required=True, value="request", options=kinds),
        Field("urgent", "check"),
    )
