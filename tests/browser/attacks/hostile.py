"""A story whose people type script wherever a service takes words of theirs: by each service's own description of its API."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from common.service import service_called
from common.settings import Settings
from common.web.app import create_app
from watchbill.place import PARTS
from watchbill.stage.desk import Desk, Json

SEEN = "<img src=x onerror=wbx=1>"
"""What stands on a page that shows it as the words that it is."""
SCRIPT = (
    f"\"'></script><script>wbx=1</script>{SEEN}<svg onload=wbx=1>"
    "{{constructor.constructor('wbx=1')()}}${wbx=1}[x](javascript:wbx=1)\u202e"
)
"""Ends an attribute, a script and a text; a template of Vue and one of a script; markdown; turns round what follows it."""
HOSTILE = f'=HYPERLINK("javascript:wbx=1"){SCRIPT}'
"""The same, and a formula where a spreadsheet takes it for one. With the words of the story it stays below 200 letters."""

LOOKED_UP = {"level", "kind", "rule", "option", "code", "by", "log_id"}
"""Texts by their type, looked up in the contract's terms or in other records: what is not there is refused."""
LABELS = {"zh", "en", "source", "title_zh", "title_en", "system_zh", "system_en", "when_zh", "when_en", "starts_zh", "starts_en"}
"""What people read of a pack; the rest of it is codes, clauses and numbers."""

MEANS_MORE = {"objection", "opinion", "oidc_subject"}
"""Optional texts that decide something by being there: only who means that gives them."""

Place = tuple[str, str, str]
"""A service, a path and the field of the body there that takes free text."""

typed: set[Place] = set()
"""Where the story has put it."""
told: dict[tuple[str, str], tuple[str, str, Json]] = {}
"""How each command of a service was given last: who gave it, the path and the body."""


def places() -> set[Place]:
    """Every field of every command that takes free text."""
    return {(service, path, name) for service in PARTS for path in bodies(service) for name, _ in texts(service, path)}


def texts(service: str, path: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The fields of a command that take free text, with what the API says of each."""
    schemas: Mapping[str, Json] = _api(service)["components"]["schemas"]
    return [
        (name, schema)
        for name, schema in _texts(bodies(service)[path], schemas, "")
        if name.rpartition(".")[2] not in LOOKED_UP and "/verify" not in path
    ]


def marking(ask: Callable[..., Any]) -> Callable[..., Any]:
    """`Desk._ask`, with hostile words in the place of those that the story has."""

    async def asked(desk: Desk, method: str, role: str, service: str, path: str, **request: Any) -> Json:
        if method == "POST" and isinstance(request.get("json"), Mapping):
            request["json"] = marked(role, service, path, request["json"])
        answer: Json = await ask(desk, method, role, service, path, **request)
        return answer

    return asked


def marked(role: str, service: str, path: str, body: Mapping[str, Any]) -> Json:
    """A command's body with the hostile words before each free text in it."""
    whole = path if path.startswith("/v1") else f"/v1/contracts/sample{path}"
    for template in bodies(service):
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), whole):
            made = _filled(service, template, body)
            for name, schema in texts(service, template):
                if _put(made, name.split("."), schema):
                    typed.add((service, template, name))
            if "pack" in made:
                made["pack"] = labelled(made["pack"])
            told[service, template] = role, whole, made
            return made
    return dict(body)


def labelled(value: Any) -> Any:
    """A pack whose labels are hostile."""
    if isinstance(value, Mapping):
        return {key: f"{SCRIPT} {one}" if key in LABELS and isinstance(one, str) else labelled(one) for key, one in value.items()}
    return [labelled(one) for one in value] if isinstance(value, list | tuple) else value


@cache
def bodies(service: str) -> Mapping[str, Json]:
    """The schema of each command's JSON body, by its path."""
    return {
        path: operation["requestBody"]["content"]["application/json"]["schema"]
        for path, methods in _api(service)["paths"].items()
        for method, operation in methods.items()
        if method == "post" and "application/json" in operation.get("requestBody", {}).get("content", {})
    }


@cache
def _api(service: str) -> Json:
    return create_app(service_called(service), Settings()).openapi()


def _texts(schema: Mapping[str, Any], known: Mapping[str, Json], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if "$ref" in schema:
        yield from _texts(known[schema["$ref"].rpartition("/")[2]], known, name)
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _texts(one, known, name)
    if schema.get("type") == "string" and not {"enum", "const", "format", "pattern"} & set(schema):
        yield name, schema
    if schema.get("type") == "array":
        yield from _texts(schema.get("items", {}), known, f"{name}.[]")
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield from _texts(schema["additionalProperties"], known, f"{name}.[]")
    for part, one in schema.get("properties", {}).items():
        yield from _texts(one, known, f"{name}.{part}".lstrip("."))


def _filled(service: str, path: str, body: Mapping[str, Any]) -> Json:
    """The body with every text that may be left out of it."""
    absent = {name for name, _ in texts(service, path)} - MEANS_MORE
    plain = {name: "" for name in absent if "." not in name}
    lists = {name.removesuffix(".[]"): [""] for name in absent if name.count(".") == 1 and name.endswith(".[]")}
    return {**body, **{name: value for name, value in {**plain, **lists}.items() if not body.get(name)}}


def _put(body: Any, steps: list[str], schema: Mapping[str, Any]) -> bool:
    """Puts it before the text at the end of these steps, in a copy of each thing on the way. False: there is none."""
    step, *rest = steps
    if step == "[]":
        keys: list[Any] = list(body) if isinstance(body, Mapping) else list(range(len(body))) if isinstance(body, list) else []
    else:
        keys = [step] if isinstance(body, dict) and step in body else []
    done = False
    for key in keys:
        if rest:
            body[key] = dict(body[key]) if isinstance(body[key], Mapping) else list(body[key]) if body[key] else body[key]
            done = _put(body[key], rest, schema) or done
        elif isinstance(body[key], str):
            body[key] = f"{HOSTILE} {body[key]}".strip()[: schema.get("maxLength", 4000)]
            done = True
    return done
