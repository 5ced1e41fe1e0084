"""The three phases of a meeting over HTTP: before, during, after (A8S-1 2.1)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from common.ids import new_id
from common.web.answers import Body, Id, Moment, Text
from common.web.call import Call, call
from common.web.problems import problems
from tickets.api.meeting_answers import MeetingAnswer, shown_meeting
from tickets.domain.meeting import MEETING
from tickets.domain.meeting.commands import CallTheRoll, FinishMeeting, NoteIncident, Prepare, StartMeeting
from tickets.domain.meeting.facts import Check

router = APIRouter(prefix="/v1/contracts/{contract_id}/meetings/{meeting_id}", tags=["meetings 会议保障"])

OPEN = ("meeting_not_planned", "meeting_cancelled", "meeting_finished")
TIMES = ("date_before_the_term", "date_after_the_term", "date_in_the_future", "times_disordered")


class PrepareBody(Body):
    """The preparations done, now or at `at`."""

    checks: tuple[Check, ...] = Field(min_length=1, max_length=10)
    at: Moment | None = None


class AtBody(Body):
    """When it happened; now, if left out."""

    at: Moment | None = None


class IncidentBody(Body):
    """What went wrong, by the rule of A8S-1 2.1 that it falls under."""

    rule: Id
    phase: Literal["before", "during", "after"]
    description: Text
    at: Moment | None = None


class FinishBody(Body):
    """How the meeting was wound up."""

    work_order_signed: bool
    recording_done: bool = False
    at: Moment | None = None


@router.post("/prepare", responses=problems(*OPEN, "nothing_prepared", *TIMES))
async def prepare(meeting_id: str, body: PrepareBody, call: Annotated[Call, Depends(call("meeting.support"))]) -> MeetingAnswer:
    """Listed, needs agreed with the organiser, set up and tested: each once."""
    await call.handle(MEETING, meeting_id, Prepare(body.checks, body.at or call.now, call.actor, call.now))
    return await shown_meeting(meeting_id, call)


@router.post("/roll-call", responses=problems(*OPEN, "roll_call_already_done", *TIMES))
async def call_the_roll(meeting_id: str, body: AtBody, call: Annotated[Call, Depends(call("meeting.support"))]) -> MeetingAnswer:
    """The terminals answered the technical roll call (A8S-1 2.1A.4)."""
    await call.handle(MEETING, meeting_id, CallTheRoll(body.at or call.now, call.actor, call.now))
    return await shown_meeting(meeting_id, call)


@router.post("/start", responses=problems(*OPEN, "meeting_already_started", *TIMES))
async def start_meeting(meeting_id: str, body: AtBody, call: Annotated[Call, Depends(call("meeting.support"))]) -> MeetingAnswer:
    """The meeting begins."""
    await call.handle(MEETING, meeting_id, StartMeeting(body.at or call.now, call.actor, call.now))
    return await shown_meeting(meeting_id, call)


@router.post(
    "/incidents",
    status_code=201,
    responses=problems(
        "meeting_not_planned",
        "meeting_cancelled",
        "rule_unknown",
        "incident_not_of_this_phase",
        "incident_before_the_meeting",
        *TIMES,
    ),
)
async def note_incident(
    meeting_id: str, body: IncidentBody, call: Annotated[Call, Depends(call("meeting.note_incident"))]
) -> MeetingAnswer:
    """Notes that something went wrong. A fact only: points are proposed elsewhere and decided by people."""
    description = await call.keep_text(body.description)
    command = NoteIncident(new_id(), body.phase, body.rule, body.at or call.now, description, call.actor, call.now)
    await call.handle(MEETING, meeting_id, command)
    return await shown_meeting(meeting_id, call)


@router.post("/finish", responses=problems(*OPEN, "meeting_not_started", *TIMES))
async def finish_meeting(
    meeting_id: str, body: FinishBody, call: Annotated[Call, Depends(call("meeting.support"))]
) -> MeetingAnswer:
    """Winds the meeting up. What is missing (work order, recording) is noted; otherwise the meeting was supported."""
    at = body.at or call.now
    command = FinishMeeting(at, body.work_order_signed, body.recording_done, call.actor, call.now)
    await call.handle(MEETING, meeting_id, command)
    return await shown_meeting(meeting_id, call)
