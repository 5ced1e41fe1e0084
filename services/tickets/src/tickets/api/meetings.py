"""Meetings over HTTP: planned, listed, cancelled. What is done for them stands in `meeting_phases`."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import StringConstraints

from common.ids import new_id
from common.projection.filters import Span
from common.terms import Terms
from common.web.answers import Body, Day, Moment, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from tickets.api.meeting_answers import MeetingAnswer, meeting_answers, shown_meeting
from tickets.domain.meeting import MEETING
from tickets.domain.meeting.commands import CancelMeeting, PlanMeeting
from tickets.projections import MEETINGS
from tickets.projections.meetings import MeetingState

router = APIRouter(prefix="/v1/contracts/{contract_id}/meetings", tags=["meetings 会议保障"])

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]


class MeetingBody(Body):
    """A meeting to support. Without a time of its own the roll call is due with the set-up.

    `level` (会议保障层级) is of the customer's own table (AMB-76).
    """

    title: Text
    level: Word
    kind: Word
    starts_at: Moment
    ends_at: Moment
    setup_due_at: Moment
    roll_call_due_at: Moment | None = None
    recording_required: bool = False


@dataclass(frozen=True)
class Starting:
    """When a meeting starts, as a list asks for it: each is optional, all that are given hold."""

    day: Annotated[Day | None, Query(description="The day on which it starts, in the contract's zone.")] = None
    since: Annotated[Moment | None, Query(description="It starts then or later.")] = None
    until: Annotated[Moment | None, Query(description="It starts before.")] = None

    def span(self, terms: Terms) -> Span:
        """From when until when."""
        begins, ends = terms.day(self.day) if self.day else (None, None)
        return Span(max(filter(None, (begins, self.since)), default=None), min(filter(None, (ends, self.until)), default=None))


class CancelBody(Body):
    """Why the meeting does not take place."""

    reason: Text | None = None


@router.post(
    "",
    status_code=201,
    responses=problems("meeting_already_planned", "meeting_times_disordered", "date_before_the_term", "date_after_the_term"),
)
async def plan_meeting(body: MeetingBody, call: Annotated[Call, Depends(call("meeting.plan"))]) -> MeetingAnswer:
    """Puts a meeting into the list (A8S-1 2.1). Its set-up and roll call are watched from now on."""
    title = await call.keep_text(body.title)
    command = PlanMeeting(
        title,
        body.level,
        body.kind,
        body.starts_at,
        body.ends_at,
        body.setup_due_at,
        body.roll_call_due_at or body.setup_due_at,
        body.recording_required,
        call.actor,
    )
    outcome = await call.handle(MEETING, new_id(), command)
    return await shown_meeting(outcome.stream_id, call)


@router.get("")
async def list_meetings(
    query: PageQuery,
    call: Annotated[Call, Depends(call("meeting.read"))],
    starting: Annotated[Starting, Depends()],
    state: Annotated[tuple[MeetingState, ...], Query(description="Any of these.")] = (),
    level: str | None = None,
    kind: str | None = None,
    roll_call: Literal["due", "done", "missed", "done_late"] | None = None,
) -> Page[MeetingAnswer]:
    """Meetings, filtered."""
    starts_at = starting.span(call.terms)
    page = await call.page(MEETINGS, query, state=state, starts_at=starts_at, level=level, kind=kind, roll_call=roll_call)
    return Page(items=await meeting_answers(page.items, call), next=page.next)


@router.get("/{meeting_id}")
async def show_meeting(meeting_id: str, call: Annotated[Call, Depends(call("meeting.read"))]) -> MeetingAnswer:
    """One meeting with everything noted about it."""
    return await shown_meeting(meeting_id, call)


@router.post("/{meeting_id}/cancel", responses=problems("meeting_not_planned", "meeting_already_started", "meeting_cancelled"))
async def cancel_meeting(
    meeting_id: str, body: CancelBody, call: Annotated[Call, Depends(call("meeting.cancel"))]
) -> MeetingAnswer:
    """The meeting does not take place; its deadlines are void."""
    reason = await call.keep_text(body.reason)
    await call.handle(MEETING, meeting_id, CancelMeeting(reason, call.actor, call.now))
    return await shown_meeting(meeting_id, call)
