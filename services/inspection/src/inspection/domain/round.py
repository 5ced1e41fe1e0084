"""Rounds (监控轮次): the lines due in a day or month, their results, and what was missed when the window closed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from inspection.domain import clauses
from inspection.domain.lines import Line
from inspection.domain.moments import must_have_happened
from inspection.domain.round_plan import RoundPlan

CLAUSE = "A8S-1 3.3"

Result = Literal["pass", "fail", "no_demand"]


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """The round can take results from now on."""

    round: RoundPlan


@dataclass(frozen=True, slots=True)
class CheckRecorded:
    """A line has a result. `done_at` is when the check was made, which may lie before its entry (offline).

    `late`: made after the window closed. `after_missed`: the line had been noted as missed.
    """

    round_id: str
    line: str
    item: str
    place: str
    day: date
    result: Result
    done_at: datetime
    late: bool
    after_missed: bool
    note: str | None
    fault_id: str | None
    by: str


@dataclass(frozen=True, slots=True)
class CheckMissed:
    """A line had no result when the window closed. `whole_round`: nothing was done at all."""

    round_id: str
    line: str
    item: str
    place: str
    day: date
    due_at: datetime
    whole_round: bool


@dataclass(frozen=True, slots=True)
class RoundMissed:
    """A day's monitoring did not take place (3.3.1)."""

    day: date
    due_at: datetime
    checks: int


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """The window closed. Late results are still taken, and marked."""

    done: int
    missed: int


Event = RoundOpened | CheckRecorded | CheckMissed | RoundMissed | RoundClosed


@dataclass(frozen=True, slots=True)
class OpenRound:
    round: RoundPlan


@dataclass(frozen=True, slots=True)
class RecordResult:
    """`note` is required for a failure and for no demand; `fault_id` names the fault opened with a failure."""

    line: str
    result: Result
    at: datetime
    note: str | None
    fault_id: str | None
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class CloseRound:
    pass


Command = OpenRound | RecordResult | CloseRound


@dataclass(frozen=True, slots=True)
class Round:
    """What is planned, recorded and missed."""

    plan: RoundPlan | None = None
    recorded: frozenset[str] = field(default_factory=frozenset)
    missed: frozenset[str] = field(default_factory=frozenset)
    closed: bool = False


def decide(command: Command, round_: Round, terms: Terms) -> Sequence[Event]:
    """What a command makes happen, one function per command; a refusal where the state or a clause forbids it."""
    match command:
        case OpenRound(plan):
            return () if round_.plan else (RoundOpened(plan),)
        case RecordResult():
            return (_record(command, round_, terms),)
        case CloseRound():
            return tuple(_close(round_.plan, round_)) if round_.plan and not round_.closed else ()
        case _:
            assert_never(command)


def _record(command: RecordResult, round_: Round, terms: Terms) -> CheckRecorded:
    plan = round_.plan
    if plan is None:
        raise Refused("round_not_open", clause=CLAUSE)
    line = _line(command.line, plan)
    if line.line in round_.recorded:
        raise Refused("check_already_recorded", line=line.line)
    _must_be_answerable(command, line, terms)
    must_have_happened(command.at, command.now, terms)
    if terms.local_date(command.at) < plan.starts:
        raise Refused("check_before_its_round", clause=CLAUSE)
    late = not clauses.on_time(command.at, plan.due_at)
    return CheckRecorded(
        plan.round_id, line.line, line.item, line.place, plan.ends, command.result, command.at, late,
        line.line in round_.missed, command.note, command.fault_id, command.by,
    )  # fmt: skip


def _must_be_answerable(command: RecordResult, line: Line, terms: Terms) -> None:
    item = terms.item(line.item)
    if command.result == "no_demand" and not item.no_demand_allowed:
        raise Refused("no_demand_not_allowed", clause=item.clause, item=line.item)
    if command.result != "pass" and command.note is None:
        raise Refused("note_required", clause=CLAUSE)


def _line(line: str, plan: RoundPlan) -> Line:
    for one in plan.lines:
        if one.line == line:
            return one
    raise Refused("line_unknown", line=line)


def _close(plan: RoundPlan, round_: Round) -> Iterator[Event]:
    """A month's window holds single items, not the day's monitoring: left out there is an item, never the whole."""
    whole = plan.period == "day" and not clauses.carried_out(len(round_.recorded))
    missed = clauses.left_out([line.line for line in plan.lines], round_.recorded)
    if whole:
        yield RoundMissed(plan.ends, plan.due_at, len(plan.lines))
    for line in plan.lines:
        if line.line in missed:
            yield CheckMissed(plan.round_id, line.line, line.item, line.place, plan.ends, plan.due_at, whole)
    yield RoundClosed(len(round_.recorded), len(missed))


def evolve(round_: Round, event: Event) -> Round:
    """The state after an event."""
    match event:
        case RoundOpened(round=plan):
            return replace(round_, plan=plan)
        case CheckRecorded(line=line):
            return replace(round_, recorded=round_.recorded | {line})
        case CheckMissed(line=line):
            return replace(round_, missed=round_.missed | {line})
        case RoundMissed():
            return round_
        case RoundClosed():
            return replace(round_, closed=True)
        case _:
            assert_never(event)


ROUND: Aggregate[Command, Round, Event] = Aggregate("round", Round(), decide, evolve)


def check_id(round_id: str, line: str) -> str:
    """The id of one line of one round: `2026-10-14:INS-DS-3`."""
    return f"{round_id}:{line}"
