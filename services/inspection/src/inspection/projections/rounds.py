"""Rounds as rows, with every line and its outcome."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from common.ledger.facts import Recorded
from common.projection import View
from inspection.domain.programme import RoundFellDue
from inspection.domain.round import CheckMissed, CheckRecorded, RoundClosed, RoundMissed, RoundOpened
from inspection.domain.round_plan import RoundPlan

CheckState = Literal["open", "pass", "fail", "no_demand", "missed"]


@dataclass(frozen=True)
class RoundLine:
    """One line of a round. `note` is a digest; `position` is where the last word on it stands in the ledger."""

    line: str
    item: str
    place: str
    state: CheckState = "open"
    done_at: datetime | None = None
    late: bool = False
    after_missed: bool = False
    note: str | None = None
    fault_id: str | None = None
    by: str | None = None
    position: str | None = None


@dataclass(frozen=True)
class RoundRow:
    """One round. `plan` is what fell due; `starts` and `ends` are the window, `due_at` is 24:00 of the last day."""

    round_id: str
    state: Literal["due", "open", "closed", "missed"]
    period: Literal["day", "month"]
    starts: date
    ends: date
    due_at: datetime
    plan: RoundPlan
    lines: tuple[RoundLine, ...]
    done: int = 0
    missed: int = 0


ROUNDS = View("rounds", 1, RoundRow, columns=("state", "period", "starts", "ends"))


def by_round(fact: Recorded[RoundFellDue]) -> str:
    """The programme's stream tells about rounds."""
    return fact.event.round.round_id


def fell_due(row: RoundRow | None, fact: Recorded[RoundFellDue]) -> RoundRow:
    """A new row."""
    plan = fact.event.round
    lines = tuple(RoundLine(line.line, line.item, line.place) for line in plan.lines)
    return row or RoundRow(plan.round_id, "due", plan.period, plan.starts, plan.ends, plan.due_at, plan, lines)


def opened(row: RoundRow | None, fact: Recorded[RoundOpened]) -> RoundRow | None:
    """It takes results."""
    return row and replace(row, state="open")


def recorded(row: RoundRow | None, fact: Recorded[CheckRecorded]) -> RoundRow | None:
    """A line has a result; one noted as missed before is no longer counted so when it was done in time."""
    event = fact.event
    if row is None:
        return None
    lines = tuple(
        replace(
            line,
            state=event.result,
            done_at=event.done_at,
            late=event.late,
            after_missed=event.after_missed,
            note=event.note,
            fault_id=event.fault_id,
            by=event.by,
            position=fact.position,
        )
        if line.line == event.line
        else line
        for line in row.lines
    )
    return _counted(replace(row, lines=lines))


def missed(row: RoundRow | None, fact: Recorded[CheckMissed]) -> RoundRow | None:
    """The window closed without a result."""
    if row is None:
        return None
    lines = tuple(
        replace(line, state="missed", position=fact.position) if line.line == fact.event.line else line for line in row.lines
    )
    return _counted(replace(row, lines=lines))


def closed(row: RoundRow | None, fact: Recorded[RoundClosed]) -> RoundRow | None:
    """The window closed; a round of which nothing was done stays `missed`."""
    return row and replace(row, state="missed" if row.state == "missed" else "closed")


def not_done(row: RoundRow | None, fact: Recorded[RoundMissed]) -> RoundRow | None:
    """Nothing was done in the window."""
    return row and replace(row, state="missed")


def _counted(row: RoundRow) -> RoundRow:
    states = [line.state for line in row.lines]
    done = sum(state not in {"open", "missed"} for state in states)
    return replace(row, done=done, missed=states.count("missed"))
