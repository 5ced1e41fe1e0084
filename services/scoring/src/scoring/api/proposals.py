"""Proposals over HTTP: machines hold facts against clauses, the customer's officer accepts or says why not."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from common.errors import Refused
from common.handling.transaction import Transaction
from common.ids import new_id
from common.web.answers import Answer, Body, Labelled, ShortText, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from scoring.api.acting import acting
from scoring.api.finding_answers import FindingAnswer, finding_answer
from scoring.api.labels import FACT, PROPOSAL_KIND, PROPOSAL_STATE, SIGN
from scoring.api.looking import noticed_quarters, year_is_final
from scoring.api.slip_answers import SlipAnswer, slip_answer
from scoring.api.texts import kept
from scoring.domain.finding import FINDING, RecordFinding
from scoring.domain.proposal import PROPOSAL, AcceptProposal, DismissProposal
from scoring.domain.slip import SLIP, RecordSlip
from scoring.projections import FINDINGS, PROPOSALS, SLIPS, ProposalRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/proposals", tags=["proposals 考核建议"])


class ProposedRuleAnswer(Answer):
    """A rule that fits and the points it permits."""

    code: str
    points_min: int
    points_max: int


class ProposalAnswer(Answer):
    """A fact held against a clause, with evidence and the permitted range. It never has points of its own."""

    id: str
    state: Labelled
    kind: Labelled
    fact: Labelled
    direction: Labelled
    rules: tuple[ProposedRuleAnswer, ...]
    units: int
    event_at: datetime
    evidence: tuple[str, ...]
    subject: str | None
    quarter: int | None
    form2_due_on: date | None
    provisional: bool
    corrected: bool
    corrections: tuple[str, ...]
    became: str | None
    reason: str | None
    decided_by: str | None
    position: str
    raised_at: datetime

    @classmethod
    def of(cls, row: ProposalRow, reason: str | None = None) -> "ProposalAnswer":
        rules = tuple(
            ProposedRuleAnswer(code=rule.code, points_min=rule.points_min, points_max=rule.points_max) for rule in row.rules
        )
        return cls(
            id=row.id,
            state=Labelled.of(row.state, PROPOSAL_STATE),
            kind=Labelled.of(row.kind, PROPOSAL_KIND),
            fact=Labelled.of(row.fact, FACT),
            direction=Labelled.of(str(row.sign), SIGN),
            rules=rules,
            units=row.units,
            event_at=row.event_at,
            evidence=row.evidence,
            subject=row.subject,
            quarter=row.quarter,
            form2_due_on=row.form2_due_on,
            provisional=row.provisional,
            corrected=row.corrected,
            corrections=row.corrections,
            became=row.became,
            reason=reason,
            decided_by=row.decided_by,
            position=row.position,
            raised_at=row.raised_at,
        )


class AcceptBody(Body):
    """`points` are the slip's total, positive; may be left out where the rule leaves no choice. `rule`: one proposed."""

    narrative: Text
    points: Annotated[int, Field(ge=1, le=1000)] | None = None
    rule: ShortText | None = None
    units: Annotated[int, Field(ge=1, le=100)] | None = None
    late_reason: Text | None = None


class ReasonBody(Body):
    """Why it is not pursued."""

    reason: Text


@router.get("")
async def list_proposals(
    query: PageQuery,
    call: Annotated[Call, Depends(call("proposal.read"))],
    state: Literal["open", "accepted", "dismissed"] | None = None,
    kind: Literal["slip", "finding"] | None = None,
    rule: str | None = None,
    fact: str | None = None,
    quarter: Annotated[int | None, Query(ge=1, le=100)] = None,
    corrected: bool | None = None,  # noqa: FBT001 - a query parameter
) -> Page[ProposalAnswer]:
    """Proposals, filtered; sort by `event_at` or `raised_at`."""
    page = await call.page(PROPOSALS, query, state=state, kind=kind, rule=rule, fact=fact, quarter=quarter, corrected=corrected)
    texts = await call.texts(row.reason for row in page.items)
    return page.map(lambda row: ProposalAnswer.of(row, texts.get(row.reason) if row.reason else None))


@router.get("/{proposal_id}")
async def show_proposal(proposal_id: str, call: Annotated[Call, Depends(call("proposal.read"))]) -> ProposalAnswer:
    """One proposal."""
    return await _answer(await call.show(PROPOSALS, proposal_id), call)


@router.post(
    "/{proposal_id}/accept",
    status_code=201,
    responses=problems(
        "not_found",
        "proposal_already_decided",
        "rule_not_proposed",
        "points_missing",
        "points_outside_range",
        "units_not_countable",
        "late_reason_missing",
        "form2_too_late",
        "quarter_notice_issued",
        "year_already_assessed",
    ),
)
async def accept_proposal(
    proposal_id: str, body: AcceptBody, call: Annotated[Call, Depends(call("proposal.accept"))]
) -> SlipAnswer | FindingAnswer:
    """Makes a slip of it, or an annual finding for a leader to confirm. Answers with that."""
    row = await call.show(PROPOSALS, proposal_id)
    narrative, late_reason = await kept(call, body.narrative), await call.keep_text(body.late_reason)
    rule = body.rule or row.rule
    created = new_id()

    async def decision(tx: Transaction) -> None:
        await tx.decide(PROPOSAL, proposal_id, AcceptProposal(rule, created, call.actor))
        if row.kind == "finding":
            await tx.decide(FINDING, created, await _finding(tx, row, rule, narrative, call))
        else:
            slip = await _slip(tx, row, rule, body, (narrative, late_reason), call)
            await tx.decide(SLIP, created, slip)

    await call.across(decision, of=(PROPOSAL, proposal_id))
    became = (await call.show(PROPOSALS, proposal_id)).became or created
    if row.kind == "finding":
        return await finding_answer(await call.show(FINDINGS, became), call)
    return await slip_answer(await call.show(SLIPS, became), call)


async def _slip(
    tx: Transaction, row: ProposalRow, rule: str, body: AcceptBody, texts: tuple[str, str | None], call: Call
) -> RecordSlip:
    units = body.units or row.units
    catalogued = call.terms.rule(rule)
    points = body.points or (catalogued.points_min * units if catalogued.fixed else None)
    if points is None:
        raise Refused("points_missing", clause=catalogued.clause)
    return RecordSlip(
        await tx.next_number("SLIP"),
        rule,
        units,
        points,
        row.event_at,
        texts[0],
        row.evidence,
        acting(call),
        call.now,
        await noticed_quarters(tx),
        late_reason=texts[1],
        subject=row.subject,
        fact=row.fact,
        proposal_id=row.id,
    )


async def _finding(tx: Transaction, row: ProposalRow, rule: str, fact: str, call: Call) -> RecordFinding:
    return RecordFinding(
        rule,
        call.terms.local_date(row.event_at),
        fact,
        row.evidence,
        acting(call),
        call.now,
        year_final=await year_is_final(tx),
        subject=row.subject,
        proposal_id=row.id,
    )


@router.post("/{proposal_id}/dismiss", responses=problems("not_found", "proposal_already_decided"))
async def dismiss_proposal(
    proposal_id: str, body: ReasonBody, call: Annotated[Call, Depends(call("proposal.dismiss"))]
) -> ProposalAnswer:
    """Decides not to pursue it. The reason is kept."""
    await call.show(PROPOSALS, proposal_id)
    reason = await kept(call, body.reason)
    await call.handle(PROPOSAL, proposal_id, DismissProposal(reason, call.actor))
    return await _answer(await call.show(PROPOSALS, proposal_id), call)


async def _answer(row: ProposalRow, call: Call) -> ProposalAnswer:
    texts = await call.texts([row.reason])
    return ProposalAnswer.of(row, texts.get(row.reason) if row.reason else None)
