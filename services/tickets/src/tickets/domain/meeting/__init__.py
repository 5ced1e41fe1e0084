"""Meetings (会议保障): planned, prepared, supported in three phases; what is missing is noted (A8S-1 2.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from tickets.domain import clauses
from tickets.domain.meeting.commands import (
    CallTheRoll,
    CancelMeeting,
    Command,
    FinishMeeting,
    NoteDeadline,
    NoteIncident,
    PlanMeeting,
    Prepare,
    StartMeeting,
)
from tickets.domain.meeting.facts import (
    Check,
    Event,
    IncidentNoted,
    MeetingCancelled,
    MeetingFinished,
    MeetingPlanned,
    MeetingPrepared,
    MeetingStarted,
    MeetingSupported,
    RollCallDone,
    RollCallMissed,
)
from tickets.domain.moments import must_follow, must_have_happened, must_lie_in_the_term

CLAUSE = "A8S-1 2.1"
CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Meeting:
    """How far the support of a meeting has come."""

    planned: MeetingPlanned | None = None
    checks: frozenset[Check] = field(default_factory=frozenset)
    roll_call_done: bool = False
    roll_call_missed: bool = False
    started: MeetingStarted | None = None
    finished: bool = False
    cancelled: bool = False
    incidents: tuple[str, ...] = ()


def decide(command: Command, meeting: Meeting, terms: Terms) -> Sequence[Event]:
    """What a command makes happen, one function per command; a refusal where the state or a clause forbids it."""
    match command:
        case PlanMeeting():
            return _plan(command, meeting, terms)
        case Prepare():
            return _prepare(command, meeting, terms)
        case CallTheRoll():
            return _call_the_roll(command, meeting, terms)
        case StartMeeting():
            return _start(command, meeting, terms)
        case NoteIncident():
            return _note(command, meeting, terms)
        case FinishMeeting():
            return _finish(command, meeting, terms)
        case CancelMeeting():
            return _cancel(command, meeting)
        case NoteDeadline():
            return _deadline(command, meeting, terms)
        case _:
            assert_never(command)


def _plan(command: PlanMeeting, meeting: Meeting, terms: Terms) -> Sequence[Event]:
    if meeting.planned:
        raise Refused("meeting_already_planned")
    latest_preparation = max(command.setup_due_at, command.roll_call_due_at)
    if not latest_preparation <= command.starts_at < command.ends_at:
        raise Refused("meeting_times_disordered", clause=CLAUSE)
    must_lie_in_the_term(min(command.setup_due_at, command.roll_call_due_at), terms)
    must_lie_in_the_term(command.starts_at, terms)
    return (
        MeetingPlanned(
            command.title, command.level, command.kind, command.starts_at, command.ends_at, command.setup_due_at,
            command.roll_call_due_at, command.recording_required, command.by,
        ),
    )  # fmt: skip


def _prepare(command: Prepare, meeting: Meeting, terms: Terms) -> Sequence[Event]:
    planned = _going_on(meeting)
    must_have_happened(command.at, command.now, terms)
    new = tuple(check for check in dict.fromkeys(command.checks) if check not in meeting.checks)
    if not new:
        raise Refused("nothing_prepared")
    return (MeetingPrepared(new, command.at, clauses.set_up_in_time(command.at, planned.setup_due_at), command.by),)


def _call_the_roll(command: CallTheRoll, meeting: Meeting, terms: Terms) -> Sequence[Event]:
    planned = _going_on(meeting)
    if meeting.roll_call_done:
        raise Refused("roll_call_already_done")
    must_have_happened(command.at, command.now, terms)
    return (RollCallDone(command.at, clauses.roll_call_in_time(command.at, planned.roll_call_due_at), command.by),)


def _start(command: StartMeeting, meeting: Meeting, terms: Terms) -> Sequence[Event]:
    _going_on(meeting)
    if meeting.started:
        raise Refused("meeting_already_started")
    must_have_happened(command.at, command.now, terms)
    return (MeetingStarted(command.at, command.by),)


def _note(command: NoteIncident, meeting: Meeting, terms: Terms) -> Sequence[Event]:
    planned = _planned(meeting)
    if meeting.cancelled:
        raise Refused("meeting_cancelled")
    if not clauses.belongs_to(terms.rule(command.rule).code, command.phase):
        raise Refused("incident_not_of_this_phase", clause=CLAUSE, rule=command.rule)
    if command.phase != "before" and not meeting.started:
        raise Refused("incident_before_the_meeting", clause=CLAUSE)
    must_have_happened(command.at, command.now, terms)
    return (
        IncidentNoted(
            command.incident_id, command.phase, command.rule, planned.level, command.at, command.description, command.by
        ),
    )


def _finish(command: FinishMeeting, meeting: Meeting, terms: Terms) -> Sequence[Event]:
    planned = _going_on(meeting)
    if meeting.started is None:
        raise Refused("meeting_not_started")
    must_have_happened(command.at, command.now, terms)
    must_follow(command.at, meeting.started.started_at)
    finished = MeetingFinished(command.at, command.work_order_signed, command.recording_done, command.by)
    missing = clauses.missing_afterwards(
        work_order_signed=command.work_order_signed,
        recording_required=planned.recording_required,
        recording_done=command.recording_done,
    )
    if not missing:
        return finished, MeetingSupported(planned.level, planned.starts_at, command.at, len(meeting.incidents))
    noted = (IncidentNoted(rule, "after", rule, planned.level, command.at, None, command.by) for rule in missing)
    return finished, *noted


def _cancel(command: CancelMeeting, meeting: Meeting) -> Sequence[Event]:
    _going_on(meeting)
    if meeting.started:
        raise Refused("meeting_already_started")
    return (MeetingCancelled(command.now, command.reason, command.by),)


def _deadline(command: NoteDeadline, meeting: Meeting, terms: Terms) -> Sequence[Event]:
    planned = meeting.planned
    match command.deadline:
        case "set_up" if planned and not meeting.cancelled and "set_up" not in meeting.checks:
            rule = clauses.NOT_SET_UP
            return (IncidentNoted(rule, "before", rule, planned.level, planned.setup_due_at, None, CLOCK),)
        case "roll_call" if planned and not meeting.cancelled and not meeting.roll_call_done:
            return (RollCallMissed(planned.level, terms.local_date(planned.starts_at), planned.roll_call_due_at),)
        case _:
            return ()


def _planned(meeting: Meeting) -> MeetingPlanned:
    if meeting.planned is None:
        raise Refused("meeting_not_planned")
    return meeting.planned


def _going_on(meeting: Meeting) -> MeetingPlanned:
    planned = _planned(meeting)
    if meeting.cancelled:
        raise Refused("meeting_cancelled")
    if meeting.finished:
        raise Refused("meeting_finished")
    return planned


def evolve(meeting: Meeting, event: Event) -> Meeting:
    """The state after an event."""
    match event:
        case MeetingPlanned():
            return replace(meeting, planned=event)
        case MeetingPrepared(checks=checks):
            return replace(meeting, checks=meeting.checks | frozenset(checks))
        case RollCallDone():
            return replace(meeting, roll_call_done=True)
        case RollCallMissed():
            return replace(meeting, roll_call_missed=True)
        case IncidentNoted(incident_id=incident_id):
            return replace(meeting, incidents=(*meeting.incidents, incident_id))
        case MeetingStarted():
            return replace(meeting, started=event)
        case MeetingFinished():
            return replace(meeting, finished=True)
        case MeetingCancelled():
            return replace(meeting, cancelled=True)
        case MeetingSupported():
            return meeting
        case _:
            assert_never(event)


MEETING: Aggregate[Command, Meeting, Event] = Aggregate("meeting", Meeting(), decide, evolve)
