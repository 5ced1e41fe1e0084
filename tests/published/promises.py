"""What a service's AsyncAPI document promises: names, addresses and schemas, without the prose around them.

`asyncapi/<service>.json` is the promise that has landed. A schema in it never changes and no channel goes away: what has
to look different is a class of the next version, beside the old one.
"""

import json
from collections.abc import Mapping
from typing import Any

from common.service import Service
from common.web.asyncapi import document
from published.goldens import HOME

PROMISES = HOME / "asyncapi"
PROSE = frozenset({"description", "summary"})


def promise(service: Service) -> str:
    """The document without prose, as a file a person can read."""
    return json.dumps(_bare(document(service)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _bare(node: Any, *, named: bool = False) -> Any:
    """Below `properties` and the like a name is a name, even if it is `description`."""
    if isinstance(node, dict):
        return {
            key: _bare(value, named=key in {"properties", "schemas", "messages", "channels", "operations"} and not named)
            for key, value in node.items()
            if named or key not in PROSE or not isinstance(value, str)
        }
    return [_bare(value) for value in node] if isinstance(node, list) else node


def broken(landed: Mapping[str, Any], today: Mapping[str, Any]) -> list[str]:
    """What was promised and is not so any more."""
    found = [f"channel {key} is gone" for key in landed["channels"] if key not in today["channels"]]
    schemas = today["components"]["schemas"]
    for name, schema in landed["components"]["schemas"].items():
        if name in schemas and schemas[name] != schema:
            found.append(f"schema {name} is another one")
    return sorted(found)
