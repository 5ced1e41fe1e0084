"""Every declared route of every service: closed without a token, and never surprised by an id, a body or a method."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import cycle
from typing import TypeVar

import httpx
import pytest

from common.web.permissions import CONTRACTOR, CUSTOMER
from e2e.together.answers import LEAKS, assert_problem
from e2e.together.routes import Route, routes_of
from e2e.together.shared import Site
from watchbill.activation import CONTRACT
from watchbill.place import SERVICES

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("service", SERVICES),
]

FOR_SERVICES = {("POST", "/v1/feed")}
"""No person's role gets past these; a service's own tests try their bodies."""
T = TypeVar("T")
Visit = tuple[Route, str, bytes | None]

AT_ONCE = 8
EVERYWHERE = ("%00", "No'%20or%20'1'='1", "%F0%9F%92%A9")
IN_TURN = ("..%2F..%2Fetc%2Fpasswd", "%FF%FE", "%ED%A0%80", "-1_", "9223372036854775808_", "X" * 2000, "a%0D%0AX-Evil:%201", "*")
NUMBERS = ("-1", "9223372036854775808")
CURSORS = ("x", "%00", "WyIiXQ", "A" * 4000)
BODIES = (b"[]", b'"text"', b"1", b"{", b'{"a":', b"\xff")
ALL_ROLES = (sorted(CUSTOMER), sorted(CONTRACTOR), ["auditor"], ["admin"])


async def routes(site: Site, service: str) -> list[Route]:
    answer = await site.ask(service, "GET", "/openapi.json", None)
    return routes_of(service, answer.json())


async def each(of: Iterable[T], ask: Callable[[T], Awaitable[httpx.Response]]) -> list[tuple[T, httpx.Response]]:
    """Some at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(thing: T) -> tuple[T, httpx.Response]:
        async with gate:
            return thing, await ask(thing)

    return await asyncio.gather(*map(one, of))


async def permitted(site: Site, route: Route) -> str:
    """A token that gets past the roles of a route, if there is one."""
    for roles in ALL_ROLES:
        token = site.token(*roles, contract="*", subject="somebody")
        answer = await site.ask(route.service, route.method, route.at("nobody"), token, json=[])
        if answer.status_code != httpx.codes.FORBIDDEN:
            return token
    return site.token("auditor", contract="*")


async def test_without_a_token_nothing_is_open_but_what_is_declared_so(site: Site, service: str) -> None:
    declared = await routes(site, service)
    assert {route.path for route in declared if route.public} == {"/health", "/health/live", "/health/ready", "/metrics"}
    closed = [route for route in declared if not route.public]
    assert len(closed) > 20
    for route, answer in await each(closed, lambda route: site.ask(service, route.method, route.at("1"), None, json={})):
        assert (route.method, route.path, answer.status_code) == (route.method, route.path, 401)
        assert_problem(answer, 401, "unauthenticated")


async def test_a_hostile_id_or_body_is_a_problem_and_changes_nothing(site: Site, service: str) -> None:
    before = await site.state()
    declared = [
        route for route in await routes(site, service) if not route.public and (route.method, route.path) not in FOR_SERVICES
    ]
    tokens = {route.method + route.path: await permitted(site, route) for route in declared}
    visits = list(_visits(declared))

    async def ask(visit: Visit) -> httpx.Response:
        route, hostile, body = visit
        token, path = tokens[route.method + route.path], route.at(hostile)
        if body is not None:
            return await site.ask(service, route.method, path, token, {"Content-Type": "application/json"}, content=body)
        return await site.ask(service, route.method, path, token, json=route.body)

    for (route, hostile, body), answer in await each(visits, ask):
        shown = f"{route.method} {route.path} {hostile[:30]} {body!r}: {answer.status_code} {answer.text[:300]}"
        assert 400 <= answer.status_code < 500, shown
        assert answer.status_code != httpx.codes.FORBIDDEN, f"nobody gets as far as the id: {shown}"
        assert answer.headers["Content-Type"] == "application/problem+json", shown
        assert not LEAKS.search(answer.text), shown
        assert "X-Evil" not in answer.headers, shown
    assert await site.state() == before


def _visits(declared: Iterable[Route]) -> Iterator[Visit]:
    """A few hostile ids for each route, all of them over all routes; the same with bodies."""
    ids, bodies = cycle(IN_TURN), cycle(BODIES)
    for route in declared:
        if route.takes_ids:
            own = NUMBERS if route.takes_own_ids else ()
            yield from ((route, hostile, None) for hostile in (*EVERYWHERE, next(ids), *own))
        if route.method != "GET":
            yield route, "nobody", next(bodies)


async def test_a_list_is_read_on_from_its_own_cursors_only(site: Site, service: str) -> None:
    lists = [route for route in await routes(site, service) if "cursor" in route.query and "{contract_id}" in route.path]
    assert lists
    token = site.token("auditor")
    visits = [f"{route.path.format(contract_id=CONTRACT)}?cursor={cursor}" for route in lists for cursor in CURSORS]
    for path, answer in await each(visits, lambda path: site.ask(service, "GET", path, token)):
        assert (path, answer.status_code) == (path, 422)
        assert_problem(answer, 422, "invalid_request")


async def test_a_method_that_is_not_declared_is_refused_by_name(site: Site, service: str) -> None:
    declared = await routes(site, service)
    paths = sorted({route.path for route in declared})
    for path, answer in await each(paths, lambda path: site.ask(service, "DELETE", path.replace("{", "").replace("}", ""), None)):
        assert (path, answer.status_code) == (path, 405)
        assert_problem(answer, 405, "method_not_allowed")
        assert set(answer.headers["Allow"].split(", ")) >= {route.method for route in declared if route.path == path}


async def test_nothing_of_all_that_was_an_internal_error(site: Site, service: str) -> None:
    log = (site.folder / "logs" / f"{service}.jsonl").read_text(encoding="utf-8")
    assert '"event":"request"' in log.replace(" ", "")
    assert [line for line in log.splitlines() if "unexpected_error" in line or "value_no_column_holds" in line] == []
