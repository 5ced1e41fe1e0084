"""巡检轮次: the rounds of days and months with what is missing, and one round line by line."""

from typing import Any

from console.pages.inspection import choices
from console.shell.cells import Column
from console.shell.here import Here
from console.shell.html import link, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading, timeline
from console.shell.table import Filter, Table, plain_rows

Json = dict[str, Any]

COLUMNS = (
    Column("starts", "day", sort=True),
    Column("period", title="inspection.period"),
    Column("state", "status"),
    Column("done", "number", title="inspection.done"),
    Column("to_do", "number", title="inspection.to_do"),
    Column("missed", "number", title="inspection.missed"),
    Column("due_at", "moment", title="inspection.due_at"),
)
FACTS = (
    *(Fact("period", title="inspection.period"), Fact("state", "status"), Fact("starts", "day"), Fact("ends", "day")),
    *(Fact("due_at", "moment", title="inspection.due_at"), Fact("done", title="inspection.done")),
    *(
        Fact("missed", title="inspection.missed"),
        Fact("plan_id", title="inspection.plan", link="/inspection/plans/{plan_id}", says="see"),
    ),
)
LINES = (
    Column("title", title="inspection.item", link="/inspection/checks/{done_check}", wide=True),
    Column("place", title="inspection.place"),
    Column("state", "status"),
    Column("done_at", "moment", title="inspection.done_at"),
    Column("remark", "status", title="inspection.remark"),
    Column("note", wide=True),
    Column("fault_id", title="inspection.fault", link="/inspection/faults/{fault_id}"),
)


def counted(row: Json) -> Json:
    """A round with how much of it still has no outcome."""
    return {**row, "to_do": len(row["lines"]) - row["done"] - row["missed"]}


@page("/inspection/rounds", title="inspection.rounds", group="inspection", action="round.read", place=10)
async def rounds(here: Here) -> None:
    """Every round, the newest first; who records results begins the walk here."""
    with heading(here.say("inspection.rounds")):
        if here.may("check.record"):
            link(here.say("inspection.walk"), here.link("/inspection/walk"), "wb-button is-main")
    Table(
        *(here, "inspection", "/rounds", COLUMNS),
        title="inspection.rounds",
        filters=(
            Filter("state", choices.of(here, "round", choices.ROUND_STATES)),
            Filter("period", choices.of(here, "period", choices.PERIODS), title="inspection.period"),
        ),
        opens="/inspection/rounds/{id}",
        sort=("starts", True),
        types=("check-", "round-", "plan-"),
        mark=lambda row: "bad" if row["missed"] else "wait" if row["state"]["code"] == "open" else "",
        shape=counted,
    )


@page("/inspection/rounds/{round_id}", title="inspection.round", group="inspection", action="round.read", listed=False)
async def round_(here: Here, round_id: str) -> None:
    """One round: what was found at each line, what is missing."""
    with heading(here.say("inspection.round")):
        if here.may("check.record"):
            link(here.say("inspection.walk"), here.link("/inspection/walk"), "wb-button is-main")

    async def load() -> Json | None:
        found = await here.remote.get("inspection", f"/rounds/{round_id.removesuffix('-month')}")
        held = found["round"], found["month"]
        return next((one for one in held if one and one["id"] == round_id), None)

    def show(found: Json | None) -> None:
        if found is None:
            text("p", here.say("inspection.no_round"), "wb-muted")
            return
        facts(here, found, FACTS)
        text("h2", here.say("inspection.items_of"))
        plain_rows(here, "inspection.round", LINES, [_line(here, one) for one in found["lines"]])

    Panel(here, "", load, show, services=("inspection",), types=("check-", "round-", "fault-"))
    timeline(here, "inspection", f"round/{round_id}")


def _line(here: Here, line: Json) -> Json:
    title = line["item"]["title_en" if here.language == "en" else "title_zh"]
    remark = "late" if line["late"] else "after_missed" if line["after_missed"] else ""
    done = {"done_check": line["check_id"]} if line["state"]["code"] != "open" else {}
    told = {"code": remark, "zh": here.say(f"inspection.{remark}"), "en": here.say(f"inspection.{remark}")} if remark else None
    return {**line, **done, "title": title, "remark": told}
