"""The two clocks of a quarter: assess by the 15th day of the next one, rectify within 10 working days."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from common.errors import Refused
from common.terms import Terms
from scoring.domain.quarter.commands import OpenQuarter
from scoring.domain.quarter.events import (
    AssessmentDueMoved,
    AssessmentFellOverdue,
    QuarterEvent,
    QuarterOpened,
    RectificationDueMoved,
    RectificationFellOverdue,
)
from scoring.domain.quarter.state import Quarter

CLAUSE = "A8S Art.7"


def end_of(day: date, terms: Terms) -> datetime:
    """The moment after the last one of a due day: 24:00 in the contract's zone (AMB-04)."""
    return terms.at(day + timedelta(days=1), time(0, 0))


def open_quarter(command: OpenQuarter, quarter: Quarter, terms: Terms) -> Sequence[QuarterEvent]:
    """A quarter of the contract, on or after its first day. Opening again changes nothing."""
    if quarter.stage != "unopened":
        return ()
    found = next((found for found in terms.quarters if found.no == command.quarter), None)
    if found is None:
        raise Refused("quarter_unknown", clause=CLAUSE, quarter=command.quarter)
    if terms.local_date(command.now) < found.starts:
        raise Refused("quarter_not_open", clause=CLAUSE)
    due = found.assess_due
    return (QuarterOpened(found.no, found.starts, found.ends, due.on, end_of(due.on, terms), due.provisional),)


def assessment_overdue(now: datetime, quarter: Quarter, terms: Terms) -> Sequence[QuarterEvent]:
    """「具体执行时间为下个季度第一个月15日前」: looked at again on the calendar known today."""
    opened = quarter.opened
    if opened is None or quarter.notice is not None:
        return ()
    due = next(found.assess_due for found in terms.quarters if found.no == opened.quarter)
    if terms.local_date(now) <= due.on:
        return (AssessmentDueMoved(opened.quarter, due.on, end_of(due.on, terms)),)
    return (AssessmentFellOverdue(opened.quarter, due.on, due.provisional),)


def rectification_overdue(now: datetime, quarter: Quarter, terms: Terms) -> Sequence[QuarterEvent]:
    """「于收到通知单后的10个工作日内提交绩效考核整改报告」: looked at again on the calendar known today."""
    notice = quarter.notice
    if notice is None or quarter.stage != "noticed":
        return ()
    due = terms.deadline("rectification_report", notice.issued_on)
    if terms.local_date(now) <= due.on:
        return (RectificationDueMoved(notice.quarter, due.on, end_of(due.on, terms)),)
    return (RectificationFellOverdue(notice.quarter, due.on, due.provisional),)
