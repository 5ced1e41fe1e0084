from pathlib import Path

import pytest

from common.projection import inline
from common.rebuild import rebuild
from common.testing.apps import RunningApp, app_on
from common.testing.kernels import migrated
from common.testing.lodge import LODGE
from common.testing.plugin import MakeDatabase

PREPARE = migrated(LODGE)


async def light(app: RunningApp, *ids: str) -> None:
    async with app.client("contractor.engineer") as engineer:
        for id_ in ids:
            assert (await engineer.post("/v1/contracts/c1/lamps", json={"id": id_})).status_code == 201


async def test_a_service_is_not_ready_before_a_rebuild_has_filled_its_views(
    database: MakeDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rebuild runs beside the service, which is ready as soon as it is done."""
    monkeypatch.setattr(inline, "JOIN_WITHIN", 3)
    made = await database("kernel", PREPARE)
    async with app_on(LODGE, made, tmp_path) as app:
        async with app.client("admin") as admin:
            await admin.post("/v1/clock", json={"to": "2026-10-14T09:30:00+08:00"})
            assert (await admin.post("/v1/contracts", json={"contract_id": "c1"})).status_code == 201
        await light(app, *(f"l{number}" for number in range(9)))
        # As if the view were new in this code.
        await app.app.state.runtime.pool.execute("delete from lamps_v1")
        await app.app.state.runtime.pool.execute("delete from view_positions where view = 'lamps_v1'")
        async with app.client() as anybody:
            before = await anybody.get("/health/ready")
            assert await rebuild(LODGE, made.url) == 1
            after = await anybody.get("/health/ready")
    assert (before.status_code, before.json()["details"]) == (503, {"reason": "rebuild_needed", "views": "lamps_v1"})
    assert (after.status_code, after.json()["unjoined"]) == (200, 0)


async def test_a_small_contract_that_has_not_joined_is_counted_and_keeps_nobody_from_serving(
    database: MakeDatabase, tmp_path: Path
) -> None:
    made = await database("kernel", PREPARE)
    async with app_on(LODGE, made, tmp_path) as app:
        async with app.client("admin") as admin:
            await admin.post("/v1/clock", json={"to": "2026-10-14T09:30:00+08:00"})
            await admin.post("/v1/contracts", json={"contract_id": "c1"})
        await app.app.state.runtime.pool.execute("delete from view_positions where view = 'lamps_v1'")
        async with app.client() as anybody:
            before = await anybody.get("/health/ready")
            await light(app, "l1")
            after = await anybody.get("/health/ready")
    assert (before.status_code, before.json()["unjoined"], after.json()["unjoined"]) == (200, 1, 0)
