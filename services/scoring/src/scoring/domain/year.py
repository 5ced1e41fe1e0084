"""The year's assessment (年度考核): applied for after the term, final once every quarter and finding is decided (A8)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.explanation import Explanation
from common.terms import Terms
from scoring.domain.annual_score import FindingTaken, QuarterTaken, annual_score
from scoring.domain.people import Person

CLAUSE = "A8 Art.10"
YEAR_ID = "year"


@dataclass(frozen=True, slots=True)
class YearApplied:
    """The contractor applied. `late` compares with the 15 working days; only marked, nothing follows from it here."""

    due_on: date
    late: bool
    provisional: bool
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class YearFinalised:
    """The working group's result. `tail_percent` is what A8 Art.9.1 attaches to it; billing decides on the money."""

    score: int
    tail_percent: str
    assessed_on: date
    explanation: Explanation
    by: Person
    at: datetime


YearEvent = YearApplied | YearFinalised
EVENTS = (YearApplied, YearFinalised)


@dataclass(frozen=True, slots=True)
class ApplyForYear:
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class FinaliseYear:
    """`quarters` are the closed ones; the counts say what nobody has decided yet."""

    quarters: tuple[QuarterTaken, ...]
    findings: tuple[FindingTaken, ...]
    undecided_findings: int
    open_proposals: int
    by: Person
    now: datetime


YearCommand = ApplyForYear | FinaliseYear


@dataclass(frozen=True, slots=True)
class Year:
    """Where the annual assessment stands."""

    applied: bool = False
    final: bool = False


def decide(command: YearCommand, year: Year, terms: Terms) -> Sequence[YearEvent]:
    """Once final, an annual score does not change."""
    if year.final:
        raise Refused("year_already_assessed", clause=CLAUSE)
    match command:
        case ApplyForYear():
            return _apply(command, year, terms)
        case FinaliseYear():
            return _finalise(command, year, terms)
        case _:
            assert_never(command)


def _apply(command: ApplyForYear, year: Year, terms: Terms) -> Sequence[YearEvent]:
    """「服务期限到期后【15】个工作日内」(§4.2¶3): not before the term has ended; late is possible and marked."""
    today = terms.local_date(command.now)
    if today <= terms.term.ends:
        raise Refused("term_not_ended", clause="§4.2¶3", ends=terms.term.ends.isoformat())
    if year.applied:
        raise Refused("year_already_applied", clause="§4.2¶3")
    due = terms.deadline("annual_application", terms.term.ends)
    return (YearApplied(due.on, today > due.on, due.provisional, command.by, command.now),)


def _finalise(command: FinaliseYear, year: Year, terms: Terms) -> Sequence[YearEvent]:
    """Every quarter closed, every finding confirmed or rejected, every annual proposal decided."""
    if not year.applied:
        raise Refused("year_not_applied", clause="§4.2¶3")
    closed = {taken.points.quarter for taken in command.quarters}
    missing = [quarter.no for quarter in terms.quarters if quarter.no not in closed]
    if missing:
        raise Refused("quarters_not_closed", clause="A8 Art.8.3", quarters=", ".join(map(str, missing)))
    if command.undecided_findings:
        raise Refused("findings_undecided", clause=CLAUSE, findings=command.undecided_findings)
    if command.open_proposals:
        raise Refused("proposals_undecided", clause=CLAUSE, proposals=command.open_proposals)
    result = annual_score(command.quarters, command.findings, terms)
    finalised = YearFinalised(
        result.score,
        str(terms.tail_percent(Decimal(result.score))),
        terms.local_date(command.now),
        result.explanation,
        command.by,
        command.now,
    )
    return (finalised,)


def evolve(year: Year, event: YearEvent) -> Year:
    """Follows what happened; checks nothing."""
    match event:
        case YearApplied():
            return replace(year, applied=True)
        case YearFinalised():
            return replace(year, final=True)
        case _:
            assert_never(event)


YEAR: Aggregate[YearCommand, Year, YearEvent] = Aggregate("annual", Year(), decide, evolve)
