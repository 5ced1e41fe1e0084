"""Annual findings over HTTP: recorded by an officer, confirmed or rejected by the working group's leader."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from common.handling.transaction import Transaction
from common.ids import new_id
from common.web.answers import Body, Day, Id, ShortText, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from scoring.api.acting import acting
from scoring.api.finding_answers import FindingAnswer, finding_answer, finding_answers
from scoring.api.looking import year_is_final
from scoring.api.texts import kept
from scoring.domain.finding import FINDING, ConfirmFinding, RecordFinding, RejectFinding
from scoring.projections import FINDINGS

router = APIRouter(prefix="/v1/contracts/{contract_id}/annual/findings", tags=["annual findings 年度考核事项"])


class FindingBody(Body):
    """A fact under AS-1, 2, 4 or 5. `evidence` are ledger positions; `subject` the id of the person it is about."""

    rule: ShortText
    fact: Text
    occurred_on: Day
    evidence: Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()
    subject: Id | None = None


class ReasonBody(Body):
    """Why it does not count."""

    reason: Text


@router.post(
    "",
    status_code=201,
    responses=problems(
        "annual_rule_unknown", "finding_is_derived", "event_in_the_future", "outside_term", "year_already_assessed"
    ),
)
async def record_finding(body: FindingBody, call: Annotated[Call, Depends(call("finding.record"))]) -> FindingAnswer:
    """Holds a fact against an annual rule. It counts once a leader confirms it."""
    fact = await kept(call, body.fact)
    created = new_id()

    async def decision(tx: Transaction) -> None:
        final = await year_is_final(tx)
        command = RecordFinding(
            body.rule, body.occurred_on, fact, body.evidence, acting(call), call.now, year_final=final, subject=body.subject
        )
        await tx.decide(FINDING, created, command)

    outcome = await call.across(decision)
    return await finding_answer(await call.show(FINDINGS, outcome.stream_id), call)


@router.get("")
async def list_findings(
    query: PageQuery,
    call: Annotated[Call, Depends(call("finding.read"))],
    state: Literal["recorded", "confirmed", "rejected"] | None = None,
    rule: str | None = None,
) -> Page[FindingAnswer]:
    """Findings, filtered."""
    page = await call.page(FINDINGS, query, state=state, rule=rule)
    return Page(items=await finding_answers(page.items, call), next=page.next)


@router.get("/{finding_id}")
async def show_finding(finding_id: str, call: Annotated[Call, Depends(call("finding.read"))]) -> FindingAnswer:
    """One finding."""
    return await finding_answer(await call.show(FINDINGS, finding_id), call)


@router.post(
    "/{finding_id}/confirm",
    responses=problems("not_found", "finding_not_open", "recorder_may_not_confirm", "year_already_assessed"),
)
async def confirm_finding(finding_id: str, call: Annotated[Call, Depends(call("finding.confirm"))]) -> FindingAnswer:
    """Takes the finding into the annual score. Not by who recorded it."""
    await call.show(FINDINGS, finding_id)

    async def decision(tx: Transaction) -> None:
        final = await year_is_final(tx)
        await tx.decide(FINDING, finding_id, ConfirmFinding(acting(call), call.now, final))

    await call.across(decision, of=(FINDING, finding_id))
    return await finding_answer(await call.show(FINDINGS, finding_id), call)


@router.post("/{finding_id}/reject", responses=problems("not_found", "finding_not_open", "year_already_assessed"))
async def reject_finding(
    finding_id: str, body: ReasonBody, call: Annotated[Call, Depends(call("finding.reject"))]
) -> FindingAnswer:
    """Keeps the finding out of the annual score, confirmed or not, with a reason."""
    await call.show(FINDINGS, finding_id)
    reason = await kept(call, body.reason)

    async def decision(tx: Transaction) -> None:
        final = await year_is_final(tx)
        await tx.decide(FINDING, finding_id, RejectFinding(reason, acting(call), call.now, final))

    await call.across(decision, of=(FINDING, finding_id))
    return await finding_answer(await call.show(FINDINGS, finding_id), call)
