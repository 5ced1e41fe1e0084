"""An annual finding (年度考核事项): a fact under AS-1, 2, 4 or 5, recorded by an officer, confirmed by a leader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from scoring.domain.people import Person

CLAUSE = "A8 Art.8"
State = Literal["absent", "recorded", "confirmed", "rejected"]


@dataclass(frozen=True, slots=True)
class FindingRecorded:
    """Somebody of the customer holds a fact against an annual rule. `points` carries its sign; `fact` is a digest."""

    rule: str
    clause: str
    points: int
    occurred_on: date
    fact: str
    evidence: tuple[str, ...]
    subject: str | None
    proposal_id: str | None
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingConfirmed:
    """The working group (考核工作组) takes it into the annual score."""

    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingRejected:
    """It does not count, with a reason. Also takes a confirmation back while the year is not final."""

    reason: str
    by: Person
    at: datetime


FindingEvent = FindingRecorded | FindingConfirmed | FindingRejected
EVENTS = (FindingRecorded, FindingConfirmed, FindingRejected)


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """`year_final` says whether the annual score is final already."""

    rule: str
    occurred_on: date
    fact: str
    evidence: tuple[str, ...]
    by: Person
    now: datetime
    year_final: bool = False
    subject: str | None = None
    proposal_id: str | None = None


@dataclass(frozen=True, slots=True)
class ConfirmFinding:
    by: Person
    now: datetime
    year_final: bool = False


@dataclass(frozen=True, slots=True)
class RejectFinding:
    reason: str
    by: Person
    now: datetime
    year_final: bool = False


FindingCommand = RecordFinding | ConfirmFinding | RejectFinding


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a finding stands."""

    state: State = "absent"
    recorded_by: str = ""


def decide(command: FindingCommand, finding: Finding, terms: Terms) -> Sequence[FindingEvent]:
    """Nothing changes a finding once the annual score is final."""
    if command.year_final:
        raise Refused("year_already_assessed", clause=CLAUSE)
    match command:
        case RecordFinding():
            return _record(command, finding, terms)
        case ConfirmFinding(by, now):
            return _confirm(by, now, finding)
        case RejectFinding(reason, by, now):
            if finding.state not in {"recorded", "confirmed"}:
                raise Refused("finding_not_open", clause=CLAUSE)
            return (FindingRejected(reason, by, now),)
        case _:
            assert_never(command)


def _record(command: RecordFinding, finding: Finding, terms: Terms) -> Sequence[FindingEvent]:
    """The tiers AS-3.x are computed from the quarters, never entered. The fact lies within the service term."""
    if finding.state != "absent":
        raise Refused("finding_already_recorded", clause=CLAUSE)
    rule = terms.annual_rule(command.rule)
    if rule.derived:
        raise Refused("finding_is_derived", clause=rule.clause)
    if command.occurred_on > terms.local_date(command.now):
        raise Refused("event_in_the_future", clause=rule.clause)
    terms.quarter_of(command.occurred_on)  # refuses a day outside the service term
    recorded = FindingRecorded(
        rule.code,
        rule.clause,
        rule.points,
        command.occurred_on,
        command.fact,
        command.evidence,
        command.subject,
        command.proposal_id,
        command.by,
        command.now,
    )
    return (recorded,)


def _confirm(by: Person, now: datetime, finding: Finding) -> Sequence[FindingEvent]:
    if finding.state != "recorded":
        raise Refused("finding_not_open", clause=CLAUSE)
    if by.subject == finding.recorded_by:
        raise Refused("recorder_may_not_confirm", clause="A8 Art.4")
    return (FindingConfirmed(by, now),)


def evolve(finding: Finding, event: FindingEvent) -> Finding:
    """Follows what happened; checks nothing."""
    match event:
        case FindingRecorded(by=by):
            return Finding("recorded", by.subject)
        case FindingConfirmed():
            return replace(finding, state="confirmed")
        case FindingRejected():
            return replace(finding, state="rejected")
        case _:
            assert_never(event)


FINDING: Aggregate[FindingCommand, Finding, FindingEvent] = Aggregate("finding", Finding(), decide, evolve)
