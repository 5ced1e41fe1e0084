from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from common.cloudevents import of_lines
from common.testing.apps import RunningApp, app_on
from common.testing.kernels import migrated
from common.testing.lodge import LODGE
from common.testing.plugin import MakeDatabase
from common.testing.servers import RunningBroker

LAMPS = "/v1/contracts/c1/lamps"
PREPARE = migrated(LODGE)

Until = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


async def light(app: RunningApp, *ids: str, contract: str = "c1") -> None:
    async with app.client("contractor.engineer") as engineer:
        for id_ in ids:
            assert (await engineer.post(f"/v1/contracts/{contract}/lamps", json={"id": id_})).status_code == 201


async def test_the_ledger_can_be_read_event_by_event(lodge: RunningApp) -> None:
    await light(lodge, "l1", "l2")
    async with lodge.client("auditor") as auditor:
        page = (await auditor.get("/v1/contracts/c1/events", params={"limit": 2})).json()
        rest = (await auditor.get("/v1/contracts/c1/events", params={"limit": 2, "cursor": page["next"]})).json()
        one = (await auditor.get("/v1/contracts/c1/events/2")).json()
        of_stream = (await auditor.get("/v1/contracts/c1/events", params={"stream": "lamp/l2"})).json()
        of_type = (await auditor.get("/v1/contracts/c1/events", params={"type": "terms-activated"})).json()
        nothing = await auditor.get("/v1/contracts/c1/events/99")
    assert [item["seq"] for item in page["items"] + rest["items"]] == [1, 2, 3]
    assert rest["next"] is None
    assert one == page["items"][1]
    assert (one["position"], one["type"], one["lane_number"], one["actor"]) == ("lamps:c1:2", "lit", 1, "contractor-engineer")
    assert one["event"]["colour"] == "white"
    assert one["recorded_at"].endswith("+08:00"), "the contract's zone, though this route needs no terms"
    assert [item["seq"] for item in of_stream["items"]] == [3]
    assert [item["seq"] for item in of_type["items"]] == [1]
    assert (nothing.status_code, nothing.json()["code"]) == (404, "not_found")


async def test_the_ledger_can_be_read_from_its_end_and_by_action(lodge: RunningApp) -> None:
    await light(lodge, "l1", "l2")
    async with lodge.client("auditor") as auditor:
        backwards: dict[str, str] = {"limit": "2", "direction": "desc"}
        page = (await auditor.get("/v1/contracts/c1/events", params=backwards)).json()
        rest = (await auditor.get("/v1/contracts/c1/events", params={**backwards, "cursor": page["next"]})).json()
        turned = await auditor.get("/v1/contracts/c1/events", params={"limit": 2, "cursor": page["next"]})
        action = (await auditor.get("/v1/contracts/c1/events", params={"correlation": page["items"][0]["correlation_id"]})).json()
    assert [item["seq"] for item in page["items"] + rest["items"]] == [3, 2, 1]
    assert rest["next"] is None
    assert turned.status_code == 422, "a cursor of the other direction"
    assert [item["seq"] for item in action["items"]] == [3]


async def test_the_feed_gives_services_the_bytes_of_the_lane(lodge: RunningApp) -> None:
    await light(lodge, "l1", "l2", "l3")
    async with lodge.client_of("roster") as roster:
        answer = await roster.get("/v1/contracts/c1/feed", params={"after": 1})
        heads = (await roster.get("/v1/feed/heads")).json()
        empty = await roster.get("/v1/contracts/nobody/feed")
    told = list(of_lines(answer.content))
    assert [one.number for one in told] == [2, 3]
    assert answer.headers["Watchbill-Head"] == "3"
    assert answer.headers["Watchbill-Head-Hash"] == told[-1].hash
    assert answer.headers["Watchbill-At-Hash"] == told[0].previous_hash
    assert answer.headers["Watchbill-Log"] == told[0].log_id
    assert heads["heads"] == [{"contract": "c1", "log_id": told[0].log_id, "number": 3, "hash": told[-1].hash}]
    assert heads["next"] is None
    assert (empty.content, empty.headers["Watchbill-Head"]) == (b"", "0")


async def test_the_feed_of_a_sample_is_the_same_bytes_as_any(lodge: RunningApp) -> None:
    await light(lodge, "l1", contract="s1")
    async with lodge.client_of("roster") as roster:
        answer = await roster.get("/v1/contracts/s1/feed")
    assert [one.number for one in of_lines(answer.content)] == [1]


async def test_people_do_not_read_feeds_and_services_nothing_else(lodge: RunningApp) -> None:
    async with lodge.client("admin", "auditor") as person, lodge.client_of("roster") as roster:
        assert (await person.get("/v1/contracts/c1/feed")).status_code == 403
        assert (await roster.get(LAMPS)).status_code == 403
        assert (await roster.get("/v1/clock")).status_code == 200


async def test_the_chain_is_recomputed_and_compared_with_witnesses(lodge: RunningApp) -> None:
    await light(lodge, "l1", "l2")
    async with lodge.client("auditor") as auditor:
        sound = (await auditor.get("/v1/contracts/c1/verify")).json()
        right = {"by": "slip SLIP-0001", "seq": 3, "hash": sound["head_hash"]}
        wrong = {"by": "slip SLIP-0002", "seq": 2, "hash": "0" * 64}
        later = {"by": "tickets/rota", "number": 3, "hash": "1" * 64}
        path = "/v1/contracts/c1/verify"
        confirmed = (await auditor.post(path, json={"witnesses": [right]})).json()
        rewritten = (await auditor.post(path, json={"witnesses": [wrong]})).json()
        cut = (await auditor.post(path, json={"witnesses": [later]})).json()
        odd = await auditor.post(path, json={"witnesses": [{"by": "x", "hash": "0" * 64}]})
        own = (await auditor.get("/v1/contracts/c1/witnesses")).json()
    assert (sound["sound"], sound["events"], sound["finding"]) == (True, 3, None)
    assert (confirmed["sound"], confirmed["witnessed"]) == (True, 1)
    assert (rewritten["sound"], rewritten["finding"]["fault"]) == (False, "rewritten")
    assert cut["finding"]["fault"] == "cut"
    assert odd.status_code == 422
    assert own == {"items": []}


async def test_a_virtual_clock_is_stepped_by_whoever_is_admin_of_every_contract(lodge: RunningApp, until: Until) -> None:
    await light(lodge, "l1")
    async with lodge.client("admin") as admin, lodge.client("admin", contract="c1") as of_one:
        before = (await admin.get("/v1/clock")).json()
        assert (before["kind"], before["next_due"]) == ("virtual", "2026-10-14T02:30:00Z")
        assert (await of_one.post("/v1/clock", json={"to": "2026-10-14T11:00:00+08:00"})).status_code == 403
        stepped = (await admin.post("/v1/clock", json={"to": "2026-10-14T10:30:00+08:00"})).json()
        assert stepped["now"] == "2026-10-14T02:30:00Z"
        back = (await admin.post("/v1/clock", json={"to": "2026-10-14T09:00:00+08:00"})).json()
        assert back["now"] == stepped["now"]

        async def drained() -> bool:
            return bool((await admin.get("/v1/clock")).json()["drained"])

        await until(drained)
        after = (await admin.get("/v1/clock")).json()
    assert (after["next_due"], after["timers_due"]) == (None, 0)
    async with lodge.client("viewer") as viewer:
        assert (await viewer.get(f"{LAMPS}/l1")).json()["state"] == "dark"


async def test_the_clock_tells_nobody_of_another_ones_contract(lodge: RunningApp) -> None:
    await light(lodge, "l1")
    await light(lodge, "l1", contract="s1")

    async def told(contract: str) -> set[str]:
        async with lodge.client("viewer", contract=contract) as viewer:
            clock = (await viewer.get("/v1/clock")).json()
        return {head["contract"] for head in clock["heads"]} | {lane["contract"] for lane in clock["lanes"]}

    assert await told("s1") == {"s1"}
    assert await told("*") >= {"c1", "s1"}


async def test_real_time_cannot_be_stepped(database: MakeDatabase, tmp_path: Path) -> None:
    async with app_on(LODGE, await database("kernel", PREPARE), tmp_path, clock="system") as app, app.client("admin") as admin:
        answer = await admin.post("/v1/clock", json={"to": "2026-10-14T10:30:00+08:00"})
    assert (answer.status_code, answer.json()["code"]) == (409, "clock_not_virtual")


async def test_health_tells_what_people_should_know(lodge: RunningApp) -> None:
    async with lodge.client() as anybody:
        live = await anybody.get("/health/live")
        ready = await anybody.get("/health/ready")
        health = (await anybody.get("/health")).json()
    assert (live.json(), ready.json()) == ({"status": "live"}, {"status": "ready", "unjoined": 0})
    assert (health["status"], health["service"], health["clock"]["kind"]) == ("ok", "lamps", "virtual")
    contracts = {one["contract"]: one for one in health["contracts"]}
    assert set(contracts) == {"c1", "s1"}
    assert 2027 in contracts["c1"]["provisional_years"]


async def test_without_its_database_the_process_lives_but_is_not_ready(database: MakeDatabase, tmp_path: Path) -> None:
    made = await database("kernel", PREPARE)
    async with app_on(LODGE, made, tmp_path) as app, app.client() as anybody:
        await app.app.state.runtime.pool.close()
        live, ready, health = [await anybody.get(path) for path in ("/health/live", "/health/ready", "/health")]
        metrics = await anybody.get("/metrics")
    assert (live.status_code, ready.status_code, health.status_code) == (200, 503, 503)
    assert ready.headers["Retry-After"] == "2"
    assert metrics.status_code == 200
    assert "watchbill_parked" not in [line.partition("{")[0] for line in metrics.text.splitlines()]


async def test_metrics_count_by_template_not_by_id(lodge: RunningApp) -> None:
    await light(lodge, "l1")
    async with lodge.client("viewer") as viewer:
        await viewer.get(f"{LAMPS}/l1")
        await viewer.get("/nowhere/l1")
        text = (await viewer.get("/metrics")).text
    shown = 'method="GET",route="/v1/contracts/{contract_id}/lamps/{lamp_id}",service="lamps",status="200"'
    assert f"watchbill_request_seconds_count{{{shown}}} 1.0" in text
    assert 'route="unmatched",service="lamps",status="404"' in text
    assert 'watchbill_timers_due{service="lamps"} 0.0' in text
    assert "watchbill_append_group_largest" in text
    assert 'watchbill_lamps_lit{contract="c1",service="lamps"} 1.0' in text


async def test_what_was_told_reaches_nats_and_the_lag_shows_it(
    database: MakeDatabase, tmp_path: Path, broker: RunningBroker, until: Until
) -> None:
    made = await database("kernel", PREPARE)
    async with app_on(LODGE, made, tmp_path, nats_url=broker.url()) as app, app.client("admin") as admin:
        await admin.post("/v1/clock", json={"to": "2026-10-14T09:30:00+08:00"})
        await admin.post("/v1/contracts", json={"contract_id": "c1"})
        await light(app, "l1")

        async def told() -> bool:
            return not (await admin.get("/health")).json()["relay_lag"]

        await until(told)


async def test_nothing_is_parked_and_what_is_not_there_cannot_be_decided(lodge: RunningApp) -> None:
    async with lodge.client("admin") as admin:
        assert (await admin.get("/v1/parked")).json() == {"items": [], "next": None}
        assert (await admin.post("/v1/parked/1/retry")).status_code == 404
        assert (await admin.post("/v1/parked/1/dismiss", json={"reason": "x"})).status_code == 404


@pytest.fixture
async def parked(lodge: RunningApp) -> int:
    """One refused command and one of a contract that c1's admin may not see."""
    insert = """
        insert into parked (name, source, contract_id, number, target, type, code, reason, parked_at)
        values ('p', 'roster', $1, 1, 'lamp/l1', 'Light', 'already_lit', 'already_lit', now()) returning id
    """
    await lodge.app.state.runtime.pool.execute(insert, "c2")
    number: int = await lodge.app.state.runtime.pool.fetchval(insert, "c1")
    return number


async def test_what_is_parked_is_dismissed_with_a_reason_once(lodge: RunningApp, parked: int) -> None:
    async with lodge.client("admin", contract="c1", subject="root") as admin:
        assert [item["id"] for item in (await admin.get("/v1/parked")).json()["items"]] == [parked]
        assert (await admin.post(f"/v1/parked/{parked}/dismiss", json={"reason": " "})).status_code == 422
        done = (await admin.post(f"/v1/parked/{parked}/dismiss", json={"reason": "已人工处理"})).json()
        again = await admin.post(f"/v1/parked/{parked}/dismiss", json={"reason": "again"})
        assert (await admin.get("/v1/parked")).json()["items"] == []
        assert len((await admin.get("/v1/parked", params={"open": "false"})).json()["items"]) == 1
    assert (done["decision"], done["decided_by"], done["decided_reason"]) == ("dismissed", "root", "已人工处理")
    assert (again.status_code, again.json()["code"]) == (409, "parked_decided")
