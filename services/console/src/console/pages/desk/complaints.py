"""投诉: what somebody complained about the desk, as it came; whether it deserves points is a person's decision (A8S-1 2.6.1)."""

from collections.abc import Sequence
from typing import Any

from console.remote import Away, Refusal
from console.shell import shown
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading, timeline
from console.shell.table import Table

Json = dict[str, Any]

RECENT = 50
MOST_WORDS = 30

COLUMNS = (
    Column("received_at", "moment", title="desk.received_at", sort=True),
    Column("text", title="desk.complaint_text", wide=True),
    Column("received_by_name", title="desk.received_by"),
    Column("ticket_id", title="desk.about_ticket", link="/desk/tickets/{ticket_id}", says="see"),
)
FACTS = (
    *(Fact("received_at", "moment", title="desk.received_at"), Fact("text", title="desk.complaint_text")),
    *(
        Fact("ticket_id", title="desk.about_ticket", link="/desk/tickets/{ticket_id}", says="see"),
        Fact("received_by_name", title="desk.received_by"),
    ),
)


@page("/desk/complaints", title="desk.complaints", group="desk", action="complaint.read", place=40)
async def complaints(here: Here) -> None:
    """Every complaint, the latest first; who took one down does it here."""
    tickets = await _recent(here) if here.may("complaint.receive") else ()
    with heading(here.say("desk.complaints"), note=here.say("desk.complaints_note")):
        receive(here, tickets=tickets, main=True)
    table(here, "desk.complaints")


@page("/desk/complaints/{complaint_id}", title="desk.complaint", group="desk", action="complaint.read", listed=False)
async def complaint(here: Here, complaint_id: str) -> None:
    """One complaint in the words it came in."""
    heading(here.say("desk.complaint"))

    async def load() -> list[Json]:
        return await here.named([await here.remote.get("tickets", f"/complaints/{complaint_id}")], ["received_by"])

    with box("div", "wb-columns"):
        Panel(here, "", load, lambda found: facts(here, found[0], FACTS), services=("tickets",), types=("complaint-",))
        timeline(here, "tickets", f"complaint/{complaint_id}")


def table(here: Here, title: str, *, ticket: str | None = None) -> Table:
    """Complaints as a list, those about one ticket only where it is given."""
    columns = COLUMNS if ticket is None else COLUMNS[:-1]
    return Table(
        *(here, "tickets", "/complaints", columns),
        title=title,
        heading=ticket is not None,
        files=ticket is None,
        fixed={"ticket_id": ticket} if ticket else None,
        sort=("received_at", True),
        opens="/desk/complaints/{id}",
        types=("complaint-",),
        exact=True,
        names=("received_by",),
    )


async def _recent(here: Here) -> Sequence[tuple[str, str]]:
    """(ticket, words) of the latest; none while tickets is away."""
    try:
        found = await here.remote.page("tickets", "/tickets", limit=RECENT, sort="opened_at", direction="desc")
    except (Away, Refusal):
        return ()
    return [(one["id"], _words(here, one)) for one in found.items]


def _words(here: Here, ticket: Json) -> str:
    opened = shown.short_moment(shown.local(ticket["opened_at"], here.contract.zone), here.language)
    words = (shown.label(ticket["kind"], here.language), opened, (ticket["description"] or "")[:MOST_WORDS])
    return " · ".join(filter(None, words))


def receive(here: Here, *, ticket: str | None = None, tickets: Sequence[tuple[str, str]] = (), main: bool = False) -> None:
    """The button that takes a complaint down, about a ticket where it is given or one of those that are offered."""
    about = (Field("ticket_id", "choice", title="desk.about_ticket", options=[("", "–"), *tickets]),) if tickets else ()
    act(
        *(here, "desk.receive_complaint", "complaint.receive", "tickets", "/complaints"),
        lambda answer: here.go(f"/desk/complaints/{answer['id']}"),
        fields=(
            Field("text", "long", title="desk.complaint_text", required=True, most=4000),
            Field("received_at", "moment", title="desk.received_at", help="desk.now_if_empty"),
            *about,
        ),
        fixed={"ticket_id": ticket} if ticket else None,
        main=main,
    )
