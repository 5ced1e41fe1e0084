"""Errors as RFC 9457 problems: a stable `code`, a sentence in the caller's language, the clause where one applies."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import asyncpg
import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import Match

from common.errors import PROBLEMS, CodedError, Problem, Sentence
from common.service import Service
from common.web.language import preferred
from common.web.validation import field_errors, printable

CODES_KEY = "x-watchbill-problems"
MEDIA_TYPE = "application/problem+json"
LONGEST_DETAIL = 200

log = structlog.get_logger("common.web.problems")

_BY_STATUS: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: "malformed_request",
    HTTPStatus.UNAUTHORIZED: "unauthenticated",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "request_too_large",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}


class FieldError(BaseModel):
    """One field that is wrong."""

    pointer: str | None = None
    parameter: str | None = None
    rule: str
    message: str


class ProblemAnswer(BaseModel):
    """RFC 9457: `code` is stable, `title` is for people and follows `Accept-Language`."""

    type: str
    title: str
    status: int
    code: str
    request_id: str
    clause: str | None = None
    details: dict[str, str | int | None] | None = None
    errors: list[FieldError] | None = None


def problems(*codes: str) -> dict[int | str, dict[str, Any]]:
    """Declares on a route which problems and refusals it answers: `responses=problems("shift_already_started")`.

    Every code needs its sentence in `PROBLEMS` or in the service's `REFUSALS`, or the service does not start.
    What every route may answer (401, 403, 404 of the contract, 422, 500, 503) needs no mention.
    """
    return {"4XX": {"description": "Refused.", CODES_KEY: codes}}


def sentences_of(service: Service) -> Mapping[str, Sentence]:
    """Every code a service may answer with, and its sentences."""
    return {**PROBLEMS, **(service.refusals or {})}


def answer(request: Request, error: CodedError, *, errors: list[dict[str, str]] | None = None) -> Response:
    """The problem document of an error. A code without a sentence is our mistake: logged, answered as internal error."""
    sentences: Mapping[str, Sentence] = request.app.state.sentences
    if error.code not in sentences:
        log.error("problem_without_sentence", code=error.code)
        error = Problem("internal_error")
    sentence = sentences[error.code]
    language = preferred(request.headers.get("accept-language"))
    content: dict[str, Any] = {
        "type": f"urn:watchbill:problem:{error.code}",
        "title": sentence.en if language == "en" else sentence.zh,
        "status": sentence.status,
        "code": error.code,
        "request_id": request.scope.get("state", {}).get("request_id", ""),
    }
    if error.clause:
        content["clause"] = error.clause
    if error.details:
        content["details"] = {name: _bounded(value) for name, value in error.details.items()}
    if errors:
        content["errors"] = errors
    return Response(
        orjson.dumps(content),
        sentence.status,
        {**_headers(sentence.status, error.details), "Content-Language": language},
        MEDIA_TYPE,
    )


def _bounded(value: str | int | None) -> str | int | None:
    return printable(value)[:LONGEST_DETAIL] if isinstance(value, str) else value


def _headers(status: int, details: Mapping[str, str | int | None]) -> dict[str, str]:
    headers = {"Vary": "Accept-Language"}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        headers["Retry-After"] = str(details.get("retry_after") or 1)
    return headers


async def _coded(request: Request, error: Exception) -> Response:
    assert isinstance(error, CodedError)  # noqa: S101 - registered for this type below
    return answer(request, error)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type below
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return answer(request, Problem("malformed_request"))
    language = preferred(request.headers.get("accept-language"))
    return answer(request, Problem("invalid_request"), errors=list(field_errors(found, language)))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type below
    fallback = "internal_error" if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else "malformed_request"
    response = answer(request, Problem(_BY_STATUS.get(error.status_code, fallback)))
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(sorted(_methods_of(request))) or (error.headers or {}).get("Allow", "")
    return response


def _methods_of(request: Request) -> set[str]:
    """Every method of the address (RFC 9110 15.5.6); the router itself names those of the first route it meets."""
    found: set[str] = set()
    for context in iter_route_contexts(request.app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return found


async def _unholdable(request: Request, error: Exception) -> Response:
    """A value that passed validation and that no column can hold: the caller's to change, and ours to validate earlier."""
    if isinstance(error, asyncpg.InterfaceError) and not isinstance(error, ValueError):
        raise error  # not about a value: the driver was used in a wrong way
    log.warning("value_no_column_holds", path=request.url.path, error=type(error).__name__, exc_info=error)
    return answer(request, Problem("invalid_request", reason="value_out_of_range"))


def install(app: FastAPI, service: Service) -> None:
    """Makes every error of the app a problem document; unknown exceptions are the edge's (`common.web.edge`)."""
    app.state.sentences = sentences_of(service)
    app.add_exception_handler(CodedError, _coded)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(asyncpg.DataError, _unholdable)
    app.add_exception_handler(asyncpg.InterfaceError, _unholdable)
