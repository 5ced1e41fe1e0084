from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends

from common.settings import Settings
from common.testing.apps import RunningApp
from common.testing.lodge import LODGE
from common.web.app import create_app
from common.web.call import Call, call
from common.web.permissions import ACTIONS, PUBLIC, Role
from common.web.problems import problems
from common.web.wiring import GuardedRoute, WiringError, guarded_routes

PEOPLE = [role for role in Role if role is not Role.SERVICE]


def app_with(router: APIRouter) -> Any:
    return create_app(replace(LODGE, routers=(*LODGE.routers, router)), Settings())


def test_a_route_without_an_action_stops_the_start() -> None:
    router = APIRouter()

    @router.get("/v1/contracts/{contract_id}/open")
    async def anybody(contract_id: str) -> dict[str, str]:
        return {}

    with pytest.raises(WiringError, match=r"GET /v1/contracts/\{contract_id\}/open names no action"):
        app_with(router)


def test_a_public_route_says_so() -> None:
    router = APIRouter()

    @router.get("/open", openapi_extra=PUBLIC)
    async def anybody() -> dict[str, str]:
        return {}

    assert app_with(router)


def test_an_unknown_action_stops_the_start() -> None:
    router = APIRouter()

    @router.get("/v1/contracts/{contract_id}/odd")
    async def odd(call: Annotated[Call, Depends(call("odd.read"))]) -> dict[str, str]:
        return {}

    with pytest.raises(WiringError, match="unknown action odd"):
        app_with(router)


def test_two_actions_on_one_route_stop_the_start() -> None:
    router = APIRouter()

    @router.get("/v1/contracts/{contract_id}/two", dependencies=[Depends(call("slip.read"))])
    async def two(call: Annotated[Call, Depends(call("fault.read"))]) -> dict[str, str]:
        return {}

    with pytest.raises(WiringError, match="several actions"):
        app_with(router)


def test_a_problem_without_a_sentence_stops_the_start() -> None:
    router = APIRouter()

    @router.get("/v1/contracts/{contract_id}/mute", responses=problems("never_heard_of"))
    async def mute(call: Annotated[Call, Depends(call("fault.read"))]) -> dict[str, str]:
        return {}

    with pytest.raises(WiringError, match="never_heard_of, which has no sentence"):
        app_with(router)


def test_a_bare_list_stops_the_start() -> None:
    router = APIRouter()

    @router.get("/v1/contracts/{contract_id}/bare")
    async def bare(call: Annotated[Call, Depends(call("fault.read"))]) -> list[str]:
        return []

    with pytest.raises(WiringError, match="answers a bare list"):
        app_with(router)


def test_an_action_hidden_in_an_included_router_is_found() -> None:
    inner, outer = APIRouter(), APIRouter(prefix="/v1/contracts/{contract_id}")

    @inner.get("/deep")
    async def deep(call: Annotated[Call, Depends(call("fault.read"))]) -> dict[str, str]:
        return {}

    outer.include_router(inner)
    routes = {(route.path, route.action) for route in guarded_routes(app_with(outer))}
    assert ("/v1/contracts/{contract_id}/deep", "fault.read") in routes


def test_every_action_has_a_role_and_admin_sees_no_business() -> None:
    assert all(ACTIONS.values())
    business = {"slip", "payment", "bond", "breach", "settlement", "shift", "ticket", "fault", "events", "texts"}
    seen = {action for action, roles in ACTIONS.items() if Role.ADMIN in roles and action.partition(".")[0] in business}
    assert seen == set()


def cells() -> list[tuple[GuardedRoute, Role]]:
    routes = [route for route in guarded_routes(create_app(LODGE, Settings())) if route.action]
    return [(route, role) for route in routes for role in PEOPLE]


async def test_each_role_may_do_on_each_route_what_the_table_says_and_only_under_its_own_contract(lodge: RunningApp) -> None:
    denied: dict[tuple[str, str, str, str], bool] = {}
    for route, role in cells():
        path = route.path.replace("{contract_id}", "c1").replace("{seq}", "1").replace("{parked_id}", "1")
        path = path.replace("{lamp_id}", "l1").replace("{digest}", f"text:{'0' * 64}")
        for own in ("c1", "c2"):
            async with lodge.client(role, contract=own) as client:
                answer = await client.request(route.method, path, content=b"{}", headers={"Content-Type": "application/json"})
            assert answer.status_code != 401
            denied[route.method, route.path, role, own] = answer.status_code == 403
    expected = {
        (route.method, route.path, role, own): not _permitted(ACTIONS, route, role, own)
        for route, role in cells()
        for own in ("c1", "c2")
    }
    assert denied == expected


def _permitted(actions: Mapping[str, frozenset[Role]], route: GuardedRoute, role: Role, own: str) -> bool:
    belongs = "{contract_id}" in route.path
    return role in actions[str(route.action)] and (own == "c1" or not belongs)
