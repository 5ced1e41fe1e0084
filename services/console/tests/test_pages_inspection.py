"""The walk's routes: for who may record, from our own page, and nothing is taken when inspection is away."""

from typing import Any

import httpx
import pytest

from common.settings import Settings
from console.accounts.sessions import form_token
from console.pages.inspection import walk
from console.remote import Peers
from console.testing import RunningConsole
from console.testing.people import account, sign_in

WALK = "/c/c-1/inspection/walk"
KEY = "walk-0f6d5a4e-8c1b-4a7e-9d43-2b1f0c9e8a77"
RESULT = {"day": "2026-10-14", "line": "INS-DS-3", "result": "pass", "at": "2026-10-14T09:20:00+08:00"}
NOBODY_THERE = "http://127.0.0.1:9"


@pytest.fixture
def walking(console: RunningConsole) -> RunningConsole:
    """The console with the walk, beside services that are away."""
    state = console.app.state
    urls: dict[str, Any] = {f"{name}_url": NOBODY_THERE for name in ("roster", "tickets", "inspection", "scoring", "billing")}
    state.peers, state.contracts, state.contracts_until, state.clock_stands_at = Peers(Settings(**urls)), {}, 0.0, None
    console.app.include_router(walk.router)
    return console


async def engineer(console: RunningConsole, browser: httpx.AsyncClient, role: str = "contractor.engineer") -> dict[str, str]:
    """Signs in; what a post of the page carries."""
    _, password = await account(console, "li", role)
    await sign_in(browser, "li", password)
    return {"Idempotency-Key": KEY, "Watchbill-Form": form_token(browser.cookies["watchbill"])}


async def test_the_page_is_the_same_every_day_and_runs_our_scripts_alone(walking: RunningConsole) -> None:
    async with walking.browser() as browser:
        await engineer(walking, browser)
        page = await browser.get(WALK)
        worker = await browser.get(f"{WALK}/worker.js")
    assert page.status_code == 200
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert form_token(browser.cookies["watchbill"]) not in page.text
    assert worker.headers["service-worker-allowed"] == WALK


async def test_who_may_not_record_is_led_away_and_refused(walking: RunningConsole) -> None:
    async with walking.browser() as browser:
        carried = await engineer(walking, browser, "customer.officer")
        page, day = await browser.get(WALK), await browser.get(f"{WALK}/day")
        post = await browser.post(f"{WALK}/results", json=RESULT, headers=carried)
    assert (page.status_code, page.headers["location"]) == (303, "/c/c-1/inspection/rounds")
    assert (day.status_code, post.status_code, post.json()["code"]) == (403, 403, "forbidden")


async def test_another_contract_is_not_walked(walking: RunningConsole) -> None:
    async with walking.browser() as browser:
        carried = await engineer(walking, browser)
        answers = [
            await browser.get("/c/c-2/inspection/walk/day"),
            await browser.post("/c/c-2/inspection/walk/results", json=RESULT, headers=carried),
        ]
    assert [one.status_code for one in answers] == [403, 403]


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"Watchbill-Form": "0" * 64}, 403, "cross_origin"),
        ({"Watchbill-Form": ""}, 403, "cross_origin"),
        ({"Origin": "https://evil.example"}, 403, "cross_origin"),
        ({"Idempotency-Key": "made-up"}, 422, "invalid_request"),
    ],
)
async def test_a_post_comes_from_our_page_with_a_key(
    walking: RunningConsole, changed: dict[str, str], status: int, code: str
) -> None:
    async with walking.browser() as browser:
        carried = await engineer(walking, browser)
        answer = await browser.post(f"{WALK}/results", json=RESULT, headers=carried | changed)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("part", "body"),
    [
        ("results", {**RESULT, "day": "../../faults"}),
        ("results", {**RESULT, "line": "a/b"}),
        ("results", {**RESULT, "at": "2026-10-14T09:20:00"}),
        ("results", {**RESULT, "by": "somebody else"}),
        ("photos", {"day": "2026-10-14", "line": "INS-DS-3", "at": "2026-10-14T09:20:00+08:00"}),
    ],
)
async def test_what_is_no_result_is_not_passed_on(walking: RunningConsole, part: str, body: dict[str, Any]) -> None:
    async with walking.browser() as browser:
        carried = await engineer(walking, browser)
        assert (await browser.post(f"{WALK}/{part}", json=body, headers=carried)).status_code == 422


async def test_while_inspection_is_away_or_nobody_is_signed_in_the_phone_is_told_to_keep_it(walking: RunningConsole) -> None:
    async with walking.browser() as browser, walking.browser() as stranger:
        carried = await engineer(walking, browser)
        away = await browser.post(f"{WALK}/results", json=RESULT, headers=carried)
        nobody = [await stranger.post(f"{WALK}/results", json=RESULT, headers=carried), await stranger.get(f"{WALK}/day")]
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")
    assert [(one.status_code, one.json()["code"]) for one in nobody] == [(401, "unauthenticated")] * 2
