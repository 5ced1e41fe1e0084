"""值守总览: the state of the watch on a wall, read at three metres; it keeps itself up to date."""

from collections.abc import Sequence

from common.clock import real_now
from console.live import Hint
from console.pages.wall import deadlines, duty, score, work
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts.timeline import event_words

SERVICES = ("roster", "tickets", "inspection", "scoring", "billing")
LINES = 7


@page("/wall", title="wall", group="today", action="on_duty.read", bare=True, place=20)
async def wall(here: Here) -> None:
    """Who is on duty against the minimum, meetings, tickets, round and faults, score, deadlines, what just happened."""
    _head(here)
    Panel(
        *(here, "wall.duty", lambda: duty.load(here), lambda found: duty.show(here, found)),
        services=("roster",),
        classes="wb-w12",
    )
    Panel(
        *(here, "wall.meetings", lambda: work.meetings(here), lambda found: work.show_meetings(here, found)),
        services=("tickets",),
        types=("meeting-", "roll-call-"),
        classes="wb-w4",
    )
    Panel(
        *(here, "wall.tickets", lambda: work.tickets(here), lambda found: work.show_tickets(here, found)),
        services=("tickets",),
        types=("ticket-", "call-", "urgent-"),
        classes="wb-w4",
    )
    Panel(
        *(here, "wall.checks", lambda: work.checks(here), lambda found: work.show_checks(here, found)),
        services=("inspection",),
        classes="wb-w4",
    )
    Panel(
        *(here, "wall.score", lambda: score.load(here), lambda found: score.show(here, found)),
        services=("scoring",),
        classes="wb-w4",
    )
    Panel(
        *(here, "wall.deadlines", lambda: deadlines.load(here), lambda found: deadlines.show(here, found)),
        services=("scoring", "billing", "roster"),
        classes="wb-w4",
    )
    _events(here)


def _head(here: Here) -> None:
    with box("header", "wb-wall-head"):
        text("h1", here.contract.title(here.language))
        if here.contract.sample:
            text("span", here.say("sample"), "wb-sample")
        box("span", "wb-grow")
        text("time", "", "wb-clock").props.update({"data-zone": here.contract.zone, "data-seconds": ""})


def _events(here: Here) -> None:
    """The last things that any service told, as they come: names of events only, so that a wall shows nothing of people."""
    with box("section", "wb-panel wb-w4"):
        with box("header"):
            text("h2", here.say("wall.events"))
        lines = box("ul", "wb-body wb-wall-list")
        lines.props["aria-live"] = "polite"

    async def hear(hints: Sequence[Hint]) -> None:
        told = [hint for hint in hints if hint.type]
        if here.client.is_deleted or not told:
            return
        with lines:
            for hint in told[-LINES:]:
                with box("li").move(lines, 0):
                    at = box("time", "wb-muted")
                    at.props.update({"data-at": real_now().isoformat(), "data-in": here.contract.zone})
                    text("span", here.service(hint.service), "wb-muted")
                    text("span", event_words(here, hint.type), "is-title")
        for old in list(lines)[LINES:]:
            lines.remove(old)

    stop = here.live.listen(here.contract.id, SERVICES, (), hear)
    here.client.on_delete(lambda _: stop())
