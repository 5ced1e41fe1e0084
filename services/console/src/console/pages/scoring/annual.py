"""年度考核: the forecast, plainly no result; the annual score once it is final; and why either is what it is."""

from functools import partial
from typing import Any

from console.remote import Refusal, Shown
from console.shell import shown
from console.shell.cells import Column
from console.shell.here import Here
from console.shell.html import box, link, status, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, chart, explanation, heading, timeline
from console.shell.table import plain_rows
from console.shell.thing import Offer, Thing

Json = dict[str, Any]
Loaded = tuple[Shown, dict[str, str]]

TYPES = ("year-", "quarter-", "slip-", "deduction-", "bonus-", "record-", "finding-", "reading-")
FACTS = (
    *(Fact("state", "status"), Fact("due_on", "day", title="scoring.apply_by", provisional="provisional")),
    *(
        Fact("applied_at", "moment", title="scoring.applied_at"),
        Fact("applied_by_name", title="scoring.applied_by"),
        Fact("late", "flag", title="scoring.late"),
    ),
    *(
        Fact("tail_words", title="wall.tail"),
        Fact("assessed_on", "day", title="scoring.assessed_on"),
        Fact("assessed_by_name", title="scoring.assessed_by"),
    ),
    Fact("position", "position"),
)
OTHERS = (
    *(Column("ambiguity"), Column("words", title="reading", wide=True)),
    *(
        Column("score", "number", title="scoring.score"),
        Column("change", "number", title="scoring.change"),
        Column("with_pending", "number", title="wall.with_pending"),
    ),
    Column("tail", "number", title="wall.tail"),
)


@page("/scoring/annual", title="scoring.annual", group="scoring", action="year.read", place=40)
async def annual(here: Here) -> None:
    """The year as it stands and as it may end."""
    buttons = heading(here.say("scoring.annual"))

    async def load() -> Loaded:
        found = await here.remote.show("scoring", "/annual")
        return found, await here.names([found.body[name] for name in ("applied_by", "assessed_by") if found.body[name]])

    live: dict[str, Any] = {"services": ("scoring",), "types": TYPES}
    with box("div", "wb-columns"):
        with box("div", "wb-stack"):
            above, more = partial(_year, here), partial(_findings, here)
            place = (here, "scoring", "/annual", buttons)
            Thing(*place, _told, _decide, above=above, more=more, load=load, title="scoring.year", types=TYPES)
            forecast = partial(here.remote.get, "scoring", "/forecast")
            Panel(here, "scoring.forecast", forecast, partial(_forecast, here), **live)
            Panel(here, "scoring.others", forecast, partial(_others, here), classes="is-list", **live)
        with box("div", "wb-stack"):
            Panel(here, "scoring.why_year", partial(_why, here), partial(_tree, here), **live)
            timeline(here, "scoring", "annual/year")


def _told(found: Loaded) -> tuple[Json, tuple[Fact, ...]]:
    row, names = found[0].body, found[1]
    told = {f"{name}_name": names.get(row[name], row[name]) for name in ("applied_by", "assessed_by")}
    return {**row, **told, "tail_words": f"{row['tail_percent']} %" if row["tail_percent"] else None}, FACTS


def _year(here: Here, found: Loaded, _offer: Offer) -> None:
    row = found[0].body
    if row["score"] is not None:
        status(here.say("scoring.final_score"), "good")
        with box("div", "wb-figures"):
            _figure(str(row["score"]), here.say("scoring.score"))


def _findings(here: Here, _found: Loaded, _offer: Offer) -> None:
    link(here.say("scoring.findings"), here.link("/scoring/findings"))


def _decide(found: Loaded, offer: Offer) -> None:
    state = found[0].body["state"]["code"]
    for on, words, verb in (("open", "scoring.apply_year", "apply"), ("applied", "scoring.finalise", "finalise")):
        if state == on:
            offer(words, f"year.{verb}", verb, main=True)


def _forecast(here: Here, found: Json) -> None:
    """The score so far, marked as what it is, with the lines at which money is lost, and the quarters."""
    now = found["in_force"]
    status(shown.label({"zh": found["label_zh"], "en": found["label_en"]}, here.language), "warn")
    with box("div", "wb-figures"):
        _figure(str(now["score"]), here.say("scoring.score_now"))
        _figure(str(now["with_pending"]), here.say("wall.with_pending"))
        _figure(f"{now['tail_percent']} %", here.say("wall.tail"))
        for line in now["lines"]:
            _figure(line["distance"], here.say("wall.line", score=line["at_least"]))
    _chart(here, now["quarters"])


def _figure(value: str, words: str) -> None:
    with box("div", "wb-figure"):
        text("b", value)
        text("span", words)


def _chart(here: Here, quarters: list[Json]) -> None:
    names = [here.say("scoring.quarter_no", number=one["quarter"]) for one in quarters]
    series = (
        (here.say("scoring.deducted"), [-one["deducted"] for one in quarters]),
        (here.say("scoring.bonus"), [one["bonus"] for one in quarters]),
        (here.say("scoring.tier_points"), [one["tier_points"] for one in quarters]),
    )
    options = {
        "grid": {"left": 40, "right": 8, "top": 32, "bottom": 24},
        "legend": {},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [{"type": "bar", "name": name, "data": data} for name, data in series],
    }
    chart(here, options, height="13rem")


def _others(here: Here, found: Json) -> None:
    """What the other readings of the text would make of the same facts."""
    rows = [
        {
            **one,
            "ambiguity": one["reading"]["ambiguity"],
            "words": f"{shown.label(one['reading'], here.language)} ({one['reading']['name']}={one['reading']['option']})",
            "change": f"{one['score'] - found['in_force']['score']:+d}",
            "tail": f"{one['tail_percent']} %",
        }
        for one in found["alternatives"]
    ]
    plain_rows(here, "scoring.others", OTHERS, rows)


async def _why(here: Here) -> tuple[bool, Json]:
    """The frozen explanation of the final score; before, that of the forecast."""
    try:
        return True, await here.remote.get("scoring", "/annual/explanation")
    except Refusal as refusal:
        if refusal.code != "not_found":
            raise
    return False, await here.remote.get("scoring", "/forecast/explanation")


def _tree(here: Here, found: tuple[bool, Json]) -> None:
    final, tree = found
    status(here.say("scoring.final_score" if final else "scoring.why_forecast"), "good" if final else "warn")
    explanation(here, tree)
