"""Data are kept from the first landing on: today's code starts on what each earlier landing has written."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from common.kernel import open_kernel
from common.ledger.codec import UnreadableEvent
from common.migrate import migrate
from common.rebuild import rebuild
from common.service import service_called
from common.testing.plugin import MakeDatabase
from common.testing.processes import eventually
from common.testing.rebuilding import assert_rebuild_equals_live
from common.testing.servers import RunningBroker
from e2e.together.routes import routes_of
from upgrade.dump import LEDGERS
from upgrade.landing import LANDINGS, Running, dump_of, restore, running
from upgrade.ledgers import dumped, read, write
from watchbill.activation import CONTRACT
from watchbill.demo.account import POSITION, figures
from watchbill.place import SERVICES
from watchbill.stage.desk import Desk, Json
from watchbill.stage.people import SUBJECTS
from watchbill.verify import verify_all

LARGEST_LANDING = 300_000
FINAL_PAYMENT = "389181.00"

pytestmark = pytest.mark.parametrize("landing", LANDINGS)


@pytest.fixture
async def today(landing: str, database: MakeDatabase, broker: RunningBroker, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(landing, database, broker, tmp_path) as services:
        yield services


@pytest.fixture
async def desk(today: Running) -> AsyncIterator[Desk]:
    async def nothing(_step: int) -> None:
        """Nobody is killed."""

    clerk = Desk(CONTRACT, today.url, lambda role: today.token(role, SUBJECTS[role]), nothing)
    yield clerk
    await clerk.close()


def test_a_landing_is_whole_and_small_and_nothing_in_it_waits_for_people(landing: str) -> None:
    files = {file.name: file.stat().st_size for file in (LEDGERS / landing).iterdir()}
    assert set(files) == {f"{service}.jsonl.gz" for service in SERVICES}
    assert sum(files.values()) < LARGEST_LANDING
    assert [row for service in SERVICES for row in dump_of(landing, service).rows("parked")] == []


@pytest.mark.parametrize("service", SERVICES)
async def test_a_landing_is_migrated_in_words_and_every_view_and_timer_folds_anew(
    landing: str, service: str, database: MakeDatabase, tmp_path: Path
) -> None:
    made, dump, today = await database(service), dump_of(landing, service), service_called(service)
    await restore(dump, made)
    write(await dumped(service, made.owner_url), tmp_path / "again.jsonl.gz")
    assert read(tmp_path / "again.jsonl.gz") == dump

    said = await migrate(today, made.owner_url, service)
    assert all("ledger tables: " in line or line.startswith("view table ") for line in said)
    assert await migrate(today, made.owner_url, service) == ["nothing to do"]
    assert await rebuild(today, made.url) > 0
    assert await rebuild(today, made.url) == 0
    async with open_kernel(today, made.url, clock="virtual") as kernel:
        await assert_rebuild_equals_live(kernel)


async def test_an_event_that_todays_code_cannot_read_stops_the_upgrade(landing: str, database: MakeDatabase) -> None:
    made, dump = await database("tickets"), dump_of(landing, "tickets")
    events = next(table for table in dump.tables if table.name == "events")
    place = events.columns.index("schema_version")
    events.rows[-1] = [*events.rows[-1][:place], "99", *events.rows[-1][place + 1 :]]
    await restore(dump, made)
    await migrate(service_called("tickets"), made.owner_url, "tickets")
    with pytest.raises(UnreadableEvent, match="in version 99"):
        await rebuild(service_called("tickets"), made.url)


async def test_chains_consumers_figures_lists_and_texts_are_what_they_were(landing: str, today: Running, desk: Desk) -> None:
    await eventually(partial(_drained, today), "every lane is heard to its end")
    await _every_chain_verifies(landing, today)
    await _every_consumer_goes_on_where_it_was(landing, today)
    await _the_settlement_is_explained_down_to_events(desk)
    await _every_list_and_figure_is_served(today)
    slips = await desk.every("auditor", "scoring", "/slips")
    assert len(slips) == len([row for row in dump_of(landing, "scoring").rows("events") if row["type"] == "slip-recorded"])
    assert all(slip["narrative"] for slip in slips)


async def _drained(today: Running) -> bool:
    return all([await process.runtime.background.drained() for process in today.processes.values()])


async def _every_chain_verifies(landing: str, today: Running) -> None:
    verified = await verify_all({name: made.url for name, made in today.databases.items()})
    assert set(verified) == {(service, CONTRACT) for service in SERVICES}
    for (service, _), result in verified.items():
        assert result.finding is None
        assert result.events == len(dump_of(landing, service).rows("events"))
        assert result.witnessed > 0


async def _every_consumer_goes_on_where_it_was(landing: str, today: Running) -> None:
    for service in SERVICES:
        now = {_place(row): row for row in (await dumped(service, today.databases[service].url)).rows("positions")}
        for row in dump_of(landing, service).rows("positions"):
            assert now[_place(row)] == row
        lanes = await today.processes[service].runtime.background.lanes()
        assert {(lane.stopped, lane.lag) for lane in lanes} <= {(None, 0)}


def _place(row: dict[str, Any]) -> tuple[str, ...]:
    return row["name"], row["source"], row["contract_id"]


async def _the_settlement_is_explained_down_to_events(desk: Desk) -> None:
    assert [figure.found for figure in await figures(desk)] == [figure.expected for figure in await figures(desk)]
    tree = await desk.get("auditor", "billing", "/settlement/explanation")
    assert tree["value"] == FINAL_PAYMENT
    positions = {position for text in _inputs(tree) for position in POSITION.findall(text)}
    assert {position.partition(":")[0] for position in positions} >= {"billing", "scoring", "roster"}
    for position in sorted(positions):
        service, _, number = position.split(":")
        assert (await desk.get("auditor", service, f"/events/{number}"))["position"] == position


def _inputs(node: Json) -> Iterator[str]:
    yield from node["inputs"]
    for part in node["parts"]:
        yield from _inputs(part)


async def _every_list_and_figure_is_served(today: Running) -> None:
    headers = {"Authorization": f"Bearer {today.token('auditor', SUBJECTS['auditor'])}"}
    served = {}
    async with httpx.AsyncClient(headers=headers) as client:
        for service in SERVICES:
            for route in routes_of(service, (await client.get(f"{today.url(service)}/openapi.json")).json()):
                if route.method == "GET" and not route.takes_own_ids:
                    answer = await client.get(today.url(service) + route.path.format(contract_id=CONTRACT))
                    served[service, route.path.rpartition("}")[2]] = answer.status_code
    assert len(served) > 50
    ask_which_days = {("roster", "/coverage"), ("roster", "/days")}
    for_services = ("/feed", "/v1/feed/digests", "/v1/feed/heads")
    expected = {*ask_which_days, *((service, path) for service in SERVICES for path in for_services)}
    assert {place for place, status in served.items() if status != httpx.codes.OK} == expected


async def test_old_commands_are_known_and_new_ones_are_heard(landing: str, today: Running, desk: Desk) -> None:
    await _a_repeated_command_is_known(landing, today)
    body = {"text": "升级后的第一条", "received_at": "2027-06-10T10:00:00+08:00"}
    complaint = await desk.post("customer.officer", "tickets", "/complaints", body)
    lane = await today.processes["tickets"].runtime.feed.head(CONTRACT)
    heard = await today.processes["scoring"].runtime.background.wait_reached("tickets", CONTRACT, lane.number, 20)
    assert heard
    assert complaint["id"] in {one["id"] for one in await desk.every("auditor", "tickets", "/complaints")}
    verified = await verify_all({name: made.url for name, made in today.databases.items()})
    assert [lane for lane, result in verified.items() if not result.sound] == []


async def _a_repeated_command_is_known(landing: str, today: Running) -> None:
    confirmed = next(row for row in dump_of(landing, "billing").rows("events") if row["type"] == "settlement-confirmed")
    command = next(row for row in dump_of(landing, "billing").rows("commands") if row["command_id"] == confirmed["command_id"])
    headers = {
        "Authorization": f"Bearer {today.token('customer.leader', confirmed['actor'])}",
        "Idempotency-Key": confirmed["command_id"].removeprefix(f"http:{confirmed['actor']}:"),
    }
    async with httpx.AsyncClient(headers=headers) as client:
        again = await client.post(f"{today.url('billing')}/v1/contracts/{CONTRACT}/settlement/confirm", json={})
    assert (again.is_success, again.headers.get("Idempotent-Replay")) == (True, "true"), again.text
    assert again.headers["Watchbill-Position"] == f"billing:{CONTRACT}:{command['last_seq']}"
