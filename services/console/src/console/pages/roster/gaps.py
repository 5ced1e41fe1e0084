"""缺员: every stretch with fewer people present than the contract requires, and why it is one."""

from typing import Any

from console.pages.roster import choices
from console.pages.roster.day import GAPS, seen
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, explanation, facts, heading
from console.shell.table import Filter, Table

Json = dict[str, Any]

FACTS = (
    *(Fact("post"), Fact("state", "status"), Fact("opened_at", "moment", title="field.since")),
    *(Fact("closed_at", "moment", title="field.until"), Fact("minutes"), Fact("required"), Fact("present")),
    *(Fact("missing_at_worst"), Fact("requirement.id", title="field.requirement"), Fact("requirement.clause")),
)


@page("/roster/gaps", title="roster.gaps", group="roster", action="coverage.read", place=30)
async def gaps(here: Here) -> None:
    """Every gap, the newest first."""
    heading(here.say("roster.gaps"))
    Table(
        *(here, "roster", "/coverage/gaps", GAPS),
        title="roster.gaps",
        filters=(Filter("post", await choices.posts(here)), Filter("state", choices.of(here, "gap", choices.GAP_STATES))),
        opens="/roster/gaps/{gap_id}",
        sort=("opened_at", True),
        types=("coverage-",),
        shape=seen,
        mark=lambda row: "bad" if row["state"]["code"] == "open_gap" else "",
    )


@page("/roster/gaps/{gap_id}", title="roster.gap", group="roster", action="coverage.read", listed=False)
async def gap(here: Here, gap_id: str) -> None:
    """One gap and its explanation, down to clause and punches."""
    heading(here.say("roster.gap"))
    path = f"/coverage/gaps/{gap_id}"
    with box("div", "wb-columns"):
        Panel(
            *(here, "", lambda: here.remote.get("roster", path), lambda found: facts(here, seen(found), FACTS)),
            services=("roster",),
            types=("coverage-",),
        )
        Panel(
            *(here, "why", lambda: here.remote.get("roster", f"{path}/explanation")),
            lambda found: explanation(here, found["explanation"]),
            services=("roster",),
            types=("coverage-",),
        )
