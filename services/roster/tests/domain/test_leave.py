"""Leave: asked for before or after, approved or declined once."""

from datetime import datetime

from common.testing.scenario import given
from common.testing.terms import beijing_terms
from roster.domain.leave import (
    LEAVE,
    ApproveLeave,
    DeclineLeave,
    LeaveApproved,
    LeaveDeclined,
    LeaveRequested,
    RequestLeave,
)

TERMS = beijing_terms()


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-14T{time}+08:00")


FROM, UNTIL = at("09:00:00"), at("12:00:00")
ASKED = LeaveRequested("P-1", FROM, UNTIL, None, at("08:59:59"), after_the_fact=False)


def test_leave_asked_for_in_time_and_after_the_fact() -> None:
    given(LEAVE, TERMS).when(RequestLeave("P-1", FROM, UNTIL, None, at("08:59:59"))).then(ASKED)
    late = LeaveRequested("P-1", FROM, UNTIL, None, FROM, after_the_fact=True)
    given(LEAVE, TERMS).when(RequestLeave("P-1", FROM, UNTIL, None, FROM)).then(late)


def test_leave_has_a_length_and_lies_in_the_term() -> None:
    given(LEAVE, TERMS).when(RequestLeave("P-1", FROM, FROM, None, FROM)).then_refused("ends_before_start")
    before = datetime.fromisoformat("2026-06-14T12:00:00+08:00")
    given(LEAVE, TERMS).when(RequestLeave("P-1", before, UNTIL, None, before)).then_refused("outside_the_term")


def test_leave_is_decided_once() -> None:
    approved = given(LEAVE, TERMS, ASKED).when(ApproveLeave(FROM)).then(LeaveApproved("P-1", FROM, UNTIL, FROM))
    approved.when(DeclineLeave(None, FROM)).then_refused("leave_already_decided")
    given(LEAVE, TERMS, ASKED).when(DeclineLeave(None, FROM)).then(LeaveDeclined(None, FROM))
    given(LEAVE, TERMS).when(ApproveLeave(FROM)).then_refused("leave_unknown")
