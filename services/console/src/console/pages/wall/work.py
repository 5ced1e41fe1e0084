"""Today's meetings with their phase, open tickets, today's round and the faults that stand."""

import asyncio
from datetime import datetime, time, timedelta
from typing import Any

from console.shell import shown
from console.shell.cells import text_of
from console.shell.here import Here
from console.shell.status import kind_of
from console.shell.still import box, status, text
from console.shell.table import nothing_in

Json = dict[str, Any]

LINES = 4
"""How many of a list a wall has room for; how many more there are is said."""

AROUND = timedelta(hours=6)
"""A watch goes on at midnight: what began or begins within so much of now stands on the wall, whatever its date."""

AHEAD = ("running", "planned")
OVER = ("supported", "finished_with_findings")


async def meetings(here: Here) -> list[Json]:
    """Those of today and around now: what runs or comes in its order, then what is over, the latest first.

    A wall has room for few, and by the afternoon those of the morning would take it all.
    """
    since, until = watch(here.contract.now)
    asked: Json = {"since": since.isoformat(), "until": until.isoformat(), "sort": "starts_at", "direction": "asc"}
    mine = await here.remote.every("tickets", "/meetings", state=(*AHEAD, *OVER), **asked)
    ahead = [one for one in mine if one["state"]["code"] in AHEAD]
    over = [one for one in mine if one["state"]["code"] in OVER]
    return [*ahead, *reversed(over)]


def watch(now: datetime) -> tuple[datetime, datetime]:
    """The day of `now` and what lies around it; the same for a whole hour, so that all walls ask the same."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    return min(midnight, hour - AROUND), max(midnight + timedelta(days=1), hour + AROUND)


def show_meetings(here: Here, rows: list[Json]) -> None:
    """Time, with its date where that is not today, title, phase."""
    today = here.contract.today

    def when(one: Json) -> str:
        starts = datetime.fromisoformat(one["starts_at"])
        return shown.clock(starts) if starts.date() == today else shown.short_moment(starts, here.language)

    _list(here, "wall.meetings", [(when(one), one["title"], one["state"]) for one in rows])


async def tickets(here: Here) -> list[Json]:
    """Those nobody works on yet, then those under way, each in the order of the queue."""
    found = await here.remote.every("tickets", "/tickets", most=400, state=("opened", "dispatched"), sort="turn")
    return sorted(found, key=lambda one: one["state"]["code"] == "dispatched")


def show_tickets(here: Here, rows: list[Json]) -> None:
    """Those at the front. What was typed about them is not for a wall: kind and post only."""
    lines = [(shown.short_moment(one["opened_at"], here.language), _what(here, one), one["state"]) for one in rows]
    _list(here, "wall.tickets", lines)


async def checks(here: Here) -> tuple[list[Json], list[Json]]:
    """Rounds that are open, and faults that are not resolved, the latest first."""
    rounds, faults = await asyncio.gather(
        here.remote.every("inspection", "/rounds", most=20, state="open"),
        here.remote.every("inspection", "/faults", most=400, state=("found", "reported")),
    )
    return rounds, sorted(faults, key=lambda one: one["found_at"], reverse=True)


def show_checks(here: Here, found: tuple[list[Json], list[Json]]) -> None:
    """How far each round is, then the faults."""
    rounds, faults = found
    with box("div", "wb-rounds"):
        for one in rounds:
            with box("p", "wb-line"):
                text("b", f"{one['done']} / {len(one['lines'])}")
                text("span", text_of(here, one["period"]))
                text("span", here.say("wall.round_until", at=shown.short_moment(one["due_at"], here.language)), "wb-muted")
        if not rounds:
            text("p", here.say("wall.no_round"), "wb-muted")
    lines = [(shown.short_moment(one["found_at"], here.language), _where(here, one), one["state"]) for one in faults]
    _list(here, "wall.checks", lines, most=max(LINES - len(rounds), 1))


def _what(here: Here, ticket: Json) -> str:
    urgent = f"{here.say('field.urgent')} · " if ticket["urgent"] else ""
    return urgent + " · ".join(filter(None, (text_of(here, ticket["kind"]), text_of(here, ticket["post"]))))


def _where(here: Here, fault: Json) -> str:
    return " · ".join(filter(None, (fault["place"], text_of(here, fault["item"]))))


def _list(here: Here, title: str, lines: list[tuple[str, str, Json]], most: int = LINES) -> None:
    if not lines:
        text("p", here.say(nothing_in(title)), "wb-muted")
        return
    with box("ul", "wb-wall-list"):
        for when, words, state in lines[:most]:
            with box("li"):
                text("time", when, "wb-muted")
                text("span", words, "is-title")
                status(shown.label(state, here.language), kind_of(state["code"]))
    if len(lines) > most:
        text("p", here.say("wall.more", count=len(lines) - most), "wb-muted")
