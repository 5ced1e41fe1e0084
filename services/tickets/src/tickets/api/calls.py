"""Calls over HTTP: ring, answer, hang up; or a whole call written down afterwards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from common.ids import new_id
from common.web.answers import Answer, Body, Labelled, Moment, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from tickets.domain.call import CALL, AnswerCall, HangUp, LogCall
from tickets.domain.words import CALL_STATES
from tickets.projections import CALLS, CallRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/calls", tags=["calls 来电"])

TIMES = ("date_before_the_term", "date_after_the_term", "date_in_the_future", "times_disordered")


class CallBody(Body):
    """A call that rings now, or at `rang_at`. `ended_at` without `answered_at` is a missed call."""

    rang_at: Moment | None = None
    answered_at: Moment | None = None
    ended_at: Moment | None = None
    about: Text | None = None


class AtBody(Body):
    """When it happened; now, if left out."""

    at: Moment | None = None


class CallAnswer(Answer):
    """A call to the service desk. `waited_seconds`: until the answer, or until the caller gave up."""

    id: str
    state: Labelled
    rang_at: datetime
    answered_at: datetime | None
    answered_by: str | None
    ended_at: datetime | None
    waited_seconds: int | None
    about: str | None
    logged_by: str

    @classmethod
    def of(cls, row: CallRow, texts: Mapping[str, str | None]) -> "CallAnswer":
        return cls(
            id=row.call_id,
            state=Labelled.of(row.state, CALL_STATES),
            rang_at=row.rang_at,
            answered_at=row.answered_at,
            answered_by=row.answered_by,
            ended_at=row.ended_at,
            waited_seconds=row.waited_seconds,
            about=texts.get(row.about) if row.about else None,
            logged_by=row.logged_by,
        )


@router.post("", status_code=201, responses=problems("call_already_logged", *TIMES))
async def log_call(body: CallBody, call: Annotated[Call, Depends(call("call.log"))]) -> CallAnswer:
    """Writes down a call to the desk. One that nobody answered is told as missed (A8S-1 2.6.2)."""
    about = await call.keep_text(body.about)
    command = LogCall(body.rang_at or call.now, body.answered_at, body.ended_at, about, call.actor, call.now)
    outcome = await call.handle(CALL, new_id(), command)
    return await _shown(outcome.stream_id, call)


@router.get("")
async def list_calls(
    query: PageQuery,
    call: Annotated[Call, Depends(call("call.read"))],
    state: Literal["ringing", "answered", "ended", "missed"] | None = None,
) -> Page[CallAnswer]:
    """Calls, filtered by state."""
    page = await call.page(CALLS, query, state=state)
    return Page(items=await _answers(page.items, call), next=page.next)


@router.get("/{call_id}")
async def show_call(call_id: str, call: Annotated[Call, Depends(call("call.read"))]) -> CallAnswer:
    """One call."""
    return await _shown(call_id, call)


@router.post("/{call_id}/answer", responses=problems("call_not_logged", "call_already_answered", "call_already_ended", *TIMES))
async def answer_call(call_id: str, body: AtBody, call: Annotated[Call, Depends(call("call.log"))]) -> CallAnswer:
    """The desk answers."""
    await call.handle(CALL, call_id, AnswerCall(body.at or call.now, call.actor, call.now))
    return await _shown(call_id, call)


@router.post("/{call_id}/hang-up", responses=problems("call_not_logged", "call_already_ended", *TIMES))
async def hang_up(call_id: str, body: AtBody, call: Annotated[Call, Depends(call("call.log"))]) -> CallAnswer:
    """The call ends; unanswered, it was missed (A8S-1 2.6.2)."""
    await call.handle(CALL, call_id, HangUp(body.at or call.now, call.now))
    return await _shown(call_id, call)


async def _shown(call_id: str, call: Call) -> CallAnswer:
    return (await _answers([await call.show(CALLS, call_id)], call))[0]


async def _answers(rows: Sequence[CallRow], call: Call) -> list[CallAnswer]:
    texts = await call.texts(row.about for row in rows)
    return [CallAnswer.of(row, texts) for row in rows]
