"""What a round consists of before anything is done: its window and its lines."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from inspection.domain.lines import Line
from inspection.domain.months import Month


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """The lines to be checked from `starts` to `ends`, both included; `due_at` is 24:00 of the last day."""

    round_id: str
    period: Literal["day", "month"]
    starts: date
    ends: date
    due_at: datetime
    plan_id: str
    lines: tuple[Line, ...]


def day_round_id(day: date) -> str:
    """`2026-10-14`."""
    return day.isoformat()


def month_round_id(month: Month) -> str:
    """`2026-09-15-month`: named after the window's first day."""
    return f"{month.starts.isoformat()}-month"


def day_round(day: date, plan_id: str, lines: tuple[Line, ...], due_at: datetime) -> RoundPlan:
    """The daily lines of a plan, due by the end of the day."""
    daily = tuple(line for line in lines if line.frequency == "daily")
    return RoundPlan(day_round_id(day), "day", day, day, due_at, plan_id, daily)


def month_round(month: Month, plan_id: str, lines: tuple[Line, ...], due_at: datetime) -> RoundPlan:
    """The monthly lines of a plan, due by the end of the window."""
    monthly = tuple(line for line in lines if line.frequency == "monthly")
    return RoundPlan(month_round_id(month), "month", month.starts, month.ends, due_at, plan_id, monthly)
