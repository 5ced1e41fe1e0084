"""What falls due next under the contract, whoever has to do it."""

from collections import Counter
from zoneinfo import ZoneInfo

from console.pages.home import Gathering, Waiting
from console.pages.waits import WAITS
from console.shell import shown
from console.shell.here import Here
from console.shell.still import box, text

LINES = 6
_DATED = tuple(wait for wait in WAITS if wait.due and wait.service in ("scoring", "billing", "roster"))


def gathering(here: Here) -> Gathering:
    """Everything with a date."""
    return Gathering(here, _DATED)


async def load(everything: Gathering) -> list[Waiting]:
    """What of it has not been done, soonest first."""
    found, _ = await everything.read()
    return [one for one in found if one.due is not None]


def show(here: Here, rows: list[Waiting]) -> None:
    """Date and what it is; no names."""
    if not rows:
        text("p", here.say("nothing.wall.deadlines"), "wb-muted")
        return
    today = here.contract.today
    counted = Counter((one.due.astimezone(ZoneInfo(here.contract.zone)).date(), one.wait.title) for one in rows if one.due)
    with box("ul", "wb-wall-list"):
        for (day, title), count in list(counted.items())[:LINES]:
            with box("li"):
                text("time", shown.day(day, here.language), "wb-status is-bad" if day < today else "wb-muted")
                text("span", here.say(title), "is-title")
                if count > 1:
                    text("b", f"× {count}")
