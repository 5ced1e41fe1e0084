"""Coverage over HTTP: required, planned and present as steps for a chart, and the gaps with their clause."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from common.errors import Problem
from common.explanation import Explanation
from common.web.answers import Answer, Day, Labelled
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from roster.api.coverage_answers import GapAnswer, PostCoverage, StepAnswer, gap_explained
from roster.api.coverage_series import Series, series_of
from roster.projections import GAPS

router = APIRouter(prefix="/v1/contracts/{contract_id}/coverage", tags=["coverage 值守覆盖"])

MOST_DAYS = 31


class CoverageAnswer(Answer):
    """Coverage from `starts` to `ends`, both included. `present` ends with the present moment."""

    starts: date
    ends: date
    as_of: datetime
    posts: list[PostCoverage]


@router.get("", responses=problems("invalid_request"))
async def show_coverage(
    starts: Day,
    ends: Day,
    call: Annotated[Call, Depends(call("coverage.read"))],
    post: Annotated[list[str] | None, Query(max_length=20)] = None,
) -> CoverageAnswer:
    """Three lines per post, at most 31 days; required nothing where no roster is published."""
    if not 0 <= (ends - starts).days < MOST_DAYS:
        raise Problem("invalid_request", parameter="ends", most_days=MOST_DAYS)
    wanted = post or sorted({row.post for row in call.terms.staffing.requirements})
    found = await series_of(call, wanted, starts, ends)
    return CoverageAnswer(starts=starts, ends=ends, as_of=call.now, posts=[_shown(call, one) for one in found])


@router.get("/gaps")
async def list_gaps(
    query: PageQuery,
    call: Annotated[Call, Depends(call("coverage.read"))],
    post: str | None = None,
    state: Literal["open", "closed", "withdrawn"] | None = None,
) -> Page[GapAnswer]:
    """Gaps by post and state."""
    page = await call.page(GAPS, query, post=post, state=state)
    return page.map(lambda row: GapAnswer.of(row, call.terms, call.now))


@router.get("/gaps/{gap_id}", responses=problems("not_found"))
async def show_gap(gap_id: str, call: Annotated[Call, Depends(call("coverage.read"))]) -> GapAnswer:
    """One gap."""
    return GapAnswer.of(await call.show(GAPS, gap_id), call.terms, call.now)


class WhyAnswer(Answer):
    """Why this is a gap: requirement, clause, readings, ledger positions."""

    explanation: Explanation


@router.get("/gaps/{gap_id}/explanation", responses=problems("not_found"))
async def explain_gap(gap_id: str, call: Annotated[Call, Depends(call("coverage.read"))]) -> WhyAnswer:
    """Why this is a gap."""
    return WhyAnswer(explanation=gap_explained(await call.show(GAPS, gap_id), call.terms))


def _shown(call: Call, series: Series) -> PostCoverage:
    return PostCoverage(
        post=Labelled(code=series.post, zh=series.zh, en=series.en),
        required=[StepAnswer(at=step.starts, value=step.minimum, requirement=step.rule) for step in series.required],
        planned=[StepAnswer(at=step.at, value=step.value) for step in series.planned],
        present=[StepAnswer(at=step.at, value=step.value) for step in series.present],
        gaps=[GapAnswer.of(row, call.terms, call.now) for row in series.gaps],
    )
