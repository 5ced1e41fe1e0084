"""What tickets does about what others tell: who is on duty (roster), a ticket for each fault (inspection)."""

from collections.abc import Sequence

from common.aggregate import Order
from common.ledger.facts import Delivered
from common.published import inspection, roster
from common.service import Policy
from tickets.domain import duty, ticket
from tickets.domain.duty import DUTY, BeginDuty, EndAllDuty, EndDuty
from tickets.domain.ticket import TICKET, OpenForFault, ResolveWithFault, ticket_of_fault


def begin_duty(told: Delivered[roster.ShiftStarted]) -> Sequence[Order[duty.Command]]:
    """A person is on post."""
    event = told.event
    command = BeginDuty(event.shift_id, event.person_id, event.post, event.started_at, told.position)
    return (Order(DUTY, event.person_id, command),)


def end_duty(told: Delivered[roster.ShiftEnded]) -> Sequence[Order[duty.Command]]:
    """A person left the post."""
    return (Order(DUTY, told.event.person_id, EndDuty(told.event.shift_id, told.event.ended_at, told.position)),)


def end_all_duty(told: Delivered[roster.PersonLeft]) -> Sequence[Order[duty.Command]]:
    """A person left the contract: no shift of theirs is open any more."""
    return (Order(DUTY, told.event.person_id, EndAllDuty(told.event.left_at, told.position)),)


def open_for_fault(told: Delivered[inspection.FaultFound]) -> Sequence[Order[ticket.Command]]:
    """Each fault has one ticket."""
    fault_id = told.event.fault_id
    return (Order(TICKET, ticket_of_fault(fault_id), OpenForFault(fault_id, told.event.found_at, told.position)),)


def resolve_with_fault(told: Delivered[inspection.FaultResolved]) -> Sequence[Order[ticket.Command]]:
    """The fault is gone: its ticket waits to be closed."""
    command = ResolveWithFault(told.event.resolved_at, told.position)
    return (Order(TICKET, ticket_of_fault(told.event.fault_id), command),)


FOLLOW_DUTY = Policy(
    name="follow-duty",
    reacts={
        "roster": {
            roster.ShiftStarted: begin_duty,
            roster.ShiftEnded: end_duty,
            roster.PersonLeft: end_all_duty,
            roster.PersonApproved: None,
            roster.PersonReplaced: None,
            roster.PersonFailedExam: None,
            roster.RosterPublished: None,
            roster.AttendanceClassified: None,
            roster.CoverageGapOpened: None,
            roster.CoverageGapClosed: None,
            roster.RosterMissing: None,
            roster.HandoverCompleted: None,
            roster.HandoverMissed: None,
            roster.KeyPeriodOrdered: None,
        }
    },
)

TICKET_PER_FAULT = Policy(
    name="ticket-per-fault",
    reacts={
        "inspection": {
            inspection.FaultFound: open_for_fault,
            inspection.FaultResolved: resolve_with_fault,
            inspection.FaultReported: None,
            inspection.PlanConfirmed: None,
            inspection.PlanMissing: None,
            inspection.CheckCompleted: None,
            inspection.CheckMissed: None,
            inspection.RoundMissed: None,
        }
    },
)

POLICIES = (FOLLOW_DUTY, TICKET_PER_FAULT)
