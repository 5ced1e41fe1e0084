"""Meetings in three phases; what is missing is noted with the rule it belongs to (A8S-1 2.1)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from common.testing.scenario import Given, given
from common.testing.terms import beijing_terms
from tickets.domain.meeting import MEETING, Meeting
from tickets.domain.meeting.commands import (
    CallTheRoll,
    CancelMeeting,
    Command,
    FinishMeeting,
    NoteDeadline,
    NoteIncident,
    PlanMeeting,
    Prepare,
)
from tickets.domain.meeting.facts import (
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

TERMS = beijing_terms()


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 10, 14, hour, minute, second, tzinfo=TERMS.timezone)


SET_UP_DUE, ROLL_CALL_DUE, STARTS, ENDS = at(9, 30), at(9, 0), at(10), at(11)
EVENING = at(20)
PLAN = PlanMeeting("digest", "A", "video", STARTS, ENDS, SET_UP_DUE, ROLL_CALL_DUE, True, "desk-1")
PLANNED = MeetingPlanned("digest", "A", "video", STARTS, ENDS, SET_UP_DUE, ROLL_CALL_DUE, True, "desk-1")
STARTED = MeetingStarted(STARTS, "V1")
NOT_SET_UP = IncidentNoted("2.1A.3", "before", "2.1A.3", "A", SET_UP_DUE, None, "clock")
ECHO = IncidentNoted("I-1", "during", "2.1B.2", "A", at(10, 20), None, "officer-1")


def a_meeting(*events: Event) -> Given[Command, Meeting, Event]:
    return given(MEETING, TERMS, PLANNED, *events)


def prepare(done_at: datetime) -> Prepare:
    return Prepare(("set_up",), done_at, "V1", EVENING)


def test_a_meeting_is_planned() -> None:
    given(MEETING, TERMS).when(PLAN).then(PLANNED)


def test_a_meeting_is_not_planned_to_be_set_up_after_it_starts() -> None:
    late = replace(PLAN, setup_due_at=STARTS + timedelta(seconds=1))
    given(MEETING, TERMS).when(late).then_refused("meeting_times_disordered")


def test_a_meeting_before_the_term_is_refused() -> None:
    shift = timedelta(days=200)
    early = replace(
        PLAN,
        starts_at=STARTS - shift,
        ends_at=ENDS - shift,
        setup_due_at=SET_UP_DUE - shift,
        roll_call_due_at=ROLL_CALL_DUE - shift,
    )
    given(MEETING, TERMS).when(early).then_refused("date_before_the_term")


@pytest.mark.parametrize(
    ("done_at", "in_time"),
    [(at(9, 29, 59), True), (at(9, 30), True), (at(9, 30, 1), False)],
    ids=["under", "on", "over"],
)
def test_a_set_up_is_in_time_up_to_the_set_moment(done_at: datetime, in_time: bool) -> None:
    a_meeting().when(prepare(done_at)).then(MeetingPrepared(("set_up",), done_at, in_time, "V1"))


@pytest.mark.parametrize(
    ("done_at", "in_time"),
    [(at(8, 59, 59), True), (at(9), True), (at(9, 0, 1), False)],
    ids=["under", "on", "over"],
)
def test_a_roll_call_is_in_time_up_to_the_set_moment(done_at: datetime, in_time: bool) -> None:
    a_meeting().when(CallTheRoll(done_at, "V1", EVENING)).then(RollCallDone(done_at, in_time, "V1"))


def test_a_set_up_that_is_not_done_by_its_deadline_is_noted() -> None:
    a_meeting().when(NoteDeadline("set_up")).then(NOT_SET_UP)


def test_a_set_up_that_is_done_leaves_nothing_to_note() -> None:
    a_meeting(MeetingPrepared(("set_up",), SET_UP_DUE, True, "V1")).when(NoteDeadline("set_up")).then_nothing_happened()


def test_a_roll_call_that_is_not_done_by_its_time_is_missed() -> None:
    a_meeting().when(NoteDeadline("roll_call")).then(RollCallMissed("A", date(2026, 10, 14), ROLL_CALL_DUE))


def test_a_cancelled_meeting_has_no_deadlines() -> None:
    cancelled = a_meeting(MeetingCancelled(at(8), None, "desk-1"))
    cancelled.when(NoteDeadline("roll_call")).then_nothing_happened()
    cancelled.when(NoteDeadline("set_up")).then_nothing_happened()


def test_a_meeting_that_misses_nothing_is_supported() -> None:
    a_meeting(STARTED).when(FinishMeeting(ENDS, True, True, "V1", EVENING)).then(
        MeetingFinished(ENDS, True, True, "V1"), MeetingSupported("A", STARTS, ENDS, 0)
    )


def test_incidents_before_and_during_a_supported_meeting_are_counted() -> None:
    a_meeting(NOT_SET_UP, STARTED, ECHO).when(FinishMeeting(ENDS, True, True, "V1", EVENING)).then(
        MeetingFinished(ENDS, True, True, "V1"), MeetingSupported("A", STARTS, ENDS, 2)
    )


def test_a_work_order_that_the_organiser_did_not_sign_is_noted() -> None:
    a_meeting(STARTED).when(FinishMeeting(ENDS, False, True, "V1", EVENING)).then(
        MeetingFinished(ENDS, False, True, "V1"), IncidentNoted("2.1C.1", "after", "2.1C.1", "A", ENDS, None, "V1")
    )


def test_a_recording_that_was_asked_for_and_not_made_is_noted() -> None:
    a_meeting(STARTED).when(FinishMeeting(ENDS, True, False, "V1", EVENING)).then(
        MeetingFinished(ENDS, True, False, "V1"), IncidentNoted("2.1C.2", "after", "2.1C.2", "A", ENDS, None, "V1")
    )


def test_a_recording_that_nobody_asked_for_is_not_missing() -> None:
    planned = replace(PLANNED, recording_required=False)
    given(MEETING, TERMS, planned, STARTED).when(FinishMeeting(ENDS, True, False, "V1", EVENING)).then(
        MeetingFinished(ENDS, True, False, "V1"), MeetingSupported("A", STARTS, ENDS, 0)
    )


def test_a_meeting_is_finished_only_after_it_started() -> None:
    a_meeting().when(FinishMeeting(ENDS, True, True, "V1", EVENING)).then_refused("meeting_not_started")


def test_a_meeting_is_finished_once() -> None:
    finished = MeetingFinished(ENDS, True, True, "V1")
    a_meeting(STARTED, finished).when(FinishMeeting(ENDS, True, True, "V1", EVENING)).then_refused("meeting_finished")


def test_a_running_meeting_is_not_cancelled() -> None:
    a_meeting(STARTED).when(CancelMeeting(None, "desk-1", EVENING)).then_refused("meeting_already_started")


def test_an_echo_during_the_meeting_is_noted() -> None:
    a_meeting(STARTED).when(NoteIncident("I-1", "during", "2.1B.2", at(10, 20), None, "officer-1", EVENING)).then(ECHO)


def test_nothing_can_happen_during_a_meeting_that_has_not_started() -> None:
    note = NoteIncident("I-1", "during", "2.1B.2", at(10, 20), None, "officer-1", EVENING)
    a_meeting().when(note).then_refused("incident_before_the_meeting")


def test_a_rule_of_another_phase_is_refused() -> None:
    note = NoteIncident("I-1", "during", "2.1C.1", at(10, 20), None, "officer-1", EVENING)
    a_meeting(STARTED).when(note).then_refused("incident_not_of_this_phase")


def test_a_rule_that_the_contract_does_not_have_is_refused() -> None:
    note = NoteIncident("I-1", "during", "2.1B.9", at(10, 20), None, "officer-1", EVENING)
    a_meeting(STARTED).when(note).then_refused("rule_unknown")


def test_preparing_the_same_twice_is_refused() -> None:
    prepared = MeetingPrepared(("set_up",), SET_UP_DUE, True, "V1")
    a_meeting(prepared).when(prepare(SET_UP_DUE)).then_refused("nothing_prepared")
