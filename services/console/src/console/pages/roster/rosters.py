"""值班表: drafts and published rosters; a draft is filled, then published for good."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from console.pages import team
from console.pages.roster import choices, planning
from console.pages.roster.shift_marks import people_by_day
from console.remote import Shown
from console.shell import shown
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.parts import Across, Fact, grid, heading, timeline
from console.shell.table import Filter, Table
from console.shell.thing import Offer, Thing

Json = dict[str, Any]
Loaded = tuple[Shown, dict[date, str]]

COLUMNS = (
    Column("starts", "day", sort=True),
    Column("ends", "day"),
    Column("state", "status"),
    Column("shift_count", "number"),
    Column("published_at", "moment"),
    Column("published_by_name", title="field.published_by"),
)
MISSING = (
    Column("since", "day", sort=True),
    Column("until", "day"),
    Column("stands", "flag"),
    Column("position", "position"),
)
FACTS = (
    *(Fact("starts", "day"), Fact("ends", "day"), Fact("state", "status"), Fact("shift_count")),
    *(Fact("published_at", "moment"), Fact("published_by_name", title="field.published_by")),
)
_MOST_DAYS = 31


@page("/roster/rosters", title="roster.rosters", group="roster", action="roster.read", place=50)
async def rosters(here: Here) -> None:
    """Every roster, the latest first, and the stretches that have none."""
    with heading(here.say("roster.rosters")):
        await _draft(here)
    with box("div", "wb-columns"):
        Table(
            *(here, "roster", "/rosters", COLUMNS),
            title="roster.rosters",
            filters=(Filter("state", choices.of(here, "roster", choices.ROSTER_STATES)),),
            opens="/roster/rosters/{roster_id}",
            sort=("starts", True),
            types=("roster-",),
            names=("published_by",),
        )
        Table(
            *(here, "roster", "/rosters/missing", MISSING),
            title="roster.without",
            heading=True,
            sort=("since", True),
            types=("roster-",),
            mark=lambda row: "bad" if row["stands"] else "",
        )


async def _draft(here: Here) -> None:
    """The button that begins a draft, empty or with the pattern of the roster that was published last."""
    if not here.may("roster.plan"):
        return
    last = (await here.remote.page("roster", "/rosters", limit=1, state="published", sort="starts", direction="desc")).items
    pattern = await here.remote.get("roster", f"/rosters/{last[0]['roster_id']}") if last else None
    begins = date.fromisoformat(pattern["ends"]) + timedelta(days=1) if pattern else here.contract.today

    def shaped(given: Json) -> Json:
        starts, ends = date.fromisoformat(given["starts"]), date.fromisoformat(given["ends"])
        shifts: list[Json] = []
        if given.pop("repeat", False) and pattern and starts <= ends:
            of_days = planning.days_of(date.fromisoformat(pattern["starts"]), date.fromisoformat(pattern["ends"]))
            shifts = planning.repeated(pattern["shifts"], of_days, planning.days_of(starts, ends))
        return {**given, "shifts": shifts}

    fields = [Field("starts", "day", required=True, value=begins.isoformat())]
    fields.append(Field("ends", "day", required=True, value=(begins + timedelta(days=6)).isoformat()))
    if pattern:
        fields.append(Field("repeat", "check", title="roster.repeat", value=True))
    act(
        *(here, "roster.draft", "roster.plan", "roster", "/rosters"),
        lambda answer: here.go(f"/roster/rosters/{answer['roster_id']}"),
        fields=fields,
        shape=shaped,
        main=True,
    )


@page("/roster/rosters/{roster_id}", title="roster.roster", group="roster", action="roster.read", listed=False)
async def roster(here: Here, roster_id: str) -> None:
    """One roster as people and days; a draft can be filled, published, given up."""
    path = f"/rosters/{roster_id}"
    planner = here.may("roster.plan")
    names, posts = await team.names(here), await choices.posts(here)
    people = await team.choices(here, "approved") if planner else ()
    buttons = heading(here.say("roster.roster"))

    async def load() -> Loaded:
        found = await here.remote.show("roster", path)
        return found, await _kinds(here, found.body)

    def more(loaded: Loaded, _offer: Offer) -> None:
        _grid(here, loaded[0].body, loaded[1], names)

    def decide(loaded: Loaded, offer: Offer) -> None:
        if loaded[0].body["state"]["code"] == "draft":
            _decide(here, loaded[0].body, loaded[1], (people, posts), offer)

    Thing(here, "roster", path, buttons, FACTS, decide, more=more, load=load, types=("roster-",), names=("published_by",))
    timeline(here, "roster", f"roster/{roster_id}")


async def _kinds(here: Here, found: Json) -> dict[date, str]:
    """The kind of each day of the roster, as many as are asked for at once."""
    days = planning.days_of(date.fromisoformat(found["starts"]), date.fromisoformat(found["ends"]))
    kinds: dict[date, str] = {}
    for begin in range(0, len(days), _MOST_DAYS):
        part = days[begin : begin + _MOST_DAYS]
        rows = await here.remote.get("roster", "/days", starts=part[0].isoformat(), ends=part[-1].isoformat())
        kinds |= {date.fromisoformat(row["day"]): row["kind"]["code"] for row in rows["items"]}
    return kinds


def _grid(here: Here, found: Json, kinds: Mapping[date, str], names: Mapping[str, str]) -> None:
    days = sorted(kinds)
    across = [
        Across(f"{on.day}", shown.weekday(on, here.language), kind="off" if kinds[on] in ("rest_day", "holiday") else "")
        for on in days
    ]
    at = {on: number for number, on in enumerate(days)}
    shifts = [one for one in found["shifts"] if datetime.fromisoformat(one["planned_from"]).date() in at]
    grid(here, "roster.roster", "roster.person_or_day", across, people_by_day(here, shifts, at, names))


def _decide(
    here: Here, body: Json, kinds: Mapping[date, str], offered: tuple[choices.Options, choices.Options], offer: Offer
) -> None:
    same = {"roster_id": body["roster_id"], "starts": body["starts"], "ends": body["ends"]}
    now = [planning.kept(shift) for shift in body["shifts"]]
    span = (
        Field("first", "day", title="roster.first", required=True, value=body["starts"]),
        Field("last", "day", title="roster.last", required=True, value=body["ends"]),
    )

    def added(given: Json) -> Json:
        return {**same, "shifts": [*now, *planning.over_days(given, kinds, here.contract.zone)]}

    def removed(given: Json) -> Json:
        first, last, person = given["first"], given["last"], given["person_id"]
        gone = [one for one in now if one["person_id"] == person and first <= one["planned_from"][:10] <= last]
        return {**same, "shifts": [one for one in now if one not in gone]}

    which = Field("which", "choice", title="roster.which", value="every", options=choices.of(here, "days", choices.DAYS))
    person_and_post = planning.person_and_post(*offered)
    offer("roster.add_shifts", "roster.plan", "", *person_and_post, *span, which, to="/rosters", shape=added)
    planned = sorted({one["person_id"] for one in now})
    called = dict(offered[0])
    person = Field("person_id", "choice", required=True, options=[(one, called.get(one, one)) for one in planned])
    if planned:
        offer("roster.remove_shifts", "roster.plan", "", person, *span, to="/rosters", shape=removed)
    offer("roster.publish", "roster.plan", "publish", main=True)
    offer("roster.discard", "roster.plan", "discard")
