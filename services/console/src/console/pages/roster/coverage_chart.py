"""Required, planned and present people of one post over a day as steps; what is missing is shaded."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from console.shell import shown
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.parts import chart

Json = dict[str, Any]

_HOURS = 24
_SHADE = "rgba(192, 52, 43, 0.28)"


def post_chart(here: Here, post: Json, day: date, as_of: str) -> None:
    """One post's day. Hours are those of the contract's zone."""
    opens = datetime.combine(day, time(), ZoneInfo(here.contract.zone))
    until = min(_hour(as_of, opens), float(_HOURS))
    lines = [
        _line(here.say("roster.required"), steps_of(post["required"], opens, _HOURS), "dashed", 2),
        _line(here.say("roster.planned"), steps_of(post["planned"], opens, _HOURS), "dotted", 2),
        _line(here.say("roster.present"), steps_of(post["present"], opens, until), "solid", 3),
    ]
    lines[2]["areaStyle"] = {"opacity": 0.12}
    lines[2]["markArea"] = {
        "silent": True,
        "itemStyle": {"color": _SHADE},
        "data": [_gap(gap, opens, until) for gap in post["gaps"]],
    }
    with box("figure", "wb-fill"):
        text("figcaption", shown.label(post["post"], here.language)).classes("wb-muted")
        made = chart(
            here,
            {
                "grid": {"left": 28, "right": 12, "top": 26, "bottom": 22},
                "xAxis": {"type": "value", "min": 0, "max": _HOURS, "interval": 4, "axisLabel": {"formatter": "{value}:00"}},
                "yAxis": {"type": "value", "min": 0, "minInterval": 1},
                "legend": {"data": [line["name"] for line in lines]},
                "series": lines,
            },
            height="9.5rem",
        )
        made.props["role"] = "img"
        made.props["aria-label"] = _spoken(here, post)


def _line(name: str, points: list[tuple[float, int]], style: str, width: int) -> Json:
    return {
        "name": name,
        "type": "line",
        "step": "end",
        "showSymbol": False,
        "data": [list(point) for point in points],
        "lineStyle": {"type": style, "width": width},
    }


def steps_of(steps: list[Json], opens: datetime, ends: float) -> list[tuple[float, int]]:
    """The steps as points of a day; what began before it stands at its first moment, the last value lasts until `ends`."""
    before = [step["value"] for step in steps if _hour(step["at"], opens) <= 0]
    points = [(0.0, before[-1] if before else 0)]
    points += [(at, step["value"]) for step in steps if 0 < (at := _hour(step["at"], opens)) <= ends]
    return [*points, (ends, points[-1][1])] if ends > 0 else []


def _gap(gap: Json, opens: datetime, until: float) -> list[Json]:
    ends = _hour(gap["closed_at"], opens) if gap["closed_at"] else until
    return [{"xAxis": max(0.0, _hour(gap["opened_at"], opens))}, {"xAxis": min(ends, float(_HOURS))}]


def _hour(at: str, opens: datetime) -> float:
    return (datetime.fromisoformat(at) - opens) / timedelta(hours=1)


def _spoken(here: Here, post: Json) -> str:
    most = {name: max((step["value"] for step in post[name]), default=0) for name in ("required", "planned", "present")}
    said = [f"{here.say(f'roster.{name}')} {value}" for name, value in most.items()]
    return f"{shown.label(post['post'], here.language)}: {' · '.join(said)} · {here.say('roster.gaps')} {len(post['gaps'])}"
