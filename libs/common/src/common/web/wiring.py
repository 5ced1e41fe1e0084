"""What must hold before a service answers anybody: every route names its action, every problem has a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_origin

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from common.service import Service
from common.web.call import ActionCall
from common.web.permissions import ACTIONS, PUBLIC
from common.web.problems import CODES_KEY, sentences_of


class WiringError(Exception):
    """A mistake in a service's routes or tables, found at start. The message names the place."""


@dataclass(frozen=True)
class GuardedRoute:
    """One operation of the app and the action that guards it; `None` where it is public."""

    method: str
    path: str
    action: str | None
    problems: tuple[str, ...]
    bare_list: bool = False


def guarded_routes(app: FastAPI) -> Iterator[GuardedRoute]:
    """Every operation of the app's API, docs left out."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if not isinstance(route, APIRoute) or not (context.include_in_schema or route.include_in_schema):
            continue
        actions = tuple(_actions(context.dependant))
        if len(actions) > 1:
            raise WiringError(f"{context.path} names several actions: {', '.join(actions)}")
        declared = route.responses.get("4XX", {}).get(CODES_KEY, ())
        for method in sorted(context.methods or ()):
            path, action = str(context.path_format), actions[0] if actions else None
            yield GuardedRoute(method, path, action, tuple(declared), get_origin(context.response_model) in (list, tuple))


def check_wiring(app: FastAPI, service: Service) -> None:
    """Raises `WiringError` for a route without an action or with an unknown one, a bare list, a problem without sentences."""
    public = {
        (method, context.path_format)
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute) and context.original_route.openapi_extra == PUBLIC
        for method in context.methods or ()
    }
    sentences = sentences_of(service)
    for route in guarded_routes(app):
        where = f"{service.name}: {route.method} {route.path}"
        if route.action is None and (route.method, route.path) not in public:
            raise WiringError(f"{where} names no action")
        if route.action is not None and route.action not in ACTIONS:
            raise WiringError(f"{where} names the unknown action {route.action}")
        if route.bare_list:
            raise WiringError(f"{where} answers a bare list, which can be neither paged nor marked as a sample")
        for code in route.problems:
            if code not in sentences:
                raise WiringError(f"{where} declares the problem {code}, which has no sentence")


def _actions(dependant: Dependant) -> Iterator[str]:
    if isinstance(dependant.call, ActionCall):
        yield dependant.call.action
    for inner in dependant.dependencies:
        yield from _actions(inner)
