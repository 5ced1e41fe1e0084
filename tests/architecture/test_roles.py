"""Role by route by own and other contract, over every service: each cell is what the table of permissions says.

No database is needed: who is permitted gets as far as the storage, which is not there, and is told so.
"""

import importlib
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest
import structlog
from fastapi import FastAPI

from common.errors import Problem
from common.settings import Settings
from common.testing.apps import Keys
from common.web.app import create_app
from common.web.keyring import KeyRing
from common.web.permissions import ACTIONS, Role
from common.web.wiring import GuardedRoute, guarded_routes

SERVICES = ("billing", "console", "inspection", "roster", "scoring", "tickets")
PEOPLE = [role for role in Role if role is not Role.SERVICE]
DENIED, BEYOND = 403, {404, 422, 503}
"""`BEYOND` the check of roles: the storage is away, or the request has no body or no such day."""


class Away:
    """Where the service's storage would be."""

    def __getattr__(self, _name: str) -> NoReturn:
        raise Problem("unavailable")


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    """Thousands of requests, each with its line of the access log."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
async def keys(tmp_path: Path) -> Keys:
    return Keys.make(tmp_path, "roster")


async def app_of(service: str, keys: Keys) -> FastAPI:
    settings = Settings(jwks=str(keys.jwks))
    app = create_app(importlib.import_module(f"{service}.main").SERVICE, settings)
    app.state.keyring = KeyRing(settings)
    await app.state.keyring.open()
    app.state.runtime = Away()
    return app


def _path(route: GuardedRoute) -> str:
    own = route.path.replace("{contract_id}", "own").replace("{day}", "2026-10-14")
    return re.sub(r"{digest}", f"text:{'0' * 64}", re.sub(r"{(?!digest)[a-z_]+}", "1", own))


def _client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service.test")


async def _cell(client: httpx.AsyncClient, route: GuardedRoute, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return (await client.request(route.method, _path(route), content=b"{}", headers=headers)).status_code


@pytest.mark.parametrize("service", SERVICES)
async def test_each_cell_of_role_route_and_contract_is_as_the_table_says(service: str, keys: Keys) -> None:
    app = await app_of(service, keys)
    client = _client(app)
    tokens = {(role, contract): keys.person(role, contract=contract) for role in PEOPLE for contract in ("own", "other")}
    found: dict[tuple[Any, ...], bool] = {}
    expected: dict[tuple[Any, ...], bool] = {}
    for route in guarded_routes(app):
        if route.action is None:
            continue
        for (role, contract), token in tokens.items():
            status = await _cell(client, route, token)
            assert status == DENIED or status in BEYOND, (route, role, status)
            cell = (route.method, route.path, str(role), contract)
            found[cell] = status != DENIED
            expected[cell] = role in ACTIONS[route.action] and (contract == "own" or "{contract_id}" not in route.path)
    assert found == expected
    assert True in found.values()


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_may_read_feeds_and_the_clock_and_nothing_else(service: str, keys: Keys) -> None:
    client, token = _client(app := await app_of(service, keys)), keys.service("roster")
    routes = [route for route in guarded_routes(app) if route.action]
    permitted = {route.action for route in routes if await _cell(client, route, token) != DENIED}
    assert permitted == {"feed.read", "clock.read"}


def test_nobody_acts_for_both_parties_and_admin_signs_nothing() -> None:
    """An action that both parties may take is decided by the token's party, never by the route alone."""
    signing = [action for action in ACTIONS if action.endswith((".sign", ".confirm", ".decide", ".approve"))]
    assert signing
    assert all(Role.ADMIN not in ACTIONS[action] for action in signing if not action.startswith("parked."))
