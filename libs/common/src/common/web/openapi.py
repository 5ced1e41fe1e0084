"""The OpenAPI document, completed with what holds for every route: problems, headers, the contract in the path."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from common.errors import Sentence
from common.web.problems import CODES_KEY, MEDIA_TYPE, ProblemAnswer

PROBLEM = {"$ref": "#/components/schemas/Problem"}

_EVERYWHERE = ("invalid_request", "internal_error", "overloaded", "unavailable")
_SIGNED_IN = ("unauthenticated", "forbidden")
_CHANGING = ("malformed_request", "request_too_large", "stale_version", "conflict", "idempotency_key_reused")

_TEXT = {"type": "string"}
PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "ContractId": {
        "name": "contract_id",
        "in": "path",
        "required": True,
        "description": "The contract's id.",
        "schema": {"type": "string", "pattern": "^[a-z0-9-]{1,63}$"},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The same key with the same content is carried out once; the answer says `Idempotent-Replay`.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The `ETag` you saw; problem `stale_version` when somebody changed it since.",
        "schema": _TEXT,
    },
    "After": {
        "name": "Watchbill-After",
        "in": "header",
        "description": "`service:contract:number`, a `Watchbill-Lane` you were given: answers when that much has been heard.",
        "schema": _TEXT,
    },
    "KnownAt": {
        "name": "known_at",
        "in": "query",
        "description": "What was known then: the views as of everything recorded by this moment.",
        "schema": {"type": "string", "format": "date-time"},
    },
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The document of an app, made once. Meant as `app.openapi`."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            contact=app.contact,
            tags=app.openapi_tags,
            routes=app.routes,
        )
        _complete(made, app.state.sentences)
        app.openapi_schema = made
    return app.openapi_schema


def _complete(made: dict[str, Any], sentences: Mapping[str, Sentence]) -> None:
    components = made.setdefault("components", {})
    components["parameters"] = {name: dict(parameter) for name, parameter in PARAMETERS.items()}
    schemas = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    problem = ProblemAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    for path, method, operation in _operations(made):
        _name_parameters(path, method, operation)
        _name_problems(method, operation, sentences)


def _operations(made: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in made.get("paths", {}).items():
        for method, operation in operations.items():
            yield path, method, operation


def _name_parameters(path: str, method: str, operation: dict[str, Any]) -> None:
    parameters = operation.setdefault("parameters", [])
    present = {parameter["name"] for parameter in parameters}
    guarded = "security" in operation
    names = ["ContractId"] if "{contract_id}" in path else []
    if guarded:
        names += ["After", "KnownAt"] if method == "get" else ["IdempotencyKey", "IfMatch"]
    parameters[:0] = [{"$ref": f"#/components/parameters/{name}"} for name in names if PARAMETERS[name]["name"] not in present]


def _name_problems(method: str, operation: dict[str, Any], sentences: Mapping[str, Sentence]) -> None:
    responses = operation["responses"]
    declared = responses.pop("4XX", {}).get(CODES_KEY, ())
    responses.pop("422", None)
    codes = [*_EVERYWHERE, *declared]
    codes += _SIGNED_IN if "security" in operation else ()
    codes += _CHANGING if method != "get" else ()
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(sentences[code].status, []).append(code)
    for status, answered in sorted(by_status.items()):
        responses[str(status)] = _response(answered, sentences)


def _response(codes: Iterable[str], sentences: Mapping[str, Sentence]) -> dict[str, Any]:
    listed = sorted(codes)
    lines = [f"- `{code}`: {sentences[code].zh} {sentences[code].en}" for code in listed]
    schema = {"allOf": [PROBLEM, {"properties": {"code": {"enum": listed}}}]}
    return {"description": "\n".join(lines), "content": {MEDIA_TYPE: {"schema": schema}}}
