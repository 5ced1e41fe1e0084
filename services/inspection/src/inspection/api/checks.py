"""Checks over HTTP: every line that has an outcome, done or missed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from common.terms import Terms
from common.web.answers import Answer, Day, Labelled
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from inspection.api.items import ItemAnswer
from inspection.domain.words import CHECK_STATES
from inspection.projections import CHECKS, CheckRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/checks", tags=["checks 监控结果"])


class CheckAnswer(Answer):
    """The outcome of one line of one round. `late`: done after the window closed (A8S-1 3.3.3)."""

    id: str
    state: Labelled
    round_id: str
    day: date
    line: str
    item: ItemAnswer
    place: str
    late: bool
    after_missed: bool
    done_at: datetime | None
    note: str | None
    fault_id: str | None
    by: str | None
    position: str | None

    @classmethod
    def of(cls, row: CheckRow, terms: Terms, texts: Mapping[str, str | None]) -> "CheckAnswer":
        return cls(
            id=row.check_id,
            state=Labelled.of(row.state, CHECK_STATES),
            round_id=row.round_id,
            day=row.day,
            line=row.line,
            item=ItemAnswer.of(row.item, terms),
            place=row.place,
            late=row.late,
            after_missed=row.after_missed,
            done_at=row.done_at,
            note=texts.get(row.note or ""),
            fault_id=row.fault_id,
            by=row.by,
            position=row.position,
        )


@router.get("")
async def list_checks(
    query: PageQuery,
    call: Annotated[Call, Depends(call("check.read"))],
    state: Literal["pass", "fail", "no_demand", "missed"] | None = None,
    day: Day | None = None,
    item: str | None = None,
    late: bool | None = None,  # noqa: FBT001 - a query parameter
) -> Page[CheckAnswer]:
    """Checks, filtered."""
    page = await call.page(CHECKS, query, state=state, day=day, item=item, late=late)
    return Page(items=await check_answers(page.items, call), next=page.next)


@router.get("/{check_id}")
async def show_check(check_id: str, call: Annotated[Call, Depends(call("check.read"))]) -> CheckAnswer:
    """One check."""
    return await shown_check(check_id, call)


async def check_answers(rows: Sequence[CheckRow], call: Call) -> list[CheckAnswer]:
    """Checks with their texts, fetched together."""
    texts = await call.texts(row.note for row in rows)
    return [CheckAnswer.of(row, call.terms, texts) for row in rows]


async def shown_check(check: str, call: Call) -> CheckAnswer:
    """One check; problem `not_found`."""
    return (await check_answers([await call.show(CHECKS, check)], call))[0]
