"""Clauses of the contract as pure functions. Times are compared to the second; fractions of a second are dropped."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from common.terms import Terms

Finding = Literal["on_time", "late", "early_leave", "absent", "excused"]


@dataclass(frozen=True, slots=True)
class Leave:
    """Approved leave (请假) of one person, `[starts, ends)`."""

    id: str
    starts: datetime
    ends: datetime

    def covers(self, moment: datetime) -> bool:
        return self.starts <= moment < self.ends


@dataclass(frozen=True, slots=True)
class AttendanceRule:
    """The limits of A8S-1 1.1, in minutes, under the readings `att.late_at_10` and `att.absent`.

    `inclusive`: exactly ten minutes count as late. `absent_inclusive`: exactly thirty count as absent.
    """

    late_minutes: int
    early_minutes: int
    absent_minutes: int
    inclusive: bool
    absent_inclusive: bool
    clause: str

    def reaches(self, seconds: int, minutes: int) -> bool:
        """Civil Code Art. 1259: 以上 includes the number itself, unless the parties read it otherwise (AMB-25)."""
        return seconds >= minutes * 60 if self.inclusive else seconds > minutes * 60

    def is_absent_after(self, seconds: int) -> bool:
        """超30分钟: exactly thirty minutes is not yet absent, unless the parties read it otherwise (AMB-26)."""
        return seconds >= self.first_absent_second

    @property
    def first_absent_second(self) -> int:
        """Seconds after the set time from which somebody is absent."""
        return self.absent_minutes * 60 + (0 if self.absent_inclusive else 1)


def attendance_rule(terms: Terms) -> AttendanceRule:
    """The limits in force under a contract."""
    pack = terms.staffing.attendance
    inclusive = terms.reading("att.late_at_10") == "inclusive"
    at_thirty = terms.reading("att.absent") == "at_least_30_no_leave"
    return AttendanceRule(pack.late_minutes, pack.early_minutes, pack.absent_minutes, inclusive, at_thirty, pack.clause)


def whole_seconds(earlier: datetime, later: datetime) -> int:
    """Seconds from one moment to another, each cut to its full second."""
    return int((later.replace(microsecond=0) - earlier.replace(microsecond=0)).total_seconds())


def classify_arrival(set_at: datetime, arrived_at: datetime | None, rule: AttendanceRule, leave: Leave | None = None) -> Finding:
    """比规定到岗时间晚10分钟以上算迟到……超30分钟未请假算无故离岗 (A8S-1 1.1.1).

    Ten minutes after the set time is late; more than thirty without leave is absent, which replaces late. Leave that
    covers the set time moves it to the end of the leave. `arrived_at` is `None` for somebody who has not come.
    """
    excused = leave is not None and leave.covers(set_at)
    due_at = max(set_at, leave.ends) if leave is not None and excused else set_at
    if arrived_at is None or rule.is_absent_after(whole_seconds(due_at, arrived_at)):
        return "absent"
    if rule.reaches(whole_seconds(due_at, arrived_at), rule.late_minutes):
        return "late"
    return "excused" if excused and rule.reaches(whole_seconds(set_at, arrived_at), rule.late_minutes) else "on_time"


def classify_departure(set_at: datetime, left_at: datetime, rule: AttendanceRule, leave: Leave | None = None) -> Finding:
    """比规定离岗时间提早10分钟以上算早退, 超30分钟未请假算无故离岗 (A8S-1 1.1.1).

    Leaving ten minutes before the set time is early; more than thirty without leave is leaving the post without reason.
    Leave that reaches the set time moves it to the start of the leave.
    """
    excused = leave is not None and leave.starts < set_at <= leave.ends
    due_at = min(set_at, leave.starts) if leave is not None and excused else set_at
    if rule.is_absent_after(whole_seconds(left_at, due_at)):
        return "absent"
    if rule.reaches(whole_seconds(left_at, due_at), rule.early_minutes):
        return "early_leave"
    return "excused" if excused and rule.reaches(whole_seconds(left_at, set_at), rule.early_minutes) else "on_time"


def absent_after(set_at: datetime, rule: AttendanceRule, leave: Leave | None = None) -> datetime:
    """The first second at which somebody who has not come is absent: by default one second after the thirty minutes."""
    due_at = leave.ends if leave is not None and leave.covers(set_at) else set_at
    return due_at.replace(microsecond=0) + timedelta(seconds=rule.first_absent_second)


def handed_over_on_time(due_at: datetime, at: datetime, tolerance_minutes: int) -> bool:
    """一般交班时间为每日16时; 交接班时间错误的每次扣1分 (A8S-1 3.2.1).

    Compared by the minute that a clock shows, before and after alike: with no tolerance 16:00:59 is right and 16:01:00,
    like 15:59:59, is the wrong time. In a special period any time is right, which the caller decides.
    """
    shown = at.replace(second=0, microsecond=0)
    return abs(shown - due_at) <= timedelta(minutes=tolerance_minutes)


def counts_for_one_post(terms: Terms) -> bool:
    """Whether one person counts for one post at one instant (AMB-22, reading `staff.double_hat`)."""
    return terms.reading("staff.double_hat") == "false"
