"""Drafting: shifts over days, the pattern of an earlier roster, and one more shift on a published day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from console.pages.roster import choices
from console.shell.form import Field, act
from console.shell.here import Here

Json = dict[str, Any]

_DAY = timedelta(days=1)
_WEEK = 7
_FREE = frozenset({"rest_day", "holiday"})


def days_of(starts: date, ends: date) -> list[date]:
    """The days from `starts` to `ends`, both included."""
    return [starts + timedelta(days=number) for number in range((ends - starts).days + 1)]


def shift_on(on: date, person: str, post: str, begins: str, ends: str, zone: str) -> Json:
    """A shift that begins on a day; one whose end is not after its beginning ends on the next day."""
    opens = datetime.combine(on, time.fromisoformat(begins), ZoneInfo(zone))
    closes = datetime.combine(on, time.fromisoformat(ends), ZoneInfo(zone))
    closes = closes if closes > opens else closes + _DAY
    return {"person_id": person, "post": post, "planned_from": opens.isoformat(), "planned_to": closes.isoformat()}


def over_days(given: Mapping[str, Any], kinds: Mapping[date, str], zone: str) -> list[Json]:
    """The shifts that a form asks for: on each of its days, or only on those that are worked or free."""
    wanted = {"every": (True, False), "working": (False,), "free": (True,)}[given["which"]]
    chosen = [
        on
        for on in days_of(date.fromisoformat(given["first"]), date.fromisoformat(given["last"]))
        if (kinds.get(on, "workday") in _FREE) in wanted
    ]
    return [shift_on(on, given["person_id"], given["post"], given["from"], given["to"], zone) for on in chosen]


def repeated(pattern: Iterable[Json], of_days: Sequence[date], to_days: Sequence[date]) -> list[Json]:
    """The same shifts on other days: each day takes the latest day of the pattern with its weekday, else they go round."""
    by_day: dict[date, list[Json]] = {}
    for shift in pattern:
        by_day.setdefault(datetime.fromisoformat(shift["planned_from"]).date(), []).append(shift)
    whole = of_days[-_WEEK:] if len(of_days) >= _WEEK else of_days
    same = {one.weekday(): one for one in whole} if len(whole) == _WEEK else {}
    made: list[Json] = []
    for number, on in enumerate(to_days):
        origin = same.get(on.weekday(), whole[number % len(whole)])
        made += [_moved(shift, on - origin) for shift in by_day.get(origin, ())]
    return made


def kept(shift: Json) -> Json:
    """A shift of a roster as a draft takes it."""
    return {name: shift[name] for name in ("shift_id", "person_id", "planned_from", "planned_to")} | {
        "post": shift["post"]["code"]
    }


def person_and_post(people: choices.Options, posts: choices.Options) -> tuple[Field, ...]:
    """Who, where, from when until when."""
    return (
        Field("person_id", "choice", required=True, options=people),
        Field("post", "choice", required=True, options=posts),
        Field("from", "choice", title="roster.from", required=True, value="09:00", options=choices.times()),
        Field("to", "choice", title="roster.to", required=True, value="18:00", options=choices.times(), help="roster.to_help"),
    )


def plan_shift(here: Here, on: date, people: choices.Options, posts: choices.Options) -> None:
    """The button that adds a shift to a day whose roster is published. Without people there is nobody to plan."""
    if not here.may("shift.plan"):
        return
    act(
        *(here, "roster.add_shift", "shift.plan", "roster", "/shifts"),
        lambda answer: here.go(f"/roster/shifts/{answer['shift_id']}"),
        fields=person_and_post(people, posts),
        shape=lambda given: shift_on(on, given["person_id"], given["post"], given["from"], given["to"], here.contract.zone),
    )


def _moved(shift: Json, by: timedelta) -> Json:
    times = {name: (datetime.fromisoformat(shift[name]) + by).isoformat() for name in ("planned_from", "planned_to")}
    return {"person_id": shift["person_id"], "post": shift["post"]["code"], **times}
