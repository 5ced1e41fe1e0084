"""Faults over HTTP: found by a person, reported to the customer, resolved. Failed checks open theirs by themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from common.errors import Refused
from common.handling import Transaction
from common.ids import new_id
from common.terms import Terms
from common.web.answers import Answer, Body, Id, Labelled, Moment, ShortText, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from inspection.api.items import ItemAnswer
from inspection.domain.fault import FAULT, FindFault, ReportFault, ResolveFault
from inspection.domain.programme import PROGRAMME, PROGRAMME_ID
from inspection.domain.words import FAULT_STATES
from inspection.projections import CHECKS, FAULTS, FaultRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/faults", tags=["faults 故障"])

TIMES = ("date_before_the_term", "date_after_the_term", "date_in_the_future", "times_disordered")


class FaultBody(Body):
    """What does not work. `check_id`: the failed check that showed it, where its fault is not enough."""

    description: Text
    item: Id | None = None
    place: ShortText | None = None
    check_id: Id | None = None
    found_at: Moment | None = None


class AtBody(Body):
    """When it happened; now, if left out."""

    at: Moment | None = None


class ResolveBody(Body):
    """How it was put right, and when; now, if left out."""

    note: Text | None = None
    at: Moment | None = None


class FaultAnswer(Answer):
    """A fault with its times. `report_by` and `late` are empty where the plan names no limit: then people judge."""

    id: str
    state: Labelled
    item: ItemAnswer | None
    place: str | None
    check_id: str | None
    found_at: datetime
    found_by: str
    description: str | None
    report_by: datetime | None
    reported_at: datetime | None
    late: bool | None
    resolved_at: datetime | None
    note: str | None

    @classmethod
    def of(cls, row: FaultRow, terms: Terms, texts: Mapping[str, str | None]) -> "FaultAnswer":
        return cls(
            id=row.fault_id,
            state=Labelled.of(row.state, FAULT_STATES),
            item=ItemAnswer.of(row.item, terms) if row.item else None,
            place=row.place,
            check_id=row.check_id,
            found_at=row.found_at,
            found_by=row.found_by,
            description=texts.get(row.description or ""),
            report_by=row.report_by,
            reported_at=row.reported_at,
            late=row.late,
            resolved_at=row.resolved_at,
            note=texts.get(row.note or ""),
        )


@router.post(
    "",
    status_code=201,
    responses=problems("fault_already_found", "inspection_item_unknown", "check_not_failed", *TIMES),
)
async def find_fault(body: FaultBody, call: Annotated[Call, Depends(call("fault.find"))]) -> FaultAnswer:
    """Registers a fault. Tickets opens its ticket."""
    description = await call.keep_text(body.description)
    at = body.found_at or call.now
    fault_id = new_id()

    async def decision(tx: Transaction) -> None:
        item = await _item_of(body.check_id, tx) or body.item
        plan = (await tx.state(PROGRAMME, PROGRAMME_ID)).plan_on(call.terms.local_date(at))
        limit = plan.report_within_minutes if plan else None
        command = FindFault(item, body.place, body.check_id, at, limit, description, call.actor, call.now)
        await tx.decide(FAULT, fault_id, command)

    outcome = await call.across(decision)
    return await _shown(outcome.stream_id, call)


@router.get("")
async def list_faults(
    query: PageQuery,
    call: Annotated[Call, Depends(call("fault.read"))],
    state: Annotated[
        tuple[Literal["found", "reported", "resolved", "resolved_unreported"], ...], Query(description="Any of these.")
    ] = (),
    item: str | None = None,
    check_id: str | None = None,
) -> Page[FaultAnswer]:
    """Faults, filtered."""
    page = await call.page(FAULTS, query, state=state, item=item, check_id=check_id)
    return Page(items=await _answers(page.items, call), next=page.next)


@router.get("/{fault_id}")
async def show_fault(fault_id: str, call: Annotated[Call, Depends(call("fault.read"))]) -> FaultAnswer:
    """One fault."""
    return await _shown(fault_id, call)


@router.post("/{fault_id}/report", responses=problems("fault_unknown", "fault_already_reported", *TIMES))
async def report_fault(fault_id: str, body: AtBody, call: Annotated[Call, Depends(call("fault.report"))]) -> FaultAnswer:
    """The fault was registered and reported to the customer (A8S-1 3.3.5)."""
    await call.handle(FAULT, fault_id, ReportFault(body.at or call.now, call.actor, call.now))
    return await _shown(fault_id, call)


@router.post("/{fault_id}/resolve", responses=problems("fault_unknown", "fault_already_resolved", *TIMES))
async def resolve_fault(fault_id: str, body: ResolveBody, call: Annotated[Call, Depends(call("fault.resolve"))]) -> FaultAnswer:
    """The fault is gone."""
    note = await call.keep_text(body.note)
    await call.handle(FAULT, fault_id, ResolveFault(body.at or call.now, note, call.actor, call.now))
    return await _shown(fault_id, call)


async def _item_of(check_id: str | None, tx: Transaction) -> str | None:
    """The item of the failed check named in the body; refused for a check that did not fail."""
    if check_id is None:
        return None
    check = await tx.find(CHECKS, check_id)
    if check is None or check.state != "fail":
        raise Refused("check_not_failed", check_id=check_id)
    return check.item


async def _shown(fault_id: str, call: Call) -> FaultAnswer:
    return (await _answers([await call.show(FAULTS, fault_id)], call))[0]


async def _answers(rows: Sequence[FaultRow], call: Call) -> list[FaultAnswer]:
    texts = await call.texts(digest for row in rows for digest in (row.description, row.note))
    return [FaultAnswer.of(row, call.terms, texts) for row in rows]
