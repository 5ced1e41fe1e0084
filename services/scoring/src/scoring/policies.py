"""What the other services tell, held against the clauses: proposals, never points.

A proposal's id is made of the fact and the id of the thing it is about, so that a correction finds it again.
"""

from collections.abc import Sequence
from datetime import datetime

from common.aggregate import Order
from common.ledger.facts import Delivered
from common.published import inspection, roster, tickets
from common.published.base import Published
from common.service import Policy
from scoring.domain.proposal import PROPOSAL, Kind, MarkFactCorrected, ProposalCommand, RaiseProposal

Orders = Sequence[Order[ProposalCommand]]

ATTENDANCE = {"late": "attendance-late", "early_leave": "attendance-early-leave", "absent": "attendance-absent"}


def _propose(
    delivered: Delivered[Published],
    fact: str,
    about: str,
    rules: tuple[str, ...],
    at: datetime,
    *,
    units: int = 1,
    subject: str | None = None,
    kind: Kind = "slip",
) -> Orders:
    command = RaiseProposal(kind, rules, at, fact, (delivered.position,), units, subject)
    return (Order(PROPOSAL, f"{fact}.{about}", command),)


def _corrected(delivered: Delivered[Published], fact: str, about: str) -> Orders:
    return (Order(PROPOSAL, f"{fact}.{about}", MarkFactCorrected(delivered.position)),)


def attendance(delivered: Delivered[roster.AttendanceClassified]) -> Orders:
    """A8S-1 1.1.1, per person. A correction marks the proposal of the finding it takes back."""
    event = delivered.event
    marked: Orders = ()
    if event.corrects in ATTENDANCE and event.corrects != event.finding:
        marked = _corrected(delivered, ATTENDANCE[event.corrects], event.shift_id)
    if event.finding not in ATTENDANCE:
        return marked
    fact = ATTENDANCE[event.finding]
    at = event.actual_at or event.set_at
    return (*marked, *_propose(delivered, fact, event.shift_id, ("1.1.1",), at, subject=event.person_id))


def handover_missed(delivered: Delivered[roster.HandoverMissed]) -> Orders:
    """A8S-1 3.2.1: no handover."""
    return _propose(delivered, "handover-missed", delivered.event.handover_id, ("3.2.1",), delivered.event.due_at)


def handover_completed(delivered: Delivered[roster.HandoverCompleted]) -> Orders:
    """A8S-1 3.2.1 at the wrong time, 3.2.2 one unit per omission. A handover that was missed may still come."""
    event = delivered.event
    orders: list[Order[ProposalCommand]] = []
    if not event.on_time:
        orders += _propose(delivered, "handover-off-time", event.handover_id, ("3.2.1",), event.completed_at)
    if event.omitted:
        orders += _propose(delivered, "handover-omitted", event.handover_id, ("3.2.2",), event.completed_at, units=event.omitted)
    return (*_corrected(delivered, "handover-missed", event.handover_id), *orders)


def replaced(delivered: Delivered[roster.PersonReplaced]) -> Orders:
    """AS-2.1, per person-time, whatever the cause: the text makes no difference; people may."""
    event = delivered.event
    return _propose(
        delivered, "person-replaced", event.person_id, ("AS-2.1",), event.at, subject=event.successor_id, kind="finding"
    )


def failed_exam(delivered: Delivered[roster.PersonFailedExam]) -> Orders:
    """AS-2.2, about the replacement."""
    event = delivered.event
    return _propose(delivered, "exam-failed", event.person_id, ("AS-2.2",), event.at, subject=event.person_id, kind="finding")


def call_missed(delivered: Delivered[tickets.CallMissed]) -> Orders:
    """A8S-1 2.6.2. The contract names no number of seconds, so a person judges."""
    return _propose(delivered, "call-missed", delivered.event.call_id, ("2.6.2",), delivered.event.rang_at)


def meeting_incident(delivered: Delivered[tickets.MeetingIncident]) -> Orders:
    """A8S-1 2.1A to 2.1C: the rule that tickets recorded."""
    event = delivered.event
    return _propose(delivered, "meeting-incident", event.incident_id, (event.rule,), event.occurred_at)


def roll_call_missed(delivered: Delivered[tickets.RollCallMissed]) -> Orders:
    """A8S-1 2.1A.4; 2.5.2 if it was the single-soldier terminals'. Without a meeting it is the day's roll call."""
    event = delivered.event
    about = event.meeting_id or event.day.isoformat()
    return _propose(delivered, "roll-call-missed", about, ("2.1A.4", "2.5.2"), event.due_at)


def complaint(delivered: Delivered[tickets.ComplaintReceived]) -> Orders:
    """A8S-1 2.6.1."""
    return _propose(delivered, "complaint-received", delivered.event.complaint_id, ("2.6.1",), delivered.event.received_at)


def urgent_task(delivered: Delivered[tickets.UrgentTaskCompleted]) -> Orders:
    """Bonus 4.3. Whether AS-4.2 applies besides (出色) only people can say."""
    event = delivered.event
    return _propose(delivered, "urgent-task-completed", event.ticket_id, ("4.3",), event.completed_at)


def check_missed(delivered: Delivered[inspection.CheckMissed]) -> Orders:
    """A8S-1 3.3.2, per place. When the whole round was missed, 3.3.1 says it once."""
    event = delivered.event
    if event.whole_round:
        return ()
    return _propose(delivered, "check-missed", event.check_id, ("3.3.2",), event.due_at)


def round_missed(delivered: Delivered[inspection.RoundMissed]) -> Orders:
    """A8S-1 3.3.1."""
    return _propose(delivered, "round-missed", delivered.event.round_id, ("3.3.1",), delivered.event.due_at)


def check_completed(delivered: Delivered[inspection.CheckCompleted]) -> Orders:
    """A8S-1 3.3.3 when late. A check done after all takes back that it was missed."""
    event = delivered.event
    marked: list[Order[ProposalCommand]] = []
    if event.after_missed:
        marked += _corrected(delivered, "check-missed", event.check_id)
        marked += _corrected(delivered, "round-missed", event.round_id)
    late = _propose(delivered, "check-late", event.check_id, ("3.3.3",), event.completed_at) if event.late else ()
    return (*marked, *late)


def fault_reported(delivered: Delivered[inspection.FaultReported]) -> Orders:
    """A8S-1 3.3.5, only where the confirmed plan names a limit and it was missed."""
    event = delivered.event
    return _propose(delivered, "fault-reported-late", event.fault_id, ("3.3.5",), event.reported_at) if event.late else ()


# Billing's lane is heard by the policy "adopt-terms" alone: nothing it tells is a fact to hold against a clause.
PROPOSE = Policy(
    name="propose",
    reacts={
        "roster": {
            roster.PersonApproved: None,
            roster.PersonLeft: None,
            roster.PersonReplaced: replaced,
            roster.PersonFailedExam: failed_exam,
            roster.RosterPublished: None,
            roster.ShiftStarted: None,
            roster.ShiftEnded: None,
            roster.AttendanceClassified: attendance,
            roster.CoverageGapOpened: None,  # a gap is a matter of clause 9.1 (billing); who was missing is attendance
            roster.CoverageGapClosed: None,
            roster.RosterMissing: None,
            roster.HandoverCompleted: handover_completed,
            roster.HandoverMissed: handover_missed,
            roster.KeyPeriodOrdered: None,
        },
        "tickets": {
            tickets.CallMissed: call_missed,
            tickets.TicketOpened: None,
            tickets.TicketDispatched: None,
            tickets.TicketClosed: None,
            tickets.MeetingSupported: None,
            tickets.MeetingIncident: meeting_incident,
            tickets.RollCallMissed: roll_call_missed,
            tickets.ComplaintReceived: complaint,
            tickets.UrgentTaskCompleted: urgent_task,
        },
        "inspection": {
            inspection.PlanConfirmed: None,
            inspection.PlanMissing: None,
            inspection.CheckCompleted: check_completed,
            inspection.CheckMissed: check_missed,
            inspection.RoundMissed: round_missed,
            inspection.FaultFound: None,
            inspection.FaultReported: fault_reported,
            inspection.FaultResolved: None,
        },
    },
)

POLICIES: tuple[Policy, ...] = (PROPOSE,)
