"""Commands of policies and timers that the domain refused: they wait here until people decide."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from common.errors import Problem
from common.web.answers import Answer, Body, ShortText
from common.web.call import Call, call
from common.web.paging import Page, PageQuery, decode_number, encode_cursor
from common.web.problems import problems

router = APIRouter(tags=["operations"])

LARGEST_ID = 2**63 - 1

_FIELDS = """
id, name as consumer, source, contract_id as contract, number, target, type, code, reason, parked_at, decided_at,
decision, decided_by, decided_reason
"""
_ONE = f"select {_FIELDS} from parked where id = $1"  # noqa: S608 - our own field list
_PAGE = f"""
select {_FIELDS} from parked
 where id > $1 and ($2::text is null or contract_id = $2) and (decided_at is null or not $3)
 order by id limit $4
"""  # noqa: S608 - our own field list


class ParkedAnswer(Answer):
    """One parked command: who gave it, on which event of which lane, and why it was refused."""

    id: int
    consumer: str
    source: str
    contract: str
    number: int
    target: str
    type: str
    code: str
    reason: str
    parked_at: datetime
    decided_at: datetime | None
    decision: str | None
    decided_by: str | None
    decided_reason: str | None


class DismissBody(Body):
    """Why the command need not be carried out."""

    reason: ShortText


ParkedId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


@router.get("/v1/parked")
async def list_parked(
    call: Annotated[Call, Depends(call("parked.read"))],
    query: PageQuery,
    *,
    contract: Annotated[str | None, Query(max_length=63)] = None,
    open_only: Annotated[bool, Query(alias="open", description="Only what waits for a decision.")] = True,
) -> Page[ParkedAnswer]:
    """What waits for a decision, the oldest first."""
    scope = f"parked/{contract}/{open_only}"
    after = decode_number(scope, query.cursor)
    rows = await call.runtime.pool.fetch(_PAGE, after, contract, open_only, query.limit + 1)
    visible = [_shown(dict(row)) for row in rows[: query.limit] if call.may_see(row["contract"])]
    return Page(items=visible, next=encode_cursor(scope, [rows[query.limit - 1]["id"]]) if len(rows) > query.limit else None)


@router.post("/v1/parked/{parked_id}/retry", responses=problems("not_found", "parked_decided"))
async def retry_parked(parked_id: ParkedId, call: Annotated[Call, Depends(call("parked.decide"))]) -> ParkedAnswer:
    """Gives the command again, now that its cause is out of the way. Refused again, it stays parked with the new reason."""
    await _open(call, parked_id)
    await call.runtime.background.retry_parked(parked_id, call.actor)
    return _shown(await _row(call, parked_id))


@router.post("/v1/parked/{parked_id}/dismiss", responses=problems("not_found", "parked_decided"))
async def dismiss_parked(
    parked_id: ParkedId, body: DismissBody, call: Annotated[Call, Depends(call("parked.decide"))]
) -> ParkedAnswer:
    """Decides that the command is not carried out, with a reason that stays on record."""
    await _open(call, parked_id)
    await call.runtime.background.dismiss_parked(parked_id, call.actor, body.reason)
    return _shown(await _row(call, parked_id))


async def _open(call: Call, parked_id: int) -> None:
    if (await _row(call, parked_id))["decided_at"] is not None:
        raise Problem("parked_decided")


async def _row(call: Call, parked_id: int) -> Mapping[str, Any]:
    row = await call.runtime.pool.fetchrow(_ONE, parked_id)
    if row is None or not call.may_see(row["contract"]):
        raise Problem("not_found")
    return dict(row)


def _shown(row: Mapping[str, Any]) -> ParkedAnswer:
    return ParkedAnswer(**row)
