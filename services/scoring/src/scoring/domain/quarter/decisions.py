"""The four stages of a quarterly assessment (A8S Art.7), each open to the party that the text names."""

from collections.abc import Sequence
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from scoring.domain.quarter import deadlines, notice
from scoring.domain.quarter.commands import (
    ApplyForAssessment,
    AssessQuarter,
    CloseQuarter,
    EscalateQuarter,
    IssueNotice,
    NoteAssessmentOverdue,
    NoteRectificationOverdue,
    OpenQuarter,
    QuarterCommand,
    ReportRectification,
    ResolveDeadlock,
    RespondToResult,
)
from scoring.domain.quarter.events import (
    DeadlockResolved,
    QuarterAgreed,
    QuarterApplied,
    QuarterAssessed,
    QuarterEscalated,
    QuarterEvent,
    QuarterObjected,
)
from scoring.domain.quarter.state import Quarter, Stage, evolve

CLAUSE = "A8S Art.7"
RESULT_READINGS = ("quarter.scheme", "quarter.by", "kpi.header_cap", "escalation")


def decide(command: QuarterCommand, quarter: Quarter, terms: Terms) -> Sequence[QuarterEvent]:
    """Dispatches on the command."""
    match command:
        case OpenQuarter():
            return deadlines.open_quarter(command, quarter, terms)
        case ApplyForAssessment():
            return _apply(command, quarter, terms)
        case AssessQuarter():
            return _assess(command, quarter, terms)
        case RespondToResult():
            return _respond(command, quarter)
        case EscalateQuarter():
            return _escalate(command, quarter, terms)
        case ResolveDeadlock(decision, by, now):
            only_in(quarter, "escalated")
            return (DeadlockResolved(decision, by, now),)
        case IssueNotice():
            return notice.issue(command, quarter, terms)
        case ReportRectification():
            return notice.report(command, quarter, terms)
        case CloseQuarter():
            return notice.close(command, quarter, terms)
        case NoteAssessmentOverdue(now):
            return deadlines.assessment_overdue(now, quarter, terms)
        case NoteRectificationOverdue(now):
            return deadlines.rectification_overdue(now, quarter, terms)
        case _:
            assert_never(command)


def only_in(quarter: Quarter, *stages: Stage) -> None:
    """Refused `quarter_not_open` before its first day, else `quarter_not_at_this_stage`."""
    if quarter.stage == "unopened":
        raise Refused("quarter_not_open", clause=CLAUSE)
    if quarter.stage not in stages:
        raise Refused("quarter_not_at_this_stage", clause=CLAUSE, stage=quarter.stage)


def _apply(command: ApplyForAssessment, quarter: Quarter, terms: Terms) -> Sequence[QuarterEvent]:
    """「考核申请阶段」: a period is applied for after it has ended (Form 3: "have completed … service")."""
    only_in(quarter, "open")
    assert quarter.opened is not None  # noqa: S101 - every stage after "unopened" has it
    if terms.local_date(command.now) <= quarter.opened.ends:
        raise Refused("quarter_not_ended", clause=CLAUSE, ends=quarter.opened.ends.isoformat())
    return (QuarterApplied(command.materials, command.by, command.now),)


def _assess(command: AssessQuarter, quarter: Quarter, terms: Terms) -> Sequence[QuarterEvent]:
    """「考核初定阶段」: the result is made of the slips. May be repeated until Form 4, each time a new round."""
    only_in(quarter, "applied", "assessed", "objected", "agreed", "escalated")
    readings = terms.used(*RESULT_READINGS)
    return (QuarterAssessed(quarter.round + 1, command.result, readings, command.by, command.now),)


def _respond(command: RespondToResult, quarter: Quarter) -> Sequence[QuarterEvent]:
    """「考核讨论阶段」: the contractor agrees, or objects and the discussion goes on."""
    only_in(quarter, "assessed")
    if command.objection is None:
        return (QuarterAgreed(quarter.round, command.by, command.now),)
    return (QuarterObjected(quarter.round, command.objection, command.by, command.now),)


def _escalate(command: EscalateQuarter, quarter: Quarter, terms: Terms) -> Sequence[QuarterEvent]:
    """The text ends at "until neither objects"; what then follows is the reading `quarter.deadlock` (AMB-36)."""
    only_in(quarter, "objected")
    if terms.reading("quarter.deadlock") != "escalate_deputy_director":
        raise Refused("no_escalation_agreed", clause=CLAUSE)
    return (QuarterEscalated(command.reason, command.by, command.now),)


QUARTER: Aggregate[QuarterCommand, Quarter, QuarterEvent] = Aggregate("quarter", Quarter(), decide, evolve)
