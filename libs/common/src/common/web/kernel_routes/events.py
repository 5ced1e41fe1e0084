"""The ledger as it is: for auditors, for the other party, and for whoever follows an explanation down to its events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query

from common.errors import Problem
from common.web.answers import Answer
from common.web.call import Call, call
from common.web.paging import Page, PageQuery, decode_number, encode_cursor
from common.web.problems import problems

router = APIRouter(tags=["ledger"])

LARGEST_SEQ = 2**63 - 1

_FIELDS = """
contract_id, seq, stream, version, type, schema_version, payload::text as payload, actor, command_id, correlation_id,
causation_id, occurred_at, recorded_at, encode(hash, 'hex') as hash, public_no
"""
_ONE = f"select {_FIELDS} from events where contract_id = $1 and seq = $2"  # noqa: S608 - our own field list
_NARROWED = """
contract_id = $1 and ($3::text is null or stream = $3) and ($4::text is null or type = $4)
   and ($5::text is null or correlation_id = $5)
"""
_OLDEST_FIRST = f"select {_FIELDS} from events where {_NARROWED} and seq > $2 order by seq limit $6"  # noqa: S608 - our own
_LATEST_FIRST = f"""
select {_FIELDS} from events where {_NARROWED} and ($2 = 0 or seq < $2) order by seq desc limit $6
"""  # noqa: S608 - our own


class EventAnswer(Answer):
    """One event with its envelope. What people typed stands elsewhere; the event holds its digest."""

    position: str
    seq: int
    stream: str
    version: int
    type: str
    schema_version: int
    event: Mapping[str, Any]
    actor: str
    command_id: str
    correlation_id: str
    causation_id: str | None
    occurred_at: datetime
    recorded_at: datetime
    hash: str
    lane_number: int | None

    @classmethod
    def of(cls, service: str, row: Mapping[str, Any]) -> "EventAnswer":
        """A row of the table `events` as it is shown."""
        shown = dict(row)
        position = f"{service}:{shown.pop('contract_id')}:{row['seq']}"
        return cls(position=position, event=orjson.loads(shown.pop("payload")), lane_number=shown.pop("public_no"), **shown)


async def demand_ledger(call: Call) -> None:
    """Problem `contract_unknown` where nothing was ever written here under the contract."""
    if not await call.runtime.pool.fetchval("select exists (select from ledgers where contract_id = $1)", call.contract):
        raise Problem("contract_unknown", contract=call.contract)


@router.get("/v1/contracts/{contract_id}/events", responses=problems("contract_unknown"))
async def list_events(
    call: Annotated[Call, Depends(call("events.read", needs_terms=False))],
    query: PageQuery,
    stream: Annotated[str | None, Query(max_length=200, description="Only this stream, `shift/S-1`.")] = None,
    type_: Annotated[str | None, Query(alias="type", max_length=100, description="Only this type.")] = None,
    correlation: Annotated[str | None, Query(max_length=80, description="Only what belongs to one action.")] = None,
) -> Page[EventAnswer]:
    """Every event of this service under the contract, in the order of the ledger; `direction=desc`: the latest first."""
    await demand_ledger(call)
    scope = f"events/{call.contract}/{stream}/{type_}/{correlation}/{query.direction}"
    after = decode_number(scope, query.cursor)
    wanted = _LATEST_FIRST if query.direction == "desc" else _OLDEST_FIRST
    rows = await call.runtime.pool.fetch(wanted, call.contract, after, stream, type_, correlation, query.limit + 1)
    items = [EventAnswer.of(call.runtime.service.name, dict(row)) for row in rows[: query.limit]]
    return Page(items=items, next=encode_cursor(scope, [items[-1].seq]) if len(rows) > query.limit else None)


@router.get("/v1/contracts/{contract_id}/events/{seq}", responses=problems("contract_unknown", "not_found"))
async def show_event(
    seq: Annotated[int, Path(ge=1, le=LARGEST_SEQ)], call: Annotated[Call, Depends(call("events.read", needs_terms=False))]
) -> EventAnswer:
    """The event that a position `service:contract:seq` names."""
    await demand_ledger(call)
    row = await call.runtime.pool.fetchrow(_ONE, call.contract, seq)
    if row is None:
        raise Problem("not_found")
    return EventAnswer.of(call.runtime.service.name, dict(row))
