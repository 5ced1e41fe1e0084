"""Staffing with the readings applied: windows have hours, requirements say when they hold (reading.md 5.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from common.terms.pack import AttendanceTerms, HandoverTerms, Post, Requirement, StaffingFacts, WindowFacts

Interval = tuple[datetime, datetime]
MIDNIGHT = time(0)


@dataclass(frozen=True)
class Window:
    """Hours of one calendar date, as half-open stretches of local time; an end of 00:00 is the day's end."""

    name: str
    zh: str
    en: str
    stretches: tuple[tuple[time, time], ...]

    def on(self, day: date, zone: ZoneInfo) -> tuple[Interval, ...]:
        """The moments [start, end) that the window covers on `day`."""
        return tuple((_moment(day, starts, zone), _end(day, ends, zone)) for starts, ends in self.stretches)


@dataclass(frozen=True)
class Staffing:
    """Posts, windows and minimum numbers; the requirement at an instant is the highest of the matching rows."""

    headcount: int
    posts: Mapping[str, Post]
    windows: Mapping[str, Window]
    requirements: tuple[Requirement, ...]
    handover: HandoverTerms
    attendance: AttendanceTerms

    def required(self, post: str, day_type: str, at: time) -> int:
        """How many people of `post` must be present at a local time on a day of this type (0: none)."""
        return max(
            (row.minimum for row in self.requirements if row.post == post and self._holds(row, day_type, at)),
            default=0,
        )

    def _holds(self, row: Requirement, day_type: str, at: time) -> bool:
        stretches = self.windows[row.window].stretches
        return day_type in row.day_types and any(starts <= at and (at < ends or ends == MIDNIGHT) for starts, ends in stretches)


def staffing_of(facts: StaffingFacts, readings: Mapping[str, str]) -> Staffing:
    """The staffing terms under `staff.day` (AMB-18), `staff.rest_window` (AMB-21), `handover.tolerance_min` (AMB-24)."""
    windows = windows_of(facts.windows, readings)
    tolerance = int(readings["handover.tolerance_min"])
    return Staffing(
        headcount=facts.headcount,
        posts={post.code: post for post in facts.posts},
        windows=windows,
        requirements=_rest_days_by_day_only(facts.requirements)
        if readings["staff.rest_window"] == "daytime"
        else facts.requirements,
        handover=facts.handover.model_copy(update={"tolerance_minutes": tolerance}),
        attendance=facts.attendance,
    )


def windows_of(facts: Mapping[str, WindowFacts], readings: Mapping[str, str]) -> dict[str, Window]:
    """Each window with its hours: fixed, from a reading (`09:00-18:00`), the rest of the day, or the whole day."""
    plain = {name: _hours(window, readings) for name, window in facts.items() if window.complement_of is None}
    return {
        name: Window(
            name,
            window.zh,
            window.en,
            plain[name] if window.complement_of is None else _complement(plain[window.complement_of]),
        )
        for name, window in facts.items()
    }


def hours_of(option: str) -> tuple[time, time]:
    """`09:00-18:00` -> its two times. Raises ValueError for anything else."""
    starts, _, ends = option.partition("-")
    return time.fromisoformat(starts), time.fromisoformat(ends)


def _hours(window: WindowFacts, readings: Mapping[str, str]) -> tuple[tuple[time, time], ...]:
    if window.reading is not None:
        return (hours_of(readings[window.reading]),)
    if window.starts is not None and window.ends is not None:
        return ((window.starts, window.ends),)
    return ((MIDNIGHT, MIDNIGHT),)


def _complement(stretches: tuple[tuple[time, time], ...]) -> tuple[tuple[time, time], ...]:
    ((starts, ends),) = stretches
    return tuple(stretch for stretch in ((MIDNIGHT, starts), (ends, MIDNIGHT)) if stretch[0] != stretch[1])


def _rest_days_by_day_only(rows: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """AMB-21 read as daytime: a row for the whole day holds on rest days and holidays only by day."""
    split: list[Requirement] = []
    for row in rows:
        rest = tuple(kind for kind in row.day_types if kind != "workday")
        if row.window != "all" or not rest:
            split.append(row)
            continue
        if "workday" in row.day_types:
            split.append(row.model_copy(update={"day_types": ("workday",)}))
        split.append(row.model_copy(update={"id": f"{row.id}-REST", "day_types": rest, "window": "day"}))
    return tuple(split)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone)


def _end(day: date, ends: time, zone: ZoneInfo) -> datetime:
    return _moment(day + timedelta(days=1), MIDNIGHT, zone) if ends == MIDNIGHT else _moment(day, ends, zone)
