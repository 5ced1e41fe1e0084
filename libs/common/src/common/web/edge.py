"""The outermost ring of a request: ids, limits, the access log, and an answer whatever happens inside."""

import re
import time
from collections.abc import MutableMapping
from datetime import UTC
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

import structlog
from fastapi import Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.errors import Problem
from common.ids import new_id
from common.ledger.pool import lost
from common.settings import SettingsError
from common.web.answers import answer_zone
from common.web.metrics import Metrics
from common.web.problems import answer

log = structlog.get_logger("common.web.access")

_ID = re.compile(r"[A-Za-z0-9._:-]{8,80}")
_QUIET = ("/health", "/metrics")

_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_API_POLICY = "default-src 'none'; frame-ancestors 'none'"
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'"
)


def _with(policy: str) -> tuple[tuple[bytes, bytes], ...]:
    whole = {**_SECURITY, "Cache-Control": "no-store", "Content-Security-Policy": policy}
    return tuple((name.lower().encode(), value.encode()) for name, value in whole.items())


_OF_AN_ANSWER, _OF_A_PAGE = _with(_API_POLICY), _with(_PAGE_POLICY)


class Edge:
    """ASGI middleware around everything of ours. Knows no contract and no role."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, max_body_bytes: int) -> None:
        self._app = app
        self._metrics = metrics
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, _in_one_sentence(send))
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send, self._max_body_bytes)
        answer_zone.set(UTC)  # until the request's contract is known
        with structlog.contextvars.bound_contextvars(request_id=exchange.request_id, correlation_id=exchange.correlation_id):
            try:
                await self._answered(exchange)
            finally:
                self._account(exchange)

    async def _answered(self, exchange: "_Exchange") -> None:
        request = Request(exchange.scope)
        try:
            exchange.check()
            await self._app(exchange.scope, exchange.receive, exchange.send)
        except Problem as problem:
            await answer(request, problem)(exchange.scope, exchange.receive, exchange.send)
        except ClientDisconnect:
            log.info("client_gone", method=exchange.scope["method"], route=exchange.route)  # before all of its body was here
        except Exception as failure:
            if lost(failure) and not exchange.status:
                log.info("database_away", route=exchange.route, reason=str(failure) or type(failure).__name__)
                await answer(request, Problem("unavailable", retry_after=2))(exchange.scope, exchange.receive, exchange.send)
                return
            log.exception("unexpected_error", method=exchange.scope["method"], route=exchange.route)
            if exchange.status:
                raise
            await answer(request, Problem("internal_error"))(exchange.scope, exchange.receive, exchange.send)

    def _account(self, exchange: "_Exchange") -> None:
        seconds = time.monotonic() - exchange.started
        self._metrics.request(exchange.scope["method"], exchange.route, exchange.status, seconds)
        write = log.debug if exchange.route.startswith(_QUIET) else log.info
        write(
            "request",
            method=exchange.scope["method"],
            route=exchange.route,
            path=exchange.scope["path"],
            status=exchange.status,
            milliseconds=round(seconds * 1000, 1),
        )


class _Exchange:
    """One request and its answer, with what the edge adds to both."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, max_body_bytes: int) -> None:
        self.scope = scope
        self.started = time.monotonic()
        self.status = 0
        self._receive = receive
        self._send = send
        self._left = max_body_bytes
        headers = Headers(scope=scope)
        self.request_id = _accepted(headers.get("x-request-id")) or new_id()
        self.correlation_id = _accepted(headers.get("x-correlation-id")) or self.request_id
        state: MutableMapping[str, Any] = scope.setdefault("state", {})
        state.update(request_id=self.request_id, correlation_id=self.correlation_id)

    @property
    def route(self) -> str:
        """The route's template, so that numbers and logs do not grow with ids."""
        return (
            getattr(self.scope.get("route"), "path_format", None) or getattr(self.scope.get("route"), "path", None) or "unmatched"
        )

    def check(self) -> None:
        """Problems `request_too_large` and `invalid_request` (NUL in the address), before anything is read."""
        length = Headers(scope=self.scope).get("content-length", "0")
        if length.isdecimal() and int(length) > self._left:
            raise Problem("request_too_large", bytes=self._left)
        if "\0" in self.scope["path"] or b"\0" in unquote_to_bytes(self.scope.get("query_string", b"")):
            raise Problem("invalid_request", reason="nul_character")

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = dict(message["headers"])
            page = own.get(b"content-type", b"").startswith(b"text/html")
            added = [
                header for header in (_OF_A_PAGE if page else _OF_AN_ANSWER) if header[0] not in own
            ]  # a page may bring its own
            message["headers"] = [*message["headers"], (b"x-request-id", self.request_id.encode()), *added]
        await self._send(message)


def _in_one_sentence(send: Send) -> Send:
    """A setting that stops the start is told to the operator without a trace."""

    async def telling(message: Message) -> None:
        _, found, sentence = str(message.get("message", "")).rpartition(f"{SettingsError.__qualname__}: ")
        await send({**message, "message": sentence.strip()} if found else message)

    return telling


def _accepted(value: str | None) -> str | None:
    return value if value and _ID.fullmatch(value) else None
