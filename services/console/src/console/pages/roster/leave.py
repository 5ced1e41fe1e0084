"""请假: asked for by the contractor, decided by the customer: only that excuses (A8S-1 1.1.1)."""

from typing import Any

from console.pages.roster import choices
from console.pages.roster.shifts import named
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading, timeline
from console.shell.table import Filter, Table

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
    *(Fact("requested_by"), Fact("decided_at", "moment"), Fact("decided_by"), Fact("answer")),
)


@page("/roster/leave", title="roster.leave", group="roster", action="leave.read", place=70)
async def leaves(here: Here) -> None:
    """Every request, the latest first; who may ask does it here."""
    names = await choices.names(here)
    with heading(here.say("roster.leave")):
        if here.may("leave.request"):
            act(
                *(here, "roster.request_leave", "leave.request", "roster", "/leave"),
                lambda answer: here.go(f"/roster/leave/{answer['leave_id']}"),
                fields=(
                    Field("person_id", "choice", required=True, options=await choices.people(here, "approved")),
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
        shape=lambda row: named(row, names),
        mark=lambda row: "wait" if row["state"]["code"] == "requested" else "",
    )


@page("/roster/leave/{leave_id}", title="roster.leave", group="roster", action="leave.read", listed=False)
async def leave(here: Here, leave_id: str) -> None:
    """One request; the customer decides it here."""
    path = f"/leave/{leave_id}"
    names = await choices.names(here)
    buttons = heading(here.say("roster.leave"))

    async def again(_answer: Json) -> None:
        await panel.refresh()

    def show(found: Any) -> None:
        facts(here, named(found.body, names), FACTS)
        buttons.clear()
        if found.body["state"]["code"] == "requested":
            deciding = {"etag": found.etag, "changed": panel.refresh}
            no = (Field("reason", "long", most=4000),)
            with buttons:
                act(here, "roster.approve_leave", "leave.decide", "roster", f"{path}/approve", again, main=True, **deciding)
                act(here, "roster.decline_leave", "leave.decide", "roster", f"{path}/decline", again, fields=no, **deciding)

    with box("div", "wb-columns"):
        panel = Panel(here, "", lambda: here.remote.show("roster", path), show, services=("roster",), types=("leave-",))
        timeline(here, "roster", f"leave/{leave_id}")
