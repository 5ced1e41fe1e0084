"""What scoring told about the year, kept as billing's own fact: settlement decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from common.aggregate import Aggregate
from common.explanation import Explanation
from common.terms import Terms


@dataclass(frozen=True, slots=True)
class AnnualScoreHeard:
    """The year was assessed. `source` is the position in scoring's ledger, `explanation` its whole tree."""

    score: int
    assessed_on: date
    source: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class QuarterHeard:
    """A quarter was closed; shown beside the forecast of the final payment."""

    quarter: int
    deducted: int
    bonus: int
    source: str


Event = AnnualScoreHeard | QuarterHeard


@dataclass(frozen=True, slots=True)
class HearAnnualScore:
    score: int
    assessed_on: date
    source: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class HearQuarter:
    quarter: int
    deducted: int
    bonus: int
    source: str


Command = HearAnnualScore | HearQuarter


@dataclass(frozen=True, slots=True)
class Annual:
    score: int | None = None
    source: str | None = None
    explanation: Explanation | None = None


def decide(command: Command, annual: Annual, _terms: Terms) -> Sequence[Event]:
    """What follows from a command in this state; raises `Refused` where a clause forbids it."""
    match command:
        case HearAnnualScore(score, assessed_on, source, explanation):
            return () if annual.source == source else (AnnualScoreHeard(score, assessed_on, source, explanation),)
        case HearQuarter(quarter, deducted, bonus, source):
            return (QuarterHeard(quarter, deducted, bonus, source),)
        case _:
            assert_never(command)


def evolve(annual: Annual, event: Event) -> Annual:
    """The state after an event. Never refuses: it has happened."""
    match event:
        case AnnualScoreHeard(score=score, source=source, explanation=explanation):
            return Annual(score, source, explanation)
        case QuarterHeard():
            return annual
        case _:
            assert_never(event)


ANNUAL: Aggregate[Command, Annual, Event] = Aggregate("annual", Annual(), decide, evolve)
ANNUAL_ID = "result"
