"""Every route that a service declares, with the least body it takes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from watchbill.activation import CONTRACT

PARAMETER = re.compile(r"\{([a-z_]+)\}")
VERBS = ("get", "post", "put", "patch", "delete")
FORMATS = {"date": "2026-07-08", "date-time": "2026-07-08T09:00:00+08:00"}
LONGEST_NESTING = 6


@dataclass(frozen=True)
class Route:
    """One operation of one service."""

    service: str
    method: str
    path: str
    public: bool
    body: Any
    query: tuple[str, ...]

    def at(self, hostile: str) -> str:
        """Its address with every id but the contract's replaced; with the contract's, where it has no other."""
        kept = {"contract_id": CONTRACT} if self.takes_own_ids else {}
        return PARAMETER.sub(lambda found: kept.get(found[1], hostile), self.path)

    @property
    def takes_ids(self) -> bool:
        """Whether its address has a variable part."""
        return "{" in self.path

    @property
    def takes_own_ids(self) -> bool:
        """Whether one of them is not the contract's."""
        return len(PARAMETER.findall(self.path)) > ("{contract_id}" in self.path)


def routes_of(service: str, document: Mapping[str, Any]) -> list[Route]:
    """Those in its OpenAPI document."""
    return [
        Route(
            service,
            verb.upper(),
            path,
            bool(operation.get("x-watchbill-public")),
            _body(document, operation),
            tuple(_named(document, one) for one in operation.get("parameters", ())),
        )
        for path, operations in document["paths"].items()
        for verb, operation in operations.items()
        if verb in VERBS
    ]


def _named(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> str:
    return str(_resolved(document, parameter)["name"])


def _resolved(document: Mapping[str, Any], node: Mapping[str, Any]) -> Any:
    found: Any = node
    while "$ref" in found:
        target: Any = document
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        found = target
    return found


def _body(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Any:
    """The smallest body that its schema allows, or None for a route without one."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return None if content is None else _least(document, content["schema"])


def _least(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> Any:
    found = _resolved(document, schema)
    for key in ("anyOf", "oneOf", "allOf"):
        if key in found:
            return _least(document, found[key][0], depth + 1)
    if "const" in found or "enum" in found:
        return found.get("const", (found.get("enum") or [None])[0])
    if found.get("type") == "object":
        return {name: _least(document, found["properties"][name], depth + 1) for name in found.get("required", ())}
    if found.get("type") == "array":
        return list(_items(document, found, depth))
    plain = {"integer": max(1, found.get("minimum", 1)), "number": 1, "boolean": True}
    return plain.get(found.get("type", ""), FORMATS.get(found.get("format", ""), "1"))


def _items(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int) -> Iterator[Any]:
    if depth < LONGEST_NESTING:
        for _ in range(max(1, schema.get("minItems", 0))):
            yield _least(document, schema["items"], depth + 1)
