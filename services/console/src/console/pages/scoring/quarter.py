"""One quarter: its stages with what is due when, its result with everything behind it, and the next step."""

import asyncio
from functools import partial
from typing import Any

from console.pages.scoring.stages import decide, stages
from console.remote import Rows, Shown
from console.shell import shown
from console.shell.cells import Column
from console.shell.here import Here
from console.shell.html import box, link, status, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, explanation, heading, timeline
from console.shell.table import plain_rows
from console.shell.thing import Offer, Thing

Json = dict[str, Any]
Loaded = tuple[Shown, dict[str, str]]

TYPES = (
    *("quarter-", "rectification-", "obligation-", "deadlock-", "notice-", "assessment-"),
    *("slip-", "deduction-", "bonus-", "record-", "proposal-"),
)
FIGURES = ("deducted", "bonus", "net", "total", "tier_points")
COUNTED = (
    *(Column("number"), Column("rule", title="scoring.rule"), Column("clause"), Column("direction")),
    *(Column("points", "number"), Column("event_at", "moment"), Column("position", "position")),
)
FACTS = (
    *(
        Fact("starts", "day"),
        Fact("ends", "day"),
        Fact("round", title="scoring.round"),
        Fact("disputed_words", title="scoring.disputed"),
    ),
    *(
        Fact("issued_on", "day", title="scoring.issued_on"),
        Fact("notice_position", "position"),
        Fact("closed_position", "position"),
        Fact("notice_hash"),
    ),
)


@page("/scoring/quarters/{quarter}", title="scoring.quarter", group="scoring", action="quarter.read", listed=False)
async def quarter(here: Here, quarter: str) -> None:
    """A quarter from its first day to its close."""
    path = f"/quarters/{quarter}"
    buttons = heading(here.say("scoring.quarter_no", number=quarter), note=here.say("scoring.quarter_note"))

    def tell(found: Loaded) -> tuple[Json, tuple[Fact, ...]]:
        row = found[0].body
        state = {"disputed_words": here.say("scoring.disputed_long") if row["disputed"] else None}
        return {**row, **state}, FACTS

    def above(found: Loaded, _offer: Offer) -> None:
        _figures(here, found[0].body)
        stages(here, found[0].body, found[1])

    def offered(found: Loaded, offer: Offer) -> None:
        row = found[0].body
        decide(here, row, offer)
        link(here.say("scoring.print"), here.link(f"/print/quarters/{row['quarter']}/notice"), "wb-button")
        link(here.say("scoring.print_slips"), here.link(f"/print/slips?quarter={row['quarter']}"), "wb-button")

    async def load() -> Loaded:
        found = await here.remote.show("scoring", path)
        return found, await here.names([step["by"] for step in found.body["steps"]])

    live: dict[str, Any] = {"services": ("scoring",), "types": TYPES}
    with box("div", "wb-columns"):
        with box("div", "wb-stack"):
            Thing(here, "scoring", path, buttons, tell, offered, above=above, load=load, types=TYPES)
            why = partial(here.remote.get, "scoring", f"{path}/explanation")
            Panel(here, "scoring.why_quarter", why, partial(explanation, here), **live)
            whole = partial(here.remote.get, "scoring", path)
            Panel(here, "scoring.counted", whole, partial(_counted, here), classes="is-list", **live)
        with box("div", "wb-stack"):
            Panel(here, "scoring.undecided", lambda: _undecided(here, quarter), lambda found: _open(here, *found), **live)
            timeline(here, "scoring", f"quarter/{quarter}")


def _figures(here: Here, row: Json) -> None:
    """The result, once there is one: initial until Form 4, then frozen."""
    result = row["result"]
    if result is None:
        text("p", here.say("scoring.no_result"), "wb-muted")
        return
    kind = "scoring.result_frozen" if row["notice_hash"] else "scoring.result_initial"
    status(here.say(kind), "good" if row["notice_hash"] else "wait")
    with box("div", "wb-figures"):
        for name in FIGURES:
            if result[name] is None:
                continue
            with box("div", "wb-figure"):
                text("b", f"{result[name]:+d}" if name in ("net", "tier_points") else str(result[name]))
                text("span", here.say(f"scoring.{name}"))


def _counted(here: Here, row: Json) -> None:
    result = row["result"]
    rows = result["counted"] if result else []
    plain_rows(here, "scoring.counted", COUNTED, rows, opens="/scoring/slips/{slip_id}")


async def _undecided(here: Here, quarter: str) -> tuple[Rows, Rows]:
    """What keeps Form 4 from being issued."""
    slips = here.remote.page("scoring", "/slips", quarter=quarter, state="pending", limit=20)
    proposals = here.remote.page("scoring", "/proposals", quarter=quarter, state="open", kind="slip", sort="event_at", limit=20)
    return await asyncio.gather(slips, proposals)


def _open(here: Here, slips: Rows, proposals: Rows) -> None:
    if not slips.items and not proposals.items:
        text("p", here.say("scoring.nothing_undecided"), "wb-muted")
        return
    with box("ul", "wb-lines"):
        for row in slips.items:
            with box("li"):
                link(f"{here.say('scoring.slip')} {row['number']}", here.link(f"/scoring/slips/{row['id']}"))
                text("span", shown.label(row["stance"], here.language), "wb-muted")
        for row in proposals.items:
            with box("li"):
                link(shown.label(row["fact"], here.language), here.link(f"/scoring/proposals/{row['id']}"))
                text("span", shown.day(row["form2_due_on"], here.language), "wb-muted")
    if slips.next or proposals.next:
        text("p", here.say("home.more"), "wb-muted")
