"""The annual assessment over HTTP (年度考核)."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from common.errors import Problem
from common.handling.transaction import Transaction
from common.terms import Terms
from common.web.answers import Answer, Labelled
from common.web.call import Call, call
from common.web.problems import problems
from scoring.api.acting import acting
from scoring.api.explained import ExplanationAnswer
from scoring.api.labels import YEAR_STATE
from scoring.domain.annual_score import QuarterTaken
from scoring.domain.tiers import QuarterPoints
from scoring.domain.year import YEAR, YEAR_ID, ApplyForYear, FinaliseYear
from scoring.projections import FINDINGS, PROPOSALS, QUARTERS, YEARS, QuarterRow, YearRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/annual", tags=["annual assessment 年度考核"])


class YearAnswer(Answer):
    """The annual assessment. `tail_percent` is the share of the final payment that A8 Art.9.1 attaches to the score."""

    state: Labelled
    due_on: date
    provisional: bool
    applied_at: datetime | None
    applied_by: str | None
    late: bool | None
    score: int | None
    tail_percent: str | None
    assessed_on: date | None
    assessed_by: str | None
    position: str | None

    @classmethod
    def of(cls, row: YearRow | None, terms: Terms) -> "YearAnswer":
        due = terms.deadline("annual_application", terms.term.ends)
        return cls(
            state=Labelled.of(row.state if row else "open", YEAR_STATE),
            due_on=row.due_on if row else due.on,
            provisional=row.provisional if row else due.provisional,
            applied_at=row.applied_at if row else None,
            applied_by=row.applied_by if row else None,
            late=row.late if row else None,
            score=row.score if row else None,
            tail_percent=row.tail_percent if row else None,
            assessed_on=row.assessed_on if row else None,
            assessed_by=row.assessed_by if row else None,
            position=row.position if row else None,
        )


@router.get("")
async def show_year(call: Annotated[Call, Depends(call("year.read"))]) -> YearAnswer:
    """Where the annual assessment stands; the score once it is final."""
    if await call.find(YEARS, YEAR_ID) is None:
        return YearAnswer.of(None, call.terms)
    row = await call.show(YEARS, YEAR_ID)
    return YearAnswer.of(row, call.terms)


@router.post("/apply", responses=problems("term_not_ended", "year_already_applied", "year_already_assessed"))
async def apply_for_year(call: Annotated[Call, Depends(call("year.apply"))]) -> YearAnswer:
    """The contractor applies after the term has ended (§4.2¶3)."""
    await call.handle(YEAR, YEAR_ID, ApplyForYear(acting(call), call.now))
    row = await call.show(YEARS, YEAR_ID)
    return YearAnswer.of(row, call.terms)


@router.post(
    "/finalise",
    responses=problems(
        "year_not_applied", "quarters_not_closed", "findings_undecided", "proposals_undecided", "year_already_assessed"
    ),
)
async def finalise_year(call: Annotated[Call, Depends(call("year.finalise"))]) -> YearAnswer:
    """The working group fixes the annual score, once every quarter is closed and every finding decided."""

    async def decision(tx: Transaction) -> None:
        closed = await tx.rows(QUARTERS, stage="closed")
        confirmed = await tx.rows(FINDINGS, state="confirmed")
        command = FinaliseYear(
            tuple(map(_taken, closed)),
            tuple(row.as_taken for row in confirmed),
            len(await tx.rows(FINDINGS, state="recorded")),
            len(await tx.rows(PROPOSALS, state="open", kind="finding")),
            acting(call),
            call.now,
        )
        await tx.decide(YEAR, YEAR_ID, command)

    await call.across(decision, of=(YEAR, YEAR_ID))
    row = await call.show(YEARS, YEAR_ID)
    return YearAnswer.of(row, call.terms)


@router.get("/explanation", responses=problems("not_found"))
async def explain_year(call: Annotated[Call, Depends(call("year.read"))]) -> ExplanationAnswer:
    """Why the annual score is what it is, frozen with it: quarters, slips, single events, clauses and readings."""
    row = await call.show(YEARS, YEAR_ID)
    if row.explanation is None:
        raise Problem("not_found")
    return ExplanationAnswer.of(row.explanation)


def _taken(row: QuarterRow) -> QuarterTaken:
    if row.result is None:
        raise AssertionError("a closed quarter has a result")
    return QuarterTaken(QuarterPoints(row.quarter, row.result.deducted, row.result.bonus), row.result.records, row.notice)
