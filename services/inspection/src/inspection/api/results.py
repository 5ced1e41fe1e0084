"""Results over HTTP. A failed check opens its fault in the same transaction: one action for the engineer."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from common.handling import Transaction
from common.web.answers import Body, Day, Id, Moment, Text
from common.web.call import Call, call
from common.web.problems import problems
from inspection.api.checks import CheckAnswer, shown_check
from inspection.api.rounds import round_with
from inspection.domain.fault import FAULT, FindFault, fault_of_check
from inspection.domain.programme import PROGRAMME, PROGRAMME_ID
from inspection.domain.round import ROUND, CheckRecorded, OpenRound, RecordResult, check_id
from inspection.domain.round_plan import day_round_id

router = APIRouter(prefix="/v1/contracts/{contract_id}/rounds", tags=["rounds 监控轮次"])


class ResultBody(Body):
    """What a check found. `note` is required for a failure and for no demand.

    `at` is when the check was made, for results entered later (offline); send an `Idempotency-Key` with those.
    """

    line: Id
    result: Literal["pass", "fail", "no_demand"]
    note: Text | None = None
    at: Moment | None = None


@router.post(
    "/{day}/results",
    status_code=201,
    responses=problems(
        "round_not_open",
        "line_unknown",
        "check_already_recorded",
        "no_demand_not_allowed",
        "note_required",
        "check_before_its_round",
        "date_in_the_future",
        "date_before_the_term",
        "date_after_the_term",
    ),
)
async def record_result(day: Day, body: ResultBody, call: Annotated[Call, Depends(call("check.record"))]) -> CheckAnswer:
    """Records a result for a line of the day, or of the month that holds the day. Late ones are taken and marked."""
    note = await call.keep_text(body.note)
    at = body.at or call.now
    found = await round_with(day, body.line, call)
    round_id = found.round_id if found else day_round_id(day)
    check = check_id(round_id, body.line)
    fault_id = fault_of_check(check) if body.result == "fail" else None

    async def decision(tx: Transaction) -> None:
        if found:
            await tx.decide(ROUND, round_id, OpenRound(found.plan))
        command = RecordResult(body.line, body.result, at, note, fault_id, call.actor, call.now)
        for event in await tx.decide(ROUND, round_id, command):
            if isinstance(event, CheckRecorded) and event.fault_id:
                await _open_fault(tx, event, call)

    await call.across(decision, of=(ROUND, round_id))
    return await shown_check(check, call)


async def _open_fault(tx: Transaction, check: CheckRecorded, call: Call) -> None:
    plan = (await tx.state(PROGRAMME, PROGRAMME_ID)).plan_on(call.terms.local_date(check.done_at))
    command = FindFault(
        check.item,
        check.place,
        check_id(check.round_id, check.line),
        check.done_at,
        plan.report_within_minutes if plan else None,
        check.note,
        call.actor,
        call.now,
    )
    await tx.decide(FAULT, check.fault_id or "", command)
