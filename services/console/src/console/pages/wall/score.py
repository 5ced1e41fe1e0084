"""The year's score as scoring forecasts it, and how far the lines are at which money is lost."""

from decimal import Decimal
from typing import Any

from console.shell import shown
from console.shell.here import Here
from console.shell.still import box, text

Json = dict[str, Any]


async def load(here: Here) -> Json:
    """Scoring's forecast: what is signed, and what would be left if everything pending were signed."""
    return await here.remote.get("scoring", "/forecast")


def show(here: Here, found: Json) -> None:
    """The score, large; with what is pending; the distance to each line; this quarter."""
    now = found["in_force"]
    with box("div", "wb-score"):
        with box("div"):
            text("b", str(now["score"]), "wb-big")
            text("span", found["label_en" if here.language == "en" else "label_zh"], "wb-muted")
        with box("ul", "wb-wall-list"):
            _lines(here, now)


def _lines(here: Here, now: Json) -> None:
    today = here.contract.today.isoformat()
    for quarter in now["quarters"]:
        if quarter["starts"] <= today <= quarter["ends"]:
            _line(here.say("wall.quarter", number=quarter["quarter"]), here.say("unit.points", value=quarter["net"]))
    _cost(here, now["lines"])
    for one in now["lines"]:
        _line(here.say("wall.line", score=one["at_least"]), here.say("wall.points_left", points=one["distance"]))
    _line(here.say("wall.with_pending"), str(now["with_pending"]))
    _line(here.say("wall.tail"), f"{now['tail_percent']} %")


def _cost(here: Here, lines: list[Json]) -> None:
    """What the next points cost: scores are whole, so one point more than the distance lies under the line."""
    kept = [one for one in lines if Decimal(one["distance"]) >= 0]
    if kept:
        nearest = min(kept, key=lambda one: Decimal(one["distance"]))
        points = int(Decimal(nearest["distance"])) + 1
        _line(here.say("wall.costs", points=points), shown.money(nearest["costs"], here.language))


def _line(words: str, value: str) -> None:
    with box("li"):
        text("span", words, "is-title")
        text("b", value)
