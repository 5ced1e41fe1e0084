"""Tickets hears inspection over a real bus: a fault becomes a ticket, and the end of the fault resolves it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from common.runtime import Runtime
from common.terms import STREAM_ID, TERMS, ActivateTerms
from common.testing.kernels import meta, migrated
from common.testing.plugin import MakeDatabase
from common.testing.processes import House, eventually
from common.testing.servers import RunningBroker
from common.testing.terms import BEIJING, pack_document
from inspection.domain.fault import FAULT, FindFault, ResolveFault
from inspection.main import SERVICE as INSPECTION
from tickets.main import SERVICE as TICKETS
from tickets.projections import TICKETS as TICKET_ROWS

CONTRACT = "bj-2026"
NOON = datetime(2026, 10, 14, 4, 0, tzinfo=UTC)
ONE = datetime(2026, 10, 14, 5, 0, tzinfo=UTC)


@pytest.fixture
async def both(database: MakeDatabase, broker: RunningBroker, tmp_path: Path) -> AsyncIterator[dict[str, Runtime]]:
    """The two services, running, with the contract in force in each."""
    services = (INSPECTION, TICKETS)
    urls = {one.name: (await database(one.name, migrated(one, one.name))).url for one in services}
    house = House.of(services, urls, {one.name: broker.url(one.name) for one in services}, tmp_path)
    processes = [await house.start(one.name) for one in services]
    activate = ActivateTerms(CONTRACT, pack_document(BEIJING))
    for process in processes:
        await process.runtime.handler.handle(CONTRACT, TERMS, STREAM_ID, activate, meta())
    async with asyncio.timeout(60):
        yield {process.runtime.service.name: process.runtime for process in processes}
    for process in processes:
        await process.stop()


async def test_a_fault_that_inspection_tells_gets_its_ticket_and_resolves_it(both: dict[str, Runtime]) -> None:
    handler, views = both["inspection"].handler, both["tickets"].views
    find = FindFault("INS-DS-3", "指挥大厅", None, NOON, None, None, "E1", NOON)
    await handler.handle(CONTRACT, FAULT, "F-1", find, meta(at=NOON))

    async def the_ticket_is(state: str) -> bool:
        stored = await views.find(TICKET_ROWS, CONTRACT, "fault-F-1")
        return stored is not None and stored.row.state == state

    await eventually(lambda: the_ticket_is("opened"), "the fault's ticket")
    await handler.handle(CONTRACT, FAULT, "F-1", ResolveFault(ONE, None, "E1", ONE), meta(at=ONE))
    await eventually(lambda: the_ticket_is("resolved"), "the ticket's end")
    stored = await views.find(TICKET_ROWS, CONTRACT, "fault-F-1")
    assert stored is not None
    assert (stored.row.fault_id, stored.row.opened_at, stored.row.resolved_at) == ("F-1", NOON, ONE)
