"""Firing what is due. A firing always ends in an event, so a due row never stays."""

import hashlib
from datetime import datetime
from typing import Any

import structlog

from common.aggregate import Aggregate
from common.clock import Clock
from common.errors import Refused
from common.handling.handler import Handler
from common.handling.meta import Meta
from common.handling.transaction import Transaction
from common.ledger.ledger import Ledger
from common.service import Fires
from common.timers.fold import DueRow, due_rows, next_due, set_timer
from common.timers.kernel import TIMER_CATEGORY, TimerLapsed

log = structlog.get_logger()

_LAPSES: Aggregate[str, None, TimerLapsed] = Aggregate(
    TIMER_CATEGORY, None, lambda _command, _state, _terms: (), lambda state, _event: state, needs_terms=False
)


class Timers:
    """The due dates of one service."""

    def __init__(self, ledger: Ledger, handler: Handler, fires: Fires, clock: Clock) -> None:
        self._ledger = ledger
        self._handler = handler
        self._fires = fires
        self._clock = clock

    async def fire_due(self, now: datetime | None = None) -> int:
        """Fires what is due at `now` (the domain's clock by default), the earliest first; returns how many fired.

        At most one batch: call again while the answer is not 0. A firing that fails for a technical reason is logged
        and stays due; the others go on.
        """
        moment = now or await self._clock.now()
        async with self._ledger.connection() as connection:
            rows = await due_rows(connection, moment)
        fired = 0
        for row in rows:
            try:
                await self.fire(row, moment)
            except Exception:
                log.exception("timer_failed", contract=row.contract, timer=row.id, kind=row.kind)
            else:
                fired += 1
        return fired

    async def fire(self, row: DueRow, now: datetime) -> None:
        """Fires one timer, unless it was moved or cleared meanwhile."""

        async def decision(transaction: Transaction) -> None:
            current = await set_timer(transaction.connection, row.contract, row.id)
            if current == row:
                reason = await self._decide(transaction, row, now)
                if not transaction.events:
                    await transaction.state(_LAPSES, row.id)
                    transaction.record(_LAPSES, row.id, [TimerLapsed(row.kind, reason)])

        await self._handler.across(row.contract, decision, _meta(row, now))

    async def next_due(self) -> datetime | None:
        """The earliest due moment of the service: where a driver of virtual time may step to."""
        async with self._ledger.connection() as connection:
            return await next_due(connection)

    async def _decide(self, transaction: Transaction, row: DueRow, now: datetime) -> str | None:
        """Carries out the timer's order; the code of the refusal, if it was refused."""
        fire = self._fires.get(row.kind)
        if fire is None:
            return "unknown_kind"
        order: Any = fire(row.at(now))
        try:
            await transaction.decide(order.aggregate, order.id, order.command)
        except Refused as refusal:
            return refusal.code
        return None


def _meta(row: DueRow, now: datetime) -> Meta:
    request = hashlib.sha256(f"{row.kind} {row.due.isoformat()}".encode()).digest()
    return Meta("timer", row.command_id, request, row.command_id, None, now)
