"""日历: which years are published, and entering one as the state has published it."""

from datetime import date, timedelta
from typing import Any

from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import heading
from console.shell.table import plain_rows

Json = dict[str, Any]

COLUMNS = (
    Column("year", "number"),
    Column("state", "status"),
    Column("source_document", wide=True),
    Column("day_count", "number", title="field.days"),
)
ARRANGEMENT = (
    Field("year", "number", required=True, low=2000, high=2099),
    Field("source_document", required=True),
    Field("days", "lines", title="system.holidays", required=True, most=4000, help="system.holidays_help"),
    Field("makeup", "lines", title="system.makeup", most=4000, help="system.makeup_help"),
    Field("example", "check"),
)


@page("/system/calendars", title="system.calendars", group="system", action="contract.read", place=30)
async def calendars(here: Here) -> None:
    """The contract's years; who may publishes one here, from which on what was counted on a projection is final."""

    async def again(_answer: Json) -> None:
        await panel.refresh()

    async def load() -> list[Json]:
        return await here.remote.every("billing", "/calendars")

    def show(rows: list[Json]) -> None:
        plain_rows(here, "system.calendars", COLUMNS, [_named(here, row) for row in rows])

    with heading(here.say("system.calendars")):
        act(
            *(here, "system.publish_year", "calendar.publish", "billing", "/calendars", again),
            fields=ARRANGEMENT,
            shape=arranged,
            main=True,
        )
    panel = Panel(here, "", load, show, services=("billing",), types=("calendar-",), classes="is-list")


def arranged(given: Json) -> Json:
    """The route's body of the two lists of lines: each `first [last] [name]`. A line that is none goes as it is: refused."""
    kinds: dict[str, str] = {}
    names: dict[str, str] = {}
    for kind, lines in (("holiday", given.pop("days", ())), ("makeup_workday", given.pop("makeup", ()))):
        for line in lines:
            dates, name = _line(line)
            kinds |= dict.fromkeys(dates, kind)
            names |= dict.fromkeys(dates, name) if name else {}
    return {**given, "days": kinds, "names": names}


def _line(line: str) -> tuple[list[str], str]:
    """`2027-10-01 2027-10-07 国庆节`: the days from the first to the last, and what they are called."""
    words = line.split()
    written = [word for word in words[:2] if word[0].isdigit()]
    try:
        dates = [date.fromisoformat(word) for word in written]
    except ValueError:
        return [line], ""
    if not dates or dates[-1] < dates[0]:
        return [line], ""
    days = range(min((dates[-1] - dates[0]).days, MOST_DAYS) + 1)
    return [(dates[0] + timedelta(days=number)).isoformat() for number in days], " ".join(words[len(dates) :])


MOST_DAYS = 366
"""A slip of the pen in a year is no reason to count to the year 9999."""


def _named(here: Here, row: Json) -> Json:
    words = here.say("system.year.projected" if row["provisional"] else "system.year.official")
    state = {"code": "provisional" if row["provisional"] else "published", "zh": words, "en": words}
    return {**row, "state": state, "day_count": len(row["days"])}
