"""待办: what waits for this person, soonest due first."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from console.pages import team
from console.pages.wait import Wait
from console.pages.waits import WAITS
from console.remote import Away, Refusal
from console.shell import shown
from console.shell.cells import link_of, text_of, value_of
from console.shell.here import Here
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import heading
from console.shell.still import box, link, text

MOST = 20
"""Lines of one kind; the rest is told as a number that leads to its list."""
FAR = 200
"""Rows of one kind that are read, the soonest first."""
_PEOPLE = ("subject", "person_id")
_SERVICES = ("roster", "tickets", "inspection", "scoring", "billing")


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `due` is None when nothing dates it, `since` when it is not known."""

    wait: Wait
    row: Mapping[str, Any]
    due: datetime | None
    since: datetime | None

    @property
    def order(self) -> tuple[bool, datetime]:
        """Soonest due first, then the longest waiting."""
        never = datetime.max.replace(tzinfo=ZoneInfo("UTC"))
        return self.due is None, self.due or self.since or never

    @property
    def people(self) -> set[str]:
        """The ids of those whom its line names."""
        return {self.row[name] for name in self.wait.about if name in _PEOPLE and self.row[name]}


@page("/", title="home", group="today", place=10)
async def home(here: Here) -> None:
    """Asks every service for what this person's roles can do something about."""
    mine = [wait for wait in WAITS if here.may(wait.action)]
    everything, names = Gathering(here, mine), dict[str, str]()
    heading(here.say("home"))

    async def load() -> tuple[list[Waiting], list[str]]:
        found, away = await everything.read()
        about = {person: person for one in found for person in one.people}
        if not about.keys() <= names.keys() and (known := await team.names(here)):
            names.update(about | known)
        return found, away

    Panel(
        *(here, "", load, lambda found: _show(here, found[0], found[1], names)),
        services=_SERVICES,
        classes="is-list",
        still=True,
    )


@dataclass
class Gathering:
    """What waits, read again and again while a page is open: a service that told of nothing since is not asked again."""

    here: Here
    waits: Sequence[Wait]
    _known: dict[str, tuple[object, list[Waiting]]] = field(default_factory=dict)

    async def read(self) -> tuple[list[Waiting], list[str]]:
        """Everything that waits, and the services that could not be asked."""
        answers = await asyncio.gather(*(self._latest(wait) for wait in self.waits))
        found = [one for answer in answers if answer is not None for one in answer]
        away = {wait.service for wait, answer in zip(self.waits, answers, strict=True) if answer is None}
        return sorted(found, key=lambda one: one.order), sorted(away)

    async def _latest(self, wait: Wait) -> list[Waiting] | None:
        heard = self.here.live.heard(wait.service, self.here.contract.id, wait.types)
        now = heard, self.here.contract.today
        then, known = self._known.get(wait.title, (None, None))
        if heard is not None and now == then:
            return known
        answer = await _ask(self.here, wait)
        if answer is not None:
            self._known[wait.title] = now, answer
        return answer


async def _ask(here: Here, wait: Wait) -> list[Waiting] | None:
    try:
        rows = await _rows(here, wait)
    except Away:
        return None
    except Refusal:
        return []  # a contract without terms, or a right that the service sees differently: nothing to do there
    return [
        Waiting(wait, row, _moment(here, value_of(row, wait.due)), _moment(here, value_of(row, wait.since)))
        for row in rows
        if wait.concerns(here, row)
    ]


async def _rows(here: Here, wait: Wait) -> Sequence[Mapping[str, Any]]:
    if wait.single:
        return [await here.remote.get(wait.service, wait.path)]
    return (await here.remote.page(wait.service, wait.path, limit=FAR, **wait.query(here))).items


def _moment(here: Here, value: Any) -> datetime | None:
    """A moment as it is; a date until its last minute under the contract."""
    if not value:
        return None
    if "T" in str(value):
        return datetime.fromisoformat(value)
    return datetime.combine(date.fromisoformat(value), time(23, 59), ZoneInfo(here.contract.zone))


def _show(here: Here, found: list[Waiting], away: list[str], names: Mapping[str, str]) -> None:
    if away:
        services = "、".join(here.service(name) for name in away)
        text("p", here.say("home.away", services=services), "wb-notice").props["role"] = "status"
    if not found:
        text("p", here.say("home.nothing"), "wb-empty")
        return
    now = here.contract.now
    counted = Counter[str]()
    with box("ul", "wb-waits"):
        for one in found:
            counted[one.wait.title] += 1
            if counted[one.wait.title] <= MOST:
                _line(here, one, now, names)
        for wait in {one.wait.title: one.wait for one in found}.values():
            if (more := counted[wait.title] - MOST) > 0:
                with box("li"):
                    text("span", "")
                    link(here.say("home.rest", count=more, what=here.say(wait.title)), here.link(wait.whole))


def _line(here: Here, one: Waiting, now: datetime, names: Mapping[str, str]) -> None:
    late = one.due is not None and one.due < now
    with box("li", "is-late" if late else ""):
        text("time", _when(here, one), "wb-status is-bad" if late else "")
        words = here.say(one.wait.title)
        href = link_of(here, one.wait.opens, one.row)
        link(words, href) if href else text("b", words)
        about = [_about(here, name, value_of(one.row, name), names) for name in one.wait.about]
        text("span", " · ".join(filter(None, about)), "is-about")


def _about(here: Here, name: str, value: Any, names: Mapping[str, str]) -> str:
    return text_of(here, team.called(names, value) if name in _PEOPLE else value)


def _when(here: Here, one: Waiting) -> str:
    if one.due is None:
        since = one.since and shown.short_moment(one.since.astimezone(ZoneInfo(here.contract.zone)), here.language)
        return here.say("home.since", since=since) if since else here.say("home.someday")
    local = one.due.astimezone(ZoneInfo(here.contract.zone))
    if local.time() == time(23, 59):
        return shown.day(local.date(), here.language)
    return shown.short_moment(local, here.language)
