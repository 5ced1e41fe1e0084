"""Key periods over HTTP: the customer orders reinforced staffing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from common.handling.transaction import Transaction
from common.ids import new_id
from common.terms import Terms
from common.web.answers import Answer, Body, Id, Labelled, Moment, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from roster.api.labels import post_label
from roster.api.planning import frees
from roster.domain.coverage import COVERAGE, OrderSurge
from roster.domain.handover import HANDOVER, FreeHandover
from roster.domain.key_period import KEY_PERIOD, OrderKeyPeriod
from roster.projections import HANDOVERS, KEY_PERIODS, KeyPeriodRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/key-periods", tags=["key periods 重点保障"])


class KeyPeriodBody(Body):
    """At least `minimum` people of `post` from `starts_at` to `ends_at`. Without a number nothing is required yet."""

    key_period_id: Id | None = None
    post: Id
    minimum: Annotated[int, Field(ge=1, le=100)] | None = None
    starts_at: Moment
    ends_at: Moment
    reason: Text | None = None


class KeyPeriodAnswer(Answer):
    """A key period. `number_missing`: the order names no number; the customer is asked (AMB-23)."""

    key_period_id: str
    post: Labelled
    minimum: int | None
    number_missing: bool
    starts_at: datetime
    ends_at: datetime
    reason: str | None
    ordered_by: str

    @classmethod
    def of(cls, row: KeyPeriodRow, terms: Terms, texts: Mapping[str, str | None]) -> "KeyPeriodAnswer":
        """As it was ordered."""
        return cls(
            key_period_id=row.key_period_id,
            post=post_label(row.post, terms),
            minimum=row.minimum,
            number_missing=row.minimum is None,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            reason=texts.get(row.reason or ""),
            ordered_by=row.ordered_by,
        )


async def _order(tx: Transaction, key_period_id: str, command: OrderKeyPeriod) -> None:
    await tx.decide(KEY_PERIOD, key_period_id, command)
    if command.minimum is not None:
        surge = OrderSurge(key_period_id, command.starts_at, command.ends_at, command.minimum, tx.now)
        await tx.decide(COVERAGE, command.post, surge)
    period = KeyPeriodRow(key_period_id, command.post, command.minimum, command.starts_at, command.ends_at, None, "")
    for row in await tx.rows(HANDOVERS, state="due"):
        if frees(period, row.post) and command.starts_at <= row.due_at < command.ends_at:
            await tx.decide(HANDOVER, row.handover_id, FreeHandover(key_period_id))


@router.get("")
async def list_key_periods(
    query: PageQuery, call: Annotated[Call, Depends(call("key_period.read"))], post: str | None = None
) -> Page[KeyPeriodAnswer]:
    """Key periods by post."""
    page = await call.page(KEY_PERIODS, query, post=post)
    texts = await call.texts(row.reason for row in page.items)
    return page.map(lambda row: KeyPeriodAnswer.of(row, call.terms, texts))


@router.post(
    "",
    status_code=201,
    responses=problems("post_unknown", "ends_before_start", "outside_the_term", "key_period_already_ordered"),
)
async def order_key_period(body: KeyPeriodBody, call: Annotated[Call, Depends(call("key_period.order"))]) -> KeyPeriodAnswer:
    """Orders reinforced staffing (A1 2.x.3): the requirement becomes max(base, minimum), handover times are free."""
    reason = await call.keep_text(body.reason)
    key_period_id = body.key_period_id or new_id()
    command = OrderKeyPeriod(body.post, body.minimum, body.starts_at, body.ends_at, reason)

    async def decision(tx: Transaction) -> None:
        await _order(tx, key_period_id, command)

    outcome = await call.across(decision)
    row = await call.show(KEY_PERIODS, outcome.stream_id if outcome.replay else key_period_id)
    return KeyPeriodAnswer.of(row, call.terms, await call.texts((row.reason,)))
