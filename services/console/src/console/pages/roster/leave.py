"""请假: asked for by the contractor, decided by the customer: only that excuses (A8S-1 1.1.1)."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from console.pages import team
from console.pages.roster import choices
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
    Column("starts_at", "moment", sort=True),
    Column("ends_at", "moment"),
    Column("person"),
    Column("state", "status"),
    Column("after_the_fact", "flag"),
    Column("reason", wide=True),
    Column("answer", wide=True),
)
FACTS = (
    *(Fact("person", link="/roster/people/{person_id}"), Fact("state", "status"), Fact("starts_at", "moment")),
    *(Fact("ends_at", "moment"), Fact("reason"), Fact("after_the_fact", "flag"), Fact("requested_at", "moment")),
    *(
        Fact("requested_by_name", title="field.requested_by"),
        Fact("decided_at", "moment"),
        Fact("decided_by_name", title="field.decided_by"),
        Fact("answer"),
    ),
)


@page("/roster/leave", title="roster.leave", group="roster", action="leave.read", place=70)
async def leaves(here: Here) -> None:
    """Every request, the latest first; who may ask does it here."""
    names = await team.names(here)
    with heading(here.say("roster.leave")):
        if here.may("leave.request"):
            act(
                *(here, "roster.request_leave", "leave.request", "roster", "/leave"),
                lambda answer: here.go(f"/roster/leave/{answer['leave_id']}"),
                fields=(
                    Field("person_id", "choice", required=True, options=await team.choices(here, "approved")),
                    Field("starts_at", "moment", required=True),
                    Field("ends_at", "moment", required=True),
                    Field("reason", "long", most=4000),
                ),
                main=True,
            )
    Table(
        *(here, "roster", "/leave", COLUMNS),
        title="roster.leave",
        filters=(
            Filter("state", choices.of(here, "leave", choices.LEAVE_STATES)),
            Filter("person_id", sorted(names.items())),
        ),
        opens="/roster/leave/{leave_id}",
        sort=("starts_at", True),
        types=("leave-",),
        shape=lambda row: team.named(row, names),
        mark=lambda row: "wait" if row["state"]["code"] == "requested" else "",
    )


@page("/roster/leave/{leave_id}", title="roster.leave", group="roster", action="leave.read", listed=False)
async def leave(here: Here, leave_id: str) -> None:
    """One request; the customer decides it here."""
    path = f"/leave/{leave_id}"
    names = await team.names(here)
    buttons = heading(here.say("roster.leave"))

    def decide(found: Shown, offer: Offer) -> None:
        if found.body["state"]["code"] == "requested":
            offer("roster.approve_leave", "leave.decide", "approve", main=True)
            offer("roster.decline_leave", "leave.decide", "decline", Field("reason", "long", most=4000))

    with box("div", "wb-columns"):
        tell, by = partial(_told, names), ("requested_by", "decided_by")
        Thing(here, "roster", path, buttons, tell, decide, types=("leave-",), names=by)
        timeline(here, "roster", f"leave/{leave_id}")


def _told(names: Mapping[str, str], found: Shown) -> tuple[Json, tuple[Fact, ...]]:
    return team.named(found.body, names), FACTS
