"""The scoring clauses that concern one record: valid points, its time limit, its quarter."""

from collections.abc import Sequence
from datetime import datetime

from common.errors import Refused
from common.terms import Deadline, QuarterlyRule, Terms

COUNTABLE = frozenset({"person", "place", "occurrence_or_place"})
FORM_2 = "A8S Art.7"


def points_must_be_within_range(rule: QuarterlyRule, points: int, units: int) -> None:
    """「每处扣1分，累加计算」「视情每人扣1-10分」: each unit costs a value of the rule's range, and units add up.

    Only a rule that counts people or places, or accumulates by its words, takes more than one unit on one slip.
    `points` is the positive total of the slip. Refused `points_outside_range` or `units_not_countable`.
    """
    if units > 1 and not (rule.cumulative or rule.unit in COUNTABLE):
        raise Refused("units_not_countable", clause=rule.clause, rule=rule.code)
    low, high = rule.points_min * units, rule.points_max * units
    if not low <= points <= high or not (rule.values is None or points in _sums(rule.values, units)):
        raise Refused("points_outside_range", clause=rule.clause, rule=rule.code, points=points, min=low, max=high)


def _sums(values: Sequence[int], units: int) -> set[int]:
    sums = {0}
    for _ in range(units):
        sums = {total + value for total in sums for value in values}
    return sums


def form2_due(event_at: datetime, terms: Terms) -> Deadline:
    """「发生事件后，技术保障三部管理人员在5个工作日内填写」: the last day to record an event in time (Form 2)."""
    return terms.deadline("form2", terms.local_date(event_at))


def quarter_of_record(event_at: datetime, recorded_at: datetime, terms: Terms) -> int:
    """The quarter a record belongs to: by default that of the event, in the contract's time zone (AMB-37).

    Under `quarter.by=signature_time` this is the expected quarter; the second signature fixes it.
    Refused `outside_term` for a day that lies in no quarter.
    """
    in_term = quarter_at(event_at, terms)
    return in_term if terms.reading("quarter.by") == "event_time" else quarter_at_or_last(recorded_at, terms)


def quarter_at_or_last(at: datetime, terms: Terms) -> int:
    """The quarter of a record or a signature: what is written down after the term counts in its last quarter."""
    last = terms.quarters[-1]
    return last.no if terms.local_date(at) > last.ends else quarter_at(at, terms)


def quarter_at(at: datetime, terms: Terms) -> int:
    """The number of the quarter in which a moment lies, by the contract's local date. Refused `outside_term`."""
    return terms.quarter_of(terms.local_date(at)).no


def must_be_open(quarter: int, noticed: Sequence[int]) -> None:
    """Form 4 freezes its quarter: afterwards only a counter-slip corrects it, and counts where it is signed."""
    if quarter in noticed:
        raise Refused("quarter_notice_issued", clause=FORM_2, quarter=quarter)
