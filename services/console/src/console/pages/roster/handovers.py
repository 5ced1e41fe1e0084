"""交接班: the daily handover of each post at 16:00: what is open goes over, both sides are named."""

from functools import partial
from typing import Any

from console.pages import team
from console.pages.roster import choices
from console.remote import Shown
from console.shell import shown
from console.shell.cells import Column
from console.shell.form import Field
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.parts import Fact, heading, timeline
from console.shell.table import Filter, Table, plain_rows
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

COLUMNS = (
    Column("due_at", "moment", sort=True),
    Column("post"),
    Column("state", "status"),
    Column("special", "flag"),
    Column("completed_at", "moment"),
    Column("on_time", "flag"),
    Column("omitted", "number"),
    Column("was_missed", "flag"),
)
FACTS = (
    *(Fact("post"), Fact("due_at", "moment"), Fact("state", "status"), Fact("special", "flag")),
    *(Fact("completed_at", "moment"), Fact("on_time", "flag"), Fact("outgoing_name", title="field.outgoing")),
    *(Fact("incoming_name", title="field.incoming"), Fact("omitted"), Fact("items"), Fact("remarks")),
    *(Fact("was_missed", "flag"), Fact("clause"), Fact("position", "position")),
)
TICKETS = (Column("kind_words", title="field.kind"), Column("opened_at", "moment"), Column("urgent", "flag"))
FAULTS = (Column("item_words", title="inspection.item"), Column("found_at", "moment"))


@page("/roster/handovers", title="roster.handovers", group="roster", action="handover.read", place=80)
async def handovers(here: Here) -> None:
    """Every handover, the latest first."""
    heading(here.say("roster.handovers"))
    Table(
        *(here, "roster", "/handovers", COLUMNS),
        title="roster.handovers",
        filters=(
            Filter("day", kind="date"),
            Filter("post", await choices.posts(here)),
            Filter("state", choices.of(here, "handover", choices.HANDOVER_STATES)),
        ),
        opens="/roster/handovers/{handover_id}",
        sort=("due_at", True),
        types=("handover-",),
        mark=lambda row: "bad" if row["state"]["code"] == "missed" else "",
    )


@page("/roster/handovers/{handover_id}", title="roster.handover", group="roster", action="handover.read", listed=False)
async def handover(here: Here, handover_id: str) -> None:
    """The sheet: what is open in tickets and inspection at this moment, and the entry of the handover."""
    path = f"/handovers/{handover_id}"
    names = await team.names(here)
    people = await team.choices(here, "approved") if here.may("handover.complete") else ()
    buttons = heading(here.say("roster.handover"))

    def tell(found: Shown) -> tuple[Json, tuple[Fact, ...]]:
        row = found.body
        return {**row, **{f"{side}_name": team.called(names, row[side]) for side in ("outgoing", "incoming")}}, FACTS

    def decide(found: Shown, offer: Offer) -> None:
        if found.body["state"]["code"] != "completed":
            fields = _complete(here, found.body, people)
            offer("roster.complete_handover", "handover.complete", "complete", *fields, main=True)

    with box("div", "wb-columns"):
        more = partial(_open, here)
        Thing(here, "roster", path, buttons, tell, decide, more=more, types=("handover-",))
        timeline(here, "roster", f"handover/{handover_id}")


def _open(here: Here, found: Shown, _offer: Offer) -> None:
    row = found.body
    text("h2", here.say("roster.open_tickets"))
    tickets = [{**one, "kind_words": here.say(f"desk.kind.{one['kind']}")} for one in row["open_tickets"]]
    plain_rows(here, "roster.open_tickets", TICKETS, tickets, opens="/desk/tickets/{ticket_id}")
    text("h2", here.say("roster.open_faults"))
    faults = [{**one, "item_words": one["item"] or here.say("roster.fault")} for one in row["open_faults"]]
    plain_rows(here, "roster.open_faults", FAULTS, faults, opens="/inspection/faults/{fault_id}")


def _complete(here: Here, row: Json, people: choices.Options) -> tuple[Field, ...]:
    """Everything that is open is handed over unless it is unticked."""
    tickets, faults = row["open_tickets"], row["open_faults"]
    items = [(one["ticket_id"], f"{here.say('desk.kind.' + one['kind'])} {_since(here, one['opened_at'])}") for one in tickets]
    items += [
        (one["fault_id"], f"{here.say('roster.fault')} {one['item'] or ''} {_since(here, one['found_at'])}") for one in faults
    ]
    handed = (Field("items", "many", value=[one for one, _ in items], options=items),) if items else ()
    return (
        Field("incoming", "choice", required=True, options=people),
        Field("outgoing", "choice", options=[("", "–"), *people]),
        *handed,
        Field("omitted", "number", low=0, high=1000, help="roster.omitted_help"),
        Field("remarks", "long", most=4000),
        Field("at", "moment", help="desk.now_if_empty"),
    )


def _since(here: Here, at: str) -> str:
    return shown.short_moment(shown.local(at, here.contract.zone), here.language)
