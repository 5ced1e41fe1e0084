"""值守日: one day of the watch: coverage of each post, what was missing, and its shifts."""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from console.pages import team
from console.pages.roster import choices
from console.pages.roster.coverage_chart import post_chart
from console.pages.roster.planning import plan_shift
from console.pages.roster.shifts import COLUMNS
from console.shell import shown
from console.shell.cells import Column
from console.shell.here import Here
from console.shell.html import box, link, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import heading
from console.shell.table import Filter, Table, plain_rows

Json = dict[str, Any]

GAPS = (
    Column("post"),
    Column("state", "status"),
    Column("opened_at", "moment", title="field.since"),
    Column("closed_at", "moment", title="field.until"),
    Column("minutes", "number"),
    Column("required", "number"),
    Column("present", "number"),
    Column("requirement.clause"),
)


@page("/roster/day", title="roster.day", group="roster", action="coverage.read", place=20)
async def day(here: Here) -> None:
    """The day that the address names, or today."""
    on = _day(here)
    posts, names, people = await asyncio.gather(choices.posts(here), team.names(here), team.choices(here, "approved"))
    with heading(here.say("roster.day"), note=f"{shown.day(on, here.language)} {shown.weekday(on, here.language)}"):
        for words, other in (("roster.before", on - timedelta(days=1)), ("roster.after", on + timedelta(days=1))):
            link(here.say(words), here.link(f"/roster/day?day={other}"), "wb-button")
        plan_shift(here, on, people, posts)

    async def load() -> Json:
        return await here.remote.get("roster", "/coverage", starts=on.isoformat(), ends=on.isoformat())

    Panel(
        *(here, "roster.coverage", load, lambda found: _charts(here, found, on)),
        services=("roster",),
        types=("shift-", "roster-", "coverage-", "key-period-"),
    )
    _shifts(here, on, posts, names)


def _charts(here: Here, found: Json, on: date) -> None:
    if not any(step["value"] for post in found["posts"] for step in post["required"]):
        text("p", here.say("roster.unrostered"), "wb-empty")
    with box("div", "wb-halves"):
        for post in found["posts"]:
            post_chart(here, post, on, found["as_of"])
    gaps = [gap for post in found["posts"] for gap in post["gaps"]]
    if gaps:
        text("h2", here.say("roster.gaps"))
        rows = [seen(gap) for gap in sorted(gaps, key=lambda gap: str(gap["opened_at"]))]
        plain_rows(here, "roster.gaps", GAPS, rows, opens="/roster/gaps/{gap_id}")


def seen(gap: Json) -> Json:
    """The gap with a state that stands out while it lasts."""
    state = gap["state"]
    return {**gap, "state": {**state, "code": "open_gap"}} if state["code"] == "open" else gap


def _shifts(here: Here, on: date, posts: choices.Options, names: Mapping[str, str]) -> None:
    Table(
        *(here, "roster", "/shifts", COLUMNS),
        title="roster.shifts",
        heading=True,
        fixed={"day": on.isoformat()},
        filters=(Filter("post", posts), Filter("state", choices.of(here, "shift", choices.SHIFT_STATES))),
        opens="/roster/shifts/{shift_id}",
        sort=("planned_from", False),
        types=("shift-", "attendance-", "roster-"),
        shape=lambda row: team.named(row, names),
    )


def _day(here: Here) -> date:
    try:
        return date.fromisoformat(here.query.get("day", ""))
    except ValueError:
        return here.contract.today
