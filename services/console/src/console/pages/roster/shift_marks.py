"""How a shift looks where many are shown: a letter for its time of day, a colour and shape for how it went."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from console.shell import shown
from console.shell.here import Here
from console.shell.parts import Down, mark
from console.shell.parts.grid import Mark
from console.shell.status import Kind

Json = dict[str, Any]

_WORST: tuple[tuple[str, Kind], ...] = (("absent", "bad"), ("late", "warn"), ("early_leave", "warn"), ("excused", "info"))
_STATES: dict[str, Kind] = {"planned": "wait", "on_post": "good", "ended": "good", "cancelled": "off"}


def looks(shift: Json) -> Kind:
    """The worst that was found of a shift, else how far it is."""
    found = {one["code"] for one in (shift.get("arrival"), shift.get("departure")) if one}
    if shift["state"]["code"] == "cancelled":
        return "off"
    return next((kind for code, kind in _WORST if code in found), _STATES[shift["state"]["code"]])


def people_by_day(here: Here, shifts: Iterable[Json], days: Mapping[date, int], names: Mapping[str, str]) -> list[Down]:
    """A row for each person under the post, with the shifts in the columns of their days. `shifts` as `/shifts` shows them."""
    rows: dict[tuple[str, str], dict[int, list[Mark]]] = {}
    titles: dict[str, str] = {}
    for shift in shifts:
        post = shift["post"]
        titles[post["code"]] = shown.label(post, here.language)
        cells = rows.setdefault((post["code"], shift["person_id"]), {})
        began = datetime.fromisoformat(shift["planned_from"]).date()
        cells.setdefault(days[began], []).append(_mark(here, shift, names))
    lines: list[Down] = []
    for code in sorted(titles):
        lines.append(Down(titles[code], head=True))
        mine = sorted(person for post, person in rows if post == code)
        lines += [Down(names.get(person, person), rows[code, person], path=f"/roster/people/{person}") for person in mine]
    return lines


def _mark(here: Here, shift: Json, names: Mapping[str, str]) -> Mark:
    starts, ends = (datetime.fromisoformat(shift[name]) for name in ("planned_from", "planned_to"))
    letter = here.say("roster.night" if ends.date() > starts.date() else "roster.daytime")
    found = [shown.label(one, here.language) for one in (shift.get("state"), shift.get("arrival"), shift.get("departure")) if one]
    person = names.get(shift["person_id"], shift["person_id"])
    long = " · ".join((person, shown.day(starts.date(), here.language), f"{starts:%H:%M}–{ends:%H:%M}", *found))
    # A draft's shifts are no shifts yet, so they lead nowhere.
    path = f"/roster/shifts/{shift['shift_id']}" if "state" in shift else ""
    return mark(here, letter, looks(shift) if "state" in shift else "wait", long, path)
