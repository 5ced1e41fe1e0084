"""值守总览: the state of the watch on a wall, read at three metres; it keeps itself up to date."""

from collections import deque
from collections.abc import Collection, Sequence

from common.clock import real_now
from console.live import Hint
from console.pages.wall import deadlines, duty, score, work
from console.shell import still
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts.timeline import event_words
from console.shell.still import Still

SERVICES = ("roster", "tickets", "inspection", "scoring", "billing")
LINES = 6


@page("/wall", title="wall", group="today", action="on_duty.read", bare=True, place=20)
async def wall(here: Here) -> None:
    """Who is on duty against the minimum, meetings, tickets, round and faults, score, deadlines, what just happened."""
    _head(here)
    dated = deadlines.gathering(here)
    Panel(
        *(here, "wall.duty", lambda: duty.load(here), lambda found: duty.show(here, found)),
        services=("roster",),
        classes="wb-w12",
        still=True,
        prompt=True,
    )
    Panel(
        *(here, "wall.meetings", lambda: work.meetings(here), lambda found: work.show_meetings(here, found)),
        services=("tickets",),
        types=("meeting-", "roll-call-", "incident-"),
        exact=True,
        classes="wb-w4",
        still=True,
        prompt=True,
    )
    Panel(
        *(here, "wall.tickets", lambda: work.tickets(here), lambda found: work.show_tickets(here, found)),
        services=("tickets",),
        types=("ticket-", "urgent-"),
        exact=True,
        classes="wb-w4",
        still=True,
        prompt=True,
    )
    Panel(
        *(here, "wall.checks", lambda: work.checks(here), lambda found: work.show_checks(here, found)),
        services=("inspection",),
        classes="wb-w4",
        still=True,
        prompt=True,
    )
    Panel(
        *(here, "wall.score", lambda: score.load(here), lambda found: score.show(here, found)),
        services=("scoring",),
        classes="wb-w4",
        still=True,
        prompt=True,
    )
    Panel(
        *(here, "wall.deadlines", lambda: deadlines.load(dated), lambda found: deadlines.show(here, found)),
        services=("scoring", "billing", "roster"),
        classes="wb-w4",
        still=True,
        prompt=True,
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
        with box("div", "wb-body"):
            lines = Still()
    told: deque[tuple[int, str, Hint]] = deque(maxlen=LINES)

    async def hear(hints: Sequence[Hint]) -> None:
        if here.client.is_deleted:
            return
        for hint in hints:
            if hint.public and hint.type:
                told.appendleft((told[0][0] + 1 if told else 0, real_now().isoformat(), hint))
        lines.draw(lambda: _lines(here, told))

    lines.draw(lambda: _lines(here, told))
    stop = here.live.listen(here.contract.id, SERVICES, (), hear, prompt=True)
    here.client.on_delete(lambda _: stop())


def _lines(here: Here, told: Collection[tuple[int, str, Hint]]) -> None:
    if not told:
        still.text("p", here.say("wall.quiet"), "wb-muted")
        return
    with still.box("ul", "wb-wall-list") as lines:
        lines.props["aria-live"] = "polite"
        for number, heard_at, hint in told:
            with still.box("li") as line:
                line.props["key"] = number
                still.text("time", "", "wb-muted").props.update({"data-at": heard_at, "data-in": here.contract.zone})
                still.text("span", here.service(hint.service), "wb-muted")
                still.text("span", event_words(here, hint.type), "is-title")
