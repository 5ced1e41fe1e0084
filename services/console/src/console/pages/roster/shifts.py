"""班次: every shift as planned and as worked; one shift with its findings and corrections."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from console.pages import team
from console.pages.roster import choices
from console.remote import Shown
from console.shell import shown
from console.shell.cells import Column, cell
from console.shell.form import Field
from console.shell.here import Here
from console.shell.html import box, status, text
from console.shell.page import page
from console.shell.parts import Fact, heading, timeline
from console.shell.status import kind_of
from console.shell.table import Filter, Table
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

COLUMNS = (
    Column("planned_from", "moment", sort=True),
    Column("planned_to", "moment"),
    Column("person"),
    Column("post"),
    Column("state", "status"),
    Column("started_at", "clock"),
    Column("ended_at", "clock"),
    Column("arrival", "status"),
    Column("departure", "status"),
)
FACTS = (
    *(Fact("state", "status"), Fact("person", link="/roster/people/{person_id}"), Fact("post"), Fact("planned_from", "moment")),
    *(Fact("planned_to", "moment"), Fact("started_at", "moment"), Fact("start_entered_at", "moment"), Fact("arrival", "status")),
    *(Fact("ended_at", "moment"), Fact("end_entered_at", "moment"), Fact("departure", "status"), Fact("cancel_reason")),
    *(Fact("roster_id", link="/roster/rosters/{roster_id}", says="see"),),
)


@page("/roster/shifts", title="roster.shifts", group="roster", action="shift.read", place=40)
async def shifts(here: Here) -> None:
    """Every shift, the next ones first; today's unless another day is chosen."""
    heading(here.say("roster.shifts"))
    posts, names = await choices.posts(here), await team.names(here)
    Table(
        *(here, "roster", "/shifts", COLUMNS),
        title="roster.shifts",
        filters=(
            Filter("day", kind="date"),
            Filter("person_id", sorted(names.items())),
            Filter("post", posts),
            Filter("state", choices.of(here, "shift", choices.SHIFT_STATES)),
            Filter("arrival", choices.of(here, "finding", choices.FINDINGS)),
        ),
        opens="/roster/shifts/{shift_id}",
        sort=("planned_from", True),
        types=("shift-", "attendance-", "roster-"),
        shape=lambda row: team.named(row, names),
        mark=lambda row: "bad" if (row["arrival"] or {}).get("code") == "absent" else "",
    )


@page("/roster/shifts/{shift_id}", title="roster.shift", group="roster", action="shift.read", listed=False)
async def shift(here: Here, shift_id: str) -> None:
    """One shift: punches, what clause 1.1 says of them, corrections and who decided them."""
    path = f"/shifts/{shift_id}"
    names = await team.names(here)
    buttons = heading(here.say("roster.shift"))

    def more(found: Shown, offer: Offer) -> None:
        _findings(here, found.body["findings"])
        _corrections(here, found.body["corrections"], offer)

    with box("div", "wb-columns"):
        tell = partial(_told, names)
        Thing(here, "roster", path, buttons, tell, lambda found, offer: _decide(here, found.body, offer), more=more)
        timeline(here, "roster", f"shift/{shift_id}")


def _told(names: Mapping[str, str], found: Shown) -> tuple[Json, tuple[Fact, ...]]:
    return team.named(found.body, names), FACTS


def _findings(here: Here, found: list[Json]) -> None:
    if not found:
        return
    text("h2", here.say("roster.findings"))
    with box("ul", "wb-lines"):
        for one in found:
            with box("li"):
                status(shown.label(one["finding"], here.language), kind_of(one["finding"]["code"]))
                text("span", here.say("roster.off_by", minutes=one["seconds"] // 60, seconds=one["seconds"] % 60))
                text("span", one["clause"], "wb-clause")
                made = cell(here, Column("position", "position"), one)
                text("a", here.say("roster.evidence")).props["href"] = made["h"]


def _corrections(here: Here, corrections: list[Json], offer: Offer) -> None:
    if not corrections:
        return
    text("h2", here.say("roster.corrections"))
    with box("ul", "wb-lines"):
        for one in corrections:
            with box("li", "wb-line"):
                status(shown.label(one["state"], here.language), kind_of(one["state"]["code"]))
                text("span", _corrected(here, one))
                text("span", one["reason"] or "", "wb-muted")
                if one["state"]["code"] == "requested":
                    offer("roster.agree", "shift.decide_correction", f"corrections/{one['correction_id']}/approve")
                    offer("roster.disagree", "shift.decide_correction", f"corrections/{one['correction_id']}/decline")


def _corrected(here: Here, one: Json) -> str:
    was = shown.moment(one["was"], here.language) or here.say("none")
    return f"{here.say('roster.punch.' + one['punch'])}: {was} → {shown.moment(one['at'], here.language)}"


def _decide(here: Here, row: Json, offer: Offer) -> None:
    state, at = row["state"]["code"], Field("at", "moment", help="desk.now_if_empty")
    if state == "planned":
        offer("roster.start", "shift.start", "start", at, main=True)
        offer("roster.cancel", "shift.cancel", "cancel", Field("reason", "long", most=4000))
    elif state == "on_post":
        offer("roster.end", "shift.end", "end", at, main=True)
    if state != "cancelled":
        punches = choices.of(here, "punch", choices.PUNCHES)
        offer(
            *("roster.ask_correction", "shift.ask_correction", "corrections"),
            Field("punch", "choice", required=True, value="start", options=punches),
            Field("at", "moment", required=True),
            Field("reason", "long", required=True, most=4000),
        )
