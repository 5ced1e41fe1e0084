"""Breaches and liquidated damages over HTTP (clause 9.1): machines and officers propose, a leader confirms."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from billing.domain.bond import BOND, BOND_ID, RestoreBond
from billing.domain.breach import (
    BREACH,
    Command,
    ConfirmDamages,
    CureBreach,
    DisputeBreach,
    NotifyBreach,
    ProposeBreach,
    WaiveDamages,
)
from billing.labels import BREACH_STATE
from billing.projections import BREACHES, BreachRow
from common.explanation import Explanation
from common.handling import Transaction
from common.ids import new_id
from common.money import Money
from common.terms import Terms
from common.web.answers import Answer, Body, Day, Id, Labelled, Moment, ShortText, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems

router = APIRouter(prefix="/v1/contracts/{contract_id}/breaches", tags=["breaches 违约"])


class ProposeBody(Body):
    """A fact held against a clause. `evidence` are ledger positions (`roster:bj-2026:17`)."""

    code: ShortText
    fact: Text
    occurred_on: Day
    evidence: Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()


class NotifyBody(Body):
    """When the notice reached the contractor, and over which of the channels of clause 1.1."""

    received_at: Moment
    channel: Literal["post", "courier", "hand", "fax", "email"]


class CureBody(Body):
    """The day on which the breach was put right."""

    cured_on: Day


class ReasonBody(Body):
    """A reason, kept beside the ledger."""

    reason: Text


class BreachAnswer(Answer):
    """One breach with its damages and how often this paragraph has been notified."""

    id: str
    code: str
    title_zh: str
    title_en: str
    state: Labelled
    clause: str
    damages: Money
    disputed: bool
    received_on: date | None
    cure_by: date | None
    cure_why: Explanation | None
    fact: str | None
    evidence: tuple[str, ...]
    positions: tuple[str, ...]
    notified_in_paragraph: int
    repeat_threshold: int | None
    termination_right: bool
    termination_zh: str | None

    @classmethod
    def of(cls, row: BreachRow, fact: str | None, notified: int, terms: Terms) -> "BreachAnswer":
        """The breach under these terms. A right to terminate is shown, never exercised, by the software."""
        rule, breach = terms.breach(row.code), row.breach
        repeated = rule.repeat_threshold is not None and notified >= rule.repeat_threshold
        return cls(
            id=row.id,
            code=row.code,
            title_zh=rule.zh,
            title_en=rule.en,
            state=Labelled.of(row.state, BREACH_STATE),
            clause=breach.clause,
            damages=Money.of_fen(breach.amount_fen),
            disputed=breach.disputed,
            received_on=breach.received_on,
            cure_by=breach.cure_by,
            cure_why=_cure_why(row, terms),
            fact=fact,
            evidence=row.evidence,
            positions=row.positions,
            notified_in_paragraph=notified,
            repeat_threshold=rule.repeat_threshold,
            termination_right=rule.termination is not None and (repeated or breach.state == "uncured"),
            termination_zh=rule.termination.when_zh if rule.termination else None,
        )


def _cure_why(row: BreachRow, terms: Terms) -> Explanation | None:
    clock, received = terms.breach(row.code).cure_clock, row.breach.received_on
    return terms.deadline(clock, received).explanation if clock and received and row.breach.cure_by else None


@router.get("")
async def list_breaches(
    query: PageQuery, call: Annotated[Call, Depends(call("breach.read"))], state: str | None = None, code: str | None = None
) -> Page[BreachAnswer]:
    """Breaches, newest id last; filters: state, code."""
    page = await call.page(BREACHES, query, state=state, code=code)
    texts = await call.texts(row.fact for row in page.items)
    counts = await _notified(call)
    return page.map(lambda row: BreachAnswer.of(row, texts.get(row.fact), counts.get(row.code, 0), call.terms))


@router.get("/{breach_id}")
async def show_breach(breach_id: Id, call: Annotated[Call, Depends(call("breach.read"))]) -> BreachAnswer:
    """One breach."""
    return await _answer(breach_id, call)


@router.post(
    "",
    status_code=201,
    responses=problems("breach_unknown", "breach_without_figure", "date_in_the_future", "date_before_the_term"),
)
async def propose_breach(body: ProposeBody, call: Annotated[Call, Depends(call("breach.propose"))]) -> BreachAnswer:
    """Proposes damages. Nothing is owed until a leader of the customer confirms."""
    fact = await call.keep_text(body.fact) or ""
    today = call.terms.local_date(call.now)
    command = ProposeBreach(body.code, body.occurred_on, fact, body.evidence, call.actor, today)
    outcome = await call.handle(BREACH, new_id(), command)
    return await _answer(outcome.stream_id, call)


@router.post("/{breach_id}/notify", status_code=201, responses=problems("breach_not_open", "date_in_the_future"))
async def notify_breach(breach_id: Id, body: NotifyBody, call: Annotated[Call, Depends(call("breach.notify"))]) -> BreachAnswer:
    """Records that the notice reached the contractor; a cure period starts where the clause gives one."""
    return await _decided(breach_id, NotifyBreach(body.received_at, body.channel, call.now), call)


@router.post("/{breach_id}/cure", status_code=201, responses=problems("breach_not_notified", "cure_period_over"))
async def cure_breach(breach_id: Id, body: CureBody, call: Annotated[Call, Depends(call("breach.cure"))]) -> BreachAnswer:
    """The customer finds the breach put right in time; damages stay, the right to terminate does not arise."""
    return await _decided(breach_id, CureBreach(body.cured_on, call.terms.local_date(call.now)), call)


@router.post("/{breach_id}/dispute", status_code=201, responses=problems("breach_not_open"))
async def dispute_breach(breach_id: Id, body: ReasonBody, call: Annotated[Call, Depends(call("breach.dispute"))]) -> BreachAnswer:
    """The contractor objects; the service goes on (clause 11.2)."""
    return await _decided(breach_id, DisputeBreach(await call.keep_text(body.reason) or ""), call)


@router.post("/{breach_id}/confirm", status_code=201, responses=problems("breach_not_notified", "proposer_may_not_confirm"))
async def confirm_damages(breach_id: Id, call: Annotated[Call, Depends(call("breach.confirm"))]) -> BreachAnswer:
    """A leader of the customer confirms the damages; they count at settlement."""
    return await _decided(breach_id, ConfirmDamages(call.actor), call)


@router.post("/{breach_id}/waive", status_code=201, responses=problems("breach_not_open"))
async def waive_damages(breach_id: Id, body: ReasonBody, call: Annotated[Call, Depends(call("breach.waive"))]) -> BreachAnswer:
    """Gives damages up. What a settlement had drawn from the bond for them goes back to it."""
    reason = await call.keep_text(body.reason) or ""

    async def decision(tx: Transaction) -> None:
        breach = await tx.state(BREACH, breach_id)
        await tx.decide(BREACH, breach_id, WaiveDamages(reason))
        if breach.state == "settled" and breach.settled_from_bond_fen:
            await tx.decide(BOND, BOND_ID, RestoreBond(breach.settled_from_bond_fen, breach_id))

    await call.show(BREACHES, breach_id)
    await call.across(decision, of=(BREACH, breach_id))
    return await _answer(breach_id, call)


async def _decided(breach_id: str, command: Command, call: Call) -> BreachAnswer:
    await call.show(BREACHES, breach_id)
    await call.handle(BREACH, breach_id, command)
    return await _answer(breach_id, call)


async def _answer(breach_id: str, call: Call) -> BreachAnswer:
    row = await call.show(BREACHES, breach_id)
    texts = await call.texts((row.fact,))
    return BreachAnswer.of(row, texts.get(row.fact), (await _notified(call)).get(row.code, 0), call.terms)


async def _notified(call: Call) -> dict[str, int]:
    """Notified facts per kind of breach; cured ones count (reading `repeat.count`, AMB-52)."""
    counts: dict[str, int] = {}
    for row in await call.rows(BREACHES):
        counts[row.code] = counts.get(row.code, 0) + (row.notified and row.state != "waived")
    return counts
