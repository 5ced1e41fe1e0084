"""Filling in Form 2, in time or late, and correcting a counted slip by a counter-slip."""

from collections.abc import Sequence

from common.errors import Problem, Refused
from common.terms import QuarterlyRule, Terms
from scoring.domain import clauses
from scoring.domain.slip.commands import CounterSlip, RecordSlip
from scoring.domain.slip.content import SlipContent
from scoring.domain.slip.events import SlipRecorded


def record(command: RecordSlip, terms: Terms) -> Sequence[SlipRecorded]:
    """A slip on one rule. Its points lie in the rule's range; its quarter's Form 4 is not issued yet."""
    if command.event_at > command.now:
        raise Refused("event_in_the_future", clause=clauses.FORM_2)
    rule = terms.rule(command.rule)
    if command.by.party == "contractor" and rule.sign < 0:
        raise Refused("only_customer_deducts", clause=rule.clause)
    clauses.points_must_be_within_range(rule, command.points, command.units)
    quarter = clauses.quarter_of_record(command.event_at, command.now, terms)
    clauses.must_be_open(quarter, command.noticed)
    return (_recorded(command, _content(command, rule, quarter), terms),)


def _content(command: RecordSlip, rule: QuarterlyRule, quarter: int) -> SlipContent:
    return SlipContent(
        number=command.number,
        rule=rule.code,
        clause=rule.clause,
        sign=rule.sign,
        units=command.units,
        points=command.points,
        quarter=quarter,
        event_at=command.event_at,
        narrative=command.narrative,
        evidence=command.evidence,
        fact=command.fact,
        subject=command.subject,
    )


def _recorded(command: RecordSlip, content: SlipContent, terms: Terms) -> SlipRecorded:
    """A late form counts and is flagged, with its reason; under `form2.late=void` it is refused (AMB-34).

    A day that depends on an unpublished year is only marked; nothing is refused on it.
    """
    due = clauses.form2_due(command.event_at, terms)
    late = terms.local_date(command.now) > due.on
    if late and terms.reading("form2.late") == "void":
        if due.provisional:
            raise Problem("calendar_provisional", clause=clauses.FORM_2)
        raise Refused("form2_too_late", clause=clauses.FORM_2, due_on=due.on.isoformat())
    if late and command.late_reason is None:
        raise Refused("late_reason_missing", clause=clauses.FORM_2, due_on=due.on.isoformat())
    return SlipRecorded(
        content,
        command.by,
        command.now,
        due_on=due.on,
        late=late,
        provisional=due.provisional,
        late_reason=command.late_reason if late else None,
        proposal_id=command.proposal_id,
    )


def counter(command: CounterSlip, terms: Terms) -> Sequence[SlipRecorded]:
    """Takes back points of a slip that counts: in its quarter, or, once Form 4 froze that, in the present one, flagged.

    Never more points than the corrected slip gave or took.
    """
    if not command.target_in_effect:
        raise Refused("slip_does_not_count", clause=clauses.FORM_2)
    if not 1 <= command.points <= command.target_points:
        raise Refused("points_outside_range", clause=clauses.FORM_2, points=command.points, min=1, max=command.target_points)
    frozen = command.target_quarter in command.noticed
    quarter = clauses.quarter_at(command.now, terms) if frozen else command.target_quarter
    clauses.must_be_open(quarter, command.noticed)
    rule = terms.rule(command.target_rule)
    content = SlipContent(
        number=command.number,
        rule=rule.code,
        clause=rule.clause,
        sign=rule.sign,
        units=1,
        points=command.points,
        quarter=quarter,
        event_at=command.target_event_at,
        narrative=command.narrative,
        evidence=(command.target_position,),
        counters=command.target_id,
    )
    today = terms.local_date(command.now)
    carried = command.target_quarter if frozen else None
    return (SlipRecorded(content, command.by, command.now, today, late=False, provisional=False, carried_from=carried),)
