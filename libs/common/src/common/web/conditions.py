"""The headers and parameters under which a request is carried out: idempotency, versions, positions, moments."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fastapi import Request

from common.aggregate import Aggregate
from common.errors import Problem
from common.handling import Decision, Meta, Transaction
from common.ids import new_id
from common.web.kernel import Kernel

LARGEST_NUMBER = 2**63 - 1

_KEY = re.compile(r"[!-~]{1,200}")
_ETAG = re.compile(r'(?:W/)?"([0-9]{1,18})"')
_LANE = re.compile(r"([a-z]{1,30}):([a-z0-9-]{1,63}):([0-9]{1,18})")
_SUSPECT = re.compile(rb"\\u0000|\\ud[89a-f]|[0-9]{19}", re.IGNORECASE)


def etag(version: int) -> str:
    """The version of a stream as an `ETag`."""
    return f'"{version}"'


def expected_version(request: Request) -> int | None:
    """The version in `If-Match`; `None` without the header or with `*`. Problem `invalid_request` for other forms."""
    header = request.headers.get("if-match")
    if header is None or header.strip() == "*":
        return None
    matched = _ETAG.fullmatch(header.strip())
    if matched is None:
        raise Problem("invalid_request", parameter="If-Match")
    return int(matched[1])


def guarded(decision: Decision, of: tuple[Aggregate[Any, Any, Any], str] | None, expected: int | None) -> Decision:
    """The decision, refused with `stale_version` unless the stream `of` has the version of `If-Match`."""
    if expected is None:
        return decision
    if of is None:
        raise Problem("invalid_request", parameter="If-Match")
    aggregate, id_ = of

    async def checked(tx: Transaction) -> None:
        await tx.state(aggregate, id_)
        if tx.versions[aggregate.stream(id_)] != expected:
            raise Problem("stale_version")
        await decision(tx)

    return checked


async def meta(request: Request, actor: str, now: datetime) -> Meta:
    """Who asks and under which command id. The second command of one request gets an id of its own, and so on."""
    state: dict[str, Any] = request.scope["state"]
    number = state["commands"] = state.get("commands", 0) + 1
    key = idempotency_key(request) or state.setdefault("made_key", new_id())
    suffix = f":{number}" if number > 1 else ""
    return Meta(
        actor=actor,
        command_id=f"http:{actor}:{key}{suffix}",
        request_hash=await _request_hash(request),
        correlation_id=state["correlation_id"],
        causation_id=None,
        occurred_at=now,
    )


def idempotency_key(request: Request) -> str | None:
    """The `Idempotency-Key`: 1 to 200 visible ASCII characters, or problem `invalid_request`."""
    header = request.headers.get("idempotency-key")
    if header is not None and not _KEY.fullmatch(header):
        raise Problem("invalid_request", parameter="Idempotency-Key")
    return header


async def _request_hash(request: Request) -> bytes:
    """Covers what was sent, never what the edge adds: method, path, query, body."""
    digest = hashlib.sha256()
    for part in (request.method.encode(), request.scope["path"].encode(), request.scope["query_string"]):
        digest.update(part + b"\n")
    digest.update(await request.body())
    return digest.digest()


async def wait_after(request: Request, runtime: Kernel) -> None:
    """Waits until what `Watchbill-After` names has been heard here. Problem `position_not_reached` after a bounded time."""
    header = request.headers.get("watchbill-after")
    if header is None:
        return
    matched = _LANE.fullmatch(header.strip())
    if matched is None:
        raise Problem("invalid_request", parameter="Watchbill-After")
    source, contract, number = matched[1], matched[2], int(matched[3])
    seconds = request.app.state.settings.after_seconds
    if not await runtime.background.wait_reached(source, contract, number, seconds):
        raise Problem("position_not_reached", position=header.strip())


async def check_text(request: Request) -> None:
    """Problem `invalid_request` for what no column can hold: NUL, lone surrogates, numbers beyond 63 bits."""
    body = await request.body()
    if not _SUSPECT.search(body):
        return
    try:
        content = await request.json()
    except ValueError:
        return  # refused as malformed, or no JSON
    for value in _leaves(content):
        if isinstance(value, str) and not _storable(value):
            raise Problem("invalid_request", reason="characters")
        if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            raise Problem("invalid_request", reason="number_too_large")


def _storable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _leaves(content: Any) -> Iterator[Any]:
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        else:
            yield value
