"""One service in two groups: each on a PostgreSQL server of its own with its own contracts, followed by another service."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import nats
import pytest

from common.bus.streams import stream_name
from common.clock import real_now
from common.groups import Groups
from common.ledger.verify import contracts, verify
from common.servers.ports import free_port
from common.testing.bells import BELL, BELLS_VIEW, EARS_VIEW, ECHOES_VIEW, LISTENER, LISTENING, RINGER, RINGING, Ring
from common.testing.databases import Databases
from common.testing.kernels import meta, migrated
from common.testing.plugin import MakeDatabase
from common.testing.processes import House, Process, eventually
from common.testing.servers import RunningBroker, RunningPostgres, own_postgres
from common.web.signing import read_private, sign_for_service

GROUPS = "north=n-* south=s-*,t-1"
NORTHERN, SOUTHERN = "n-1", "s-1"


@dataclass
class Town:
    """The ringer in two groups, and the listener who hears both."""

    house: House
    groups: dict[str, Process]
    listener: Process
    southern: RunningPostgres
    broker: RunningBroker

    def of(self, contract: str) -> Process:
        """What routes requests: the group that holds the contract."""
        return self.groups[Groups.parse(GROUPS).of(contract) or ""]

    async def ring(self, contract: str, *numbers: int) -> None:
        for n in numbers:
            await self.of(contract).runtime.handler.handle(contract, BELL, "b", Ring(n), meta())

    async def all_heard(self, contract: str, *numbers: int) -> None:
        """The follower's view, its policy's answers and the ringer's policy on those have all of it, in order, once."""

        async def heard() -> bool:
            found = [
                await self.listener.runtime.views.find(BELLS_VIEW, contract, "b"),
                await self.listener.runtime.views.find(ECHOES_VIEW, contract, "b"),
                await self.of(contract).runtime.views.find(EARS_VIEW, contract, "ear-b"),
            ]
            return [one and one.row.numbers for one in found] == [numbers] * 3

        await eventually(heard, f"{numbers} of {contract} are heard")


@pytest.fixture
async def town(database: MakeDatabase, broker: RunningBroker, tmp_path: Path) -> AsyncIterator[Town]:
    with own_postgres() as southern:
        north, listening = (
            await database(RINGER, migrated(RINGING, RINGER)),
            await database(LISTENER, migrated(LISTENING, LISTENER)),
        )
        south = await Databases(southern).make(RINGER, migrated(RINGING, RINGER))
        urls = {RINGER: north.url, LISTENER: listening.url}
        house = House.of((RINGING, LISTENING), urls, {name: broker.url(name) for name in urls}, tmp_path)
        ports = {"north": house.settings[RINGER].port, "south": free_port()}
        divided: dict[str, Any] = {
            "groups": GROUPS,
            "roster_url": " ".join(f"{group}=http://127.0.0.1:{port}" for group, port in ports.items()),
        }
        groups = {
            "north": await house.start(RINGER, group="north", **divided),
            "south": await house.start(RINGER, port=ports["south"], group="south", database_url=south.url, **divided),
        }
        made = Town(house, groups, await house.start(LISTENER, **divided), southern, broker)
        yield made
        for process in (made.listener, *groups.values()):
            await process.stop()


async def test_a_follower_has_what_both_groups_tell_and_each_group_only_its_own(town: Town, tmp_path: Path) -> None:
    await town.ring(NORTHERN, 1, 2)
    await town.ring(SOUTHERN, 3, 4, 5)
    await town.all_heard(NORTHERN, 1, 2)
    await town.all_heard(SOUTHERN, 3, 4, 5)
    for contract in (NORTHERN, SOUTHERN):
        pool = town.of(contract).runtime.pool
        assert await contracts(pool) == [contract]
        assert (await verify(pool, contract)).sound
    assert await _listening(town) == {"roster-north-hear-answers", "roster-south-hear-answers"}
    elsewhere = "421 contract_elsewhere"
    assert await _answers(town, sign_for_service(read_private(tmp_path / f"{LISTENER}.json"), issued_at=real_now())) == {
        ("north", NORTHERN): "",
        ("north", SOUTHERN): elsewhere,
        ("north", "nobodys"): elsewhere,
        ("south", NORTHERN): elsewhere,
        ("south", SOUTHERN): "",
        ("south", "nobodys"): elsewhere,
    }


async def test_a_server_that_is_down_holds_only_its_own_contracts(town: Town) -> None:
    await town.ring(NORTHERN, 1)
    await town.ring(SOUTHERN, 2)
    await town.all_heard(NORTHERN, 1)
    await town.all_heard(SOUTHERN, 2)
    town.southern.kill()
    await town.ring(NORTHERN, 3)
    await town.all_heard(NORTHERN, 1, 3)
    # Without messages, too: only the feed of the northern group can have told this.
    town.broker.kill()
    await town.ring(NORTHERN, 4)
    await town.all_heard(NORTHERN, 1, 3, 4)
    # And what the southern group tells from now on comes from its own feed.
    town.southern.start()
    await town.ring(SOUTHERN, 5)
    await town.all_heard(SOUTHERN, 2, 5)


async def _answers(town: Town, token: str) -> dict[tuple[str, str], str]:
    """(group, contract) -> the code with which its lane is refused there, if it is."""
    found = {}
    for group, process in town.groups.items():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(process.app), base_url="http://group.test") as client:
            for contract in (NORTHERN, SOUTHERN, "nobodys"):
                answer = await client.get(f"/v1/contracts/{contract}/feed", headers={"Authorization": f"Bearer {token}"})
                found[group, contract] = "" if answer.is_success else f"{answer.status_code} {answer.json()['code']}"
    return found


async def _listening(town: Town) -> set[str]:
    """The durable consumers on the listener's stream."""
    client = await nats.connect(town.broker.url(), allow_reconnect=False)
    try:
        return {one.name for one in await client.jsm().consumers_info(stream_name(LISTENER))}
    finally:
        await client.close()
