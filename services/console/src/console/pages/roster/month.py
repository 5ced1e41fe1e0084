"""月度排班: people and days of a month, who worked how, and the minutes that were missing."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from console.pages import team
from console.pages.roster.shift_marks import people_by_day
from console.shell import shown
from console.shell.here import Here
from console.shell.html import box, link, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Across, Down, grid, heading, mark
from console.shell.parts.grid import Mark
from console.shell.status import Kind

Json = dict[str, Any]

LEGEND: tuple[tuple[Kind, str], ...] = (
    ("wait", "roster.legend.planned"),
    ("good", "roster.legend.worked"),
    ("warn", "roster.legend.late"),
    ("bad", "roster.legend.absent"),
    ("info", "roster.legend.excused"),
    ("off", "roster.legend.cancelled"),
)


@page("/roster/month", title="roster.month", group="roster", action="shift.read", place=10)
async def month(here: Here) -> None:
    """The month that the address names, or this one."""
    first = _first(here)
    with heading(here.say("roster.month"), note=f"{first:%Y-%m}"):
        for words, other in (("roster.before", first - timedelta(days=1)), ("roster.after", first + timedelta(days=31))):
            link(here.say(words), here.link(f"/roster/month?month={other:%Y-%m}"), "wb-button")
    names = await team.names(here)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    async def load() -> list[Json]:
        found = await here.remote.get("roster", "/days", starts=first.isoformat(), ends=last.isoformat())
        return list(found["items"])

    Panel(
        *(here, "", load, lambda days: _show(here, days, names)),
        services=("roster",),
        types=("shift-", "roster-", "coverage-", "attendance-"),
        classes="is-list",
    )


def _first(here: Here) -> date:
    try:
        return date.fromisoformat(f"{here.query.get('month', '')}-01")
    except ValueError:
        return here.contract.today.replace(day=1)


def _show(here: Here, days: list[Json], names: Mapping[str, str]) -> None:
    today = here.contract.today
    at = {date.fromisoformat(day["day"]): number for number, day in enumerate(days)}
    across = [_column(here, day, today) for day in days]
    shifts = [shift for day in days for shift in day["shifts"]]
    missing = {number: marks for number, day in enumerate(days) if (marks := _missing(here, day))}
    rows = [Down(here.say("roster.missing"), missing), *people_by_day(here, shifts, at, names)]
    grid(here, "roster.month", "roster.person_or_day", across, rows)
    with box("p", "wb-legend"):
        for kind, words in LEGEND:
            with box("span"):
                text("span", here.say("roster.daytime"), f"wb-mark is-{kind}")
                text("span", f" {here.say(words)}")


def _column(here: Here, day: Json, today: date) -> Across:
    on = date.fromisoformat(day["day"])
    free = day["kind"]["code"] in ("rest_day", "holiday")
    kind = "here" if on == today else "bad" if not day["rostered"] else "off" if free else ""
    told = [shown.day(on, here.language), shown.label(day["kind"], here.language)]
    if day["provisional"]:
        told.append(here.say("provisional"))
    if not day["rostered"]:
        told.append(here.say("roster.unrostered"))
    note = shown.weekday(on, here.language)[-1 if here.language == "zh" else 0 :][:2]
    return Across(str(on.day), note, f"/roster/day?day={on}", kind, " · ".join(told))


def _missing(here: Here, day: Json) -> list[Mark]:
    """The minutes that were missing on a day, over all posts; it leads to the day."""
    if not day["gaps"]:
        return []
    minutes = sum(gap["minutes"] for gap in day["gaps"])
    lasting = any(gap["state"]["code"] == "open" for gap in day["gaps"])
    posts = "、".join(sorted({shown.label(gap["post"], here.language) for gap in day["gaps"]}))
    long = f"{here.say('roster.missing')} {here.say('unit.minutes', value=minutes)} · {posts}"
    return [mark(here, str(minutes), "bad" if lasting else "warn", long, f"/roster/day?day={day['day']}")]
