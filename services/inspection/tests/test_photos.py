"""Photos: kept once beside the result they belong to, with the time they were taken, and erasable."""

import base64
from typing import Any

import httpx
import pytest

from common.testing.apps import RunningApp
from common.testing.processes import eventually
from common.testing.rebuilding import assert_rebuild_equals_live

BASE = "/v1/contracts/bj-2026"
DAY = "/rounds/2026-10-14"
PASS = {"line": "INS-DS-3", "result": "pass"}
PLAN = {
    "starts": "2026-10-14",
    "ends": "2026-10-15",
    "lines": [{"item": "INS-DS-3", "place": "指挥大厅", "frequency": "daily"}],
}
JPEG = "data:image/jpeg;base64," + base64.b64encode(b"\xff\xd8\xff\xe0 a picture").decode()
PHOTO = {"line": "INS-DS-3", "photo": JPEG, "at": "2026-10-14T09:20:00+08:00"}
CHECK = "/checks/2026-10-14:INS-DS-3/photos"


async def post(app: RunningApp, path: str, json: object, role: str = "contractor.engineer", key: str = "") -> httpx.Response:
    async with app.client(role) as caller:
        return await caller.post(BASE + path, json=json, headers={"Idempotency-Key": key} if key else {})


async def photos(app: RunningApp) -> Any:
    async with app.client("viewer") as caller:
        return (await caller.get(BASE + CHECK)).json()["items"]


async def settled(app: RunningApp, at: str) -> None:
    """Steps the clock and waits until every timer that is due has fired."""
    async with app.client("admin") as admin:
        await admin.post("/v1/clock", json={"to": at})

        async def nothing_is_due() -> bool:
            return bool((await admin.get("/v1/clock")).json()["timers_due"] == 0)

        await eventually(nothing_is_due, f"timers due at {at} fire")


@pytest.fixture
async def walk(site: RunningApp) -> RunningApp:
    """A round of one line, open for results."""
    await settled(site, "2026-10-14T09:30:00+08:00")
    plan = (await post(site, "/plans", PLAN, "contractor.manager")).json()["id"]
    await post(site, f"/plans/{plan}/confirm", {}, "customer.officer")
    await settled(site, "2026-10-14T09:31:00+08:00")
    return site


async def test_a_photo_belongs_to_a_result_and_keeps_the_time_it_was_taken(walk: RunningApp) -> None:
    early = await post(walk, f"{DAY}/photos", PHOTO)
    assert (early.status_code, early.json()["code"]) == (422, "check_not_recorded")
    await post(walk, f"{DAY}/results", PASS)
    kept = await post(walk, f"{DAY}/photos", PHOTO)
    assert kept.status_code == 201, kept.text
    (photo,) = await photos(walk)
    assert (photo["photo"], photo["taken_at"]) == (JPEG, "2026-10-14T09:20:00+08:00")
    await assert_rebuild_equals_live(walk.app.state.runtime)


async def test_a_photo_sent_twice_from_a_pad_is_kept_once(walk: RunningApp) -> None:
    await post(walk, f"{DAY}/results", PASS)
    for _ in range(2):
        assert (await post(walk, f"{DAY}/photos", PHOTO, key="pad-8")).status_code == 201
    assert len(await photos(walk)) == 1


async def test_a_missed_check_has_nothing_to_show(walk: RunningApp) -> None:
    await settled(walk, "2026-10-15T00:00:01+08:00")
    assert (await post(walk, f"{DAY}/photos", PHOTO)).json()["code"] == "check_not_recorded"


@pytest.mark.parametrize("wrong", [JPEG.replace("jpeg", "png"), "data:image/jpeg;base64,???", JPEG.replace("jpeg", "svg+xml")])
async def test_only_pictures_are_kept(walk: RunningApp, wrong: str) -> None:
    await post(walk, f"{DAY}/results", PASS)
    answer = await post(walk, f"{DAY}/photos", {**PHOTO, "photo": wrong})
    assert (answer.status_code, answer.json()["code"]) in {(422, "photo_not_a_picture"), (422, "invalid_request")}


async def test_a_check_has_at_most_ten_photos(walk: RunningApp) -> None:
    await post(walk, f"{DAY}/results", PASS)
    for _ in range(10):
        assert (await post(walk, f"{DAY}/photos", PHOTO)).status_code == 201
    assert (await post(walk, f"{DAY}/photos", PHOTO)).json()["code"] == "too_many_photos"


async def test_an_erased_photo_leaves_its_digest(walk: RunningApp) -> None:
    await post(walk, f"{DAY}/results", PASS)
    digest = (await post(walk, f"{DAY}/photos", PHOTO)).json()["items"][0]["digest"]
    erased = await post(walk, f"/texts/{digest}/erase", {}, "customer.head")
    assert erased.status_code == 200, erased.text
    (photo,) = await photos(walk)
    assert (photo["photo"], photo["digest"]) == (None, digest)
