"""监控计划: what is to be checked, proposed by one party, confirmed by the other; and the stretches without one."""

from typing import Any

from console.pages.inspection import choices
from console.remote import Shown
from console.shell.cells import Column
from console.shell.form import Field, Form
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, heading, timeline
from console.shell.table import Filter, Table, plain_rows
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

COLUMNS = (
    Column("starts", "day", sort=True),
    Column("ends", "day", sort=True),
    Column("state", "status"),
    Column("count", "number", title="inspection.lines"),
    Column("version", "number"),
    Column("binds_from", "day", title="inspection.binds_from"),
    Column("report_within_minutes", "number", title="inspection.report_within_minutes"),
)
GAPS = (Column("since", "day", title="inspection.since"), Column("until", "day", title="inspection.until"))
FACTS = (
    *(Fact("state", "status"), Fact("starts", "day"), Fact("ends", "day"), Fact("version")),
    *(Fact("binds_from", "day", title="inspection.binds_from"),),
    *(Fact("report_within_minutes", title="inspection.report_within_minutes"),),
    *(Fact("proposed_by_name", title="inspection.proposed_by"), Fact("confirmed_by_name", title="inspection.confirmed_by")),
    *(Fact("confirmed_at", "moment", title="inspection.confirmed_at"),),
)
LINES = (
    Column("system", title="inspection.system"),
    Column("title", title="inspection.item", wide=True),
    Column("place", title="inspection.place"),
    Column("frequency", title="inspection.frequency"),
    Column("line", title="inspection.item_code"),
    Column("item.clause", title="field.clause"),
)


@page("/inspection/plans", title="inspection.plans", group="inspection", action="plan.read", place=30)
async def plans(here: Here) -> None:
    """Every plan, and the days on which none held."""
    with heading(here.say("inspection.plans")):
        _proposing(here)
    Table(
        *(here, "inspection", "/plans", COLUMNS),
        title="inspection.plans",
        filters=(Filter("state", choices.of(here, "plan", choices.PLAN_STATES)),),
        opens="/inspection/plans/{id}",
        sort=("starts", True),
        types=("plan-",),
        shape=lambda row: {**row, "count": len(row["lines"])},
    )
    Table(
        *(here, "inspection", "/plan-gaps", GAPS),
        title="inspection.gaps",
        heading=True,
        sort=("since", True),
        types=("plan-",),
        mark=lambda row: "" if row["until"] else "bad",
    )


def _proposing(here: Here) -> None:
    """To the form of a new plan, for those who may propose one."""
    if here.may("plan.propose"):
        button = text("a", here.say("inspection.propose"), "wb-button is-main")
        button.props["href"] = here.link("/inspection/plans/new")


@page("/inspection/plans/new", title="inspection.propose", group="inspection", action="plan.propose", listed=False)
async def new_plan(here: Here) -> None:
    """A plan is drawn up from the contract's table: all of it, unless rows are taken out, at each of the places."""
    heading(here.say("inspection.propose"))

    async def load() -> list[Json]:
        return list((await here.remote.get("inspection", "/items"))["items"])

    def show(table: list[Json]) -> None:
        frequency = {one["code"]: one["frequency"]["code"] for one in table}
        fields = (
            Field("starts", "day", required=True),
            Field("ends", "day", required=True),
            Field("places", "lines", required=True, title="inspection.places", help="inspection.places.help", most=4000),
            Field(
                *("report_within_minutes", "number"),
                title="inspection.report_within_minutes",
                low=1,
                high=43_200,
                help="inspection.report_within.help",
            ),
            Field(
                *("items", "many"),
                title="inspection.items",
                required=True,
                value=[one["code"] for one in table],
                options=choices.items(here, table),
            ),
        )
        Form(
            *(here, "inspection", "/plans", fields, lambda answer: here.go(f"/inspection/plans/{answer['id']}")),
            shape=lambda body: _with_lines(body, frequency),
            send="inspection.propose",
        )

    Panel(here, "", load, show)


def _with_lines(body: Json, frequency: dict[str, str]) -> Json:
    """Each chosen row at each place, as often as the contract asks."""
    places, items = body.pop("places"), body.pop("items")
    lines = [{"item": item, "place": place, "frequency": frequency[item]} for place in places for item in items]
    return {**body, "lines": lines}


@page("/inspection/plans/{plan_id}", title="inspection.plan", group="inspection", action="plan.read", listed=False)
async def plan(here: Here, plan_id: str) -> None:
    """One plan with its lines; the customer confirms it here."""
    path = f"/plans/{plan_id}"
    buttons = heading(here.say("inspection.plan"))

    def more(found: Shown, _offer: Offer) -> None:
        text("h2", here.say("inspection.items_of"))
        plain_rows(here, "inspection.plan", LINES, [_line(here, one) for one in found.body["lines"]])

    def decide(found: Shown, offer: Offer) -> None:
        if found.body["state"]["code"] == "proposed":
            offer("inspection.confirm", "plan.confirm", "confirm", main=True)

    with box("div", "wb-columns"):
        Thing(
            here, "inspection", path, buttons, FACTS, decide, more=more, types=("plan-",), names=("proposed_by", "confirmed_by")
        )
        timeline(here, "inspection", f"plan/{plan_id}")


def _line(here: Here, line: Json) -> Json:
    spoken = "en" if here.language == "en" else "zh"
    return {**line, "system": line["item"][f"system_{spoken}"], "title": line["item"][f"title_{spoken}"]}
