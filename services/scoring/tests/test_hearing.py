"""Scoring hears tickets over a real bus: a missed call becomes one proposal, also when scoring was away or starts over."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from common.runtime import Runtime
from common.terms import STREAM_ID, TERMS, ActivateTerms
from common.testing.kernels import meta, migrated
from common.testing.plugin import MakeDatabase
from common.testing.processes import House, Process, eventually
from common.testing.servers import RunningBroker
from common.testing.terms import BEIJING, pack_document
from scoring.main import SERVICE as SCORING
from scoring.projections import PROPOSALS, ProposalRow
from tickets.domain.call import CALL, LogCall
from tickets.main import SERVICE as TICKETS

CONTRACT = "bj-2026"
THREE_AT_NIGHT = datetime(2026, 10, 13, 19, 0, tzinfo=UTC)
LATER = THREE_AT_NIGHT + timedelta(minutes=1)


@pytest.fixture
async def house(database: MakeDatabase, broker: RunningBroker, tmp_path: Path) -> AsyncIterator[tuple[House, dict[str, Process]]]:
    """The two services, running, with the contract in force in each."""
    services = (TICKETS, SCORING)
    urls = {one.name: (await database(one.name, migrated(one, one.name))).url for one in services}
    house = House.of(services, urls, {one.name: broker.url(one.name) for one in services}, tmp_path)
    running = {one.name: await house.start(one.name) for one in services}
    activate = ActivateTerms(CONTRACT, pack_document(BEIJING))
    for process in running.values():
        await process.runtime.handler.handle(CONTRACT, TERMS, STREAM_ID, activate, meta())
    async with asyncio.timeout(90):
        yield house, running
    for process in running.values():
        await process.stop()


async def proposal(scoring: Runtime, call: str) -> ProposalRow:
    """Waits for what scoring proposes about a call."""
    key = f"call-missed.{call}"

    async def raised() -> bool:
        return await scoring.views.find(PROPOSALS, CONTRACT, key) is not None

    await eventually(raised, f"the proposal about {call}")
    stored = await scoring.views.find(PROPOSALS, CONTRACT, key)
    assert stored is not None
    return stored.row


async def missed(tickets: Runtime, call: str) -> None:
    """A call that nobody answers."""
    log = LogCall(THREE_AT_NIGHT, None, LATER, None, "desk-1", LATER)
    await tickets.handler.handle(CONTRACT, CALL, call, log, meta(at=LATER))


async def test_gc_75_a_desk_call_missed_at_night_is_proposed_once_with_its_range(
    house: tuple[House, dict[str, Process]],
) -> None:
    streets, running = house
    tickets = running["tickets"].runtime
    await missed(tickets, "C-1")
    row = await proposal(running["scoring"].runtime, "C-1")
    assert (row.rule, row.rules[0].points_min, row.rules[0].points_max, row.quarter) == ("2.6.2", 1, 5, 2)
    assert row.evidence[0].startswith(f"tickets:{CONTRACT}:")
    await running["scoring"].stop()
    await missed(tickets, "C-2")  # while scoring is away
    running["scoring"] = await streets.start("scoring")
    scoring = running["scoring"].runtime
    assert (await proposal(scoring, "C-2")).state == "open"
    stored = await scoring.pool.fetch("select stream from events where type = 'proposal-raised' order by stream")
    assert [one["stream"] for one in stored] == ["proposal/call-missed.C-1", "proposal/call-missed.C-2"]
