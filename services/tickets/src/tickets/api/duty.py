"""Who is on duty, as tickets knows it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from common.web.answers import Answer, Labelled
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from tickets.api.ticket_answers import post_label
from tickets.projections import ON_DUTY

router = APIRouter(prefix="/v1/contracts/{contract_id}/on-duty", tags=["duty 在岗"])


class OnDutyAnswer(Answer):
    """A person on post. `source` is the position of roster's event."""

    person_id: str
    post: Labelled | None
    shift_id: str
    since: datetime
    source: str


@router.get("")
async def list_on_duty(
    query: PageQuery, call: Annotated[Call, Depends(call("duty.read"))], post: str | None = None, person_id: str | None = None
) -> Page[OnDutyAnswer]:
    """The people to whom a ticket can go now."""
    page = await call.page(ON_DUTY, query, post=post, person_id=person_id)
    return page.map(
        lambda row: OnDutyAnswer(
            person_id=row.person_id,
            post=post_label(row.post, call.terms),
            shift_id=row.shift_id,
            since=row.since,
            source=row.source,
        )
    )
