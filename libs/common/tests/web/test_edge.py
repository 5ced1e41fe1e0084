"""What the outermost ring makes of failures that are nobody's defect."""

import asyncpg
import pytest
import structlog
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from common.testing.lamps import LAMPS
from common.web.app import create_app
from common.web.edge import Edge
from common.web.metrics import Metrics

SCOPE = {"type": "http", "method": "POST", "path": "/v1/x", "headers": [], "query_string": b"", "app": create_app(LAMPS)}


async def _asked(failure: Exception) -> tuple[list[Message], list[str]]:
    """The answer to a request whose route raises this, and what was logged."""

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise failure

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    with structlog.testing.capture_logs() as logged:
        await Edge(app, metrics=Metrics(LAMPS), max_body_bytes=1000)(dict(SCOPE), receive, send)
    return sent, [str(line["event"]) for line in logged]


@pytest.mark.parametrize(
    "failure",
    [asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"), ConnectionResetError()],
)
async def test_a_database_that_goes_away_under_a_route_is_answered_as_unavailable(failure: Exception) -> None:
    sent, logged = await _asked(failure)
    assert sent[0]["status"] == 503
    assert b"unavailable" in sent[1]["body"]
    assert "unexpected_error" not in logged


async def test_a_client_that_hangs_up_before_its_body_has_come_is_no_error_of_ours() -> None:
    sent, logged = await _asked(ClientDisconnect())
    assert sent == []
    assert "client_gone" in logged
    assert "unexpected_error" not in logged


async def test_what_nobody_foresaw_is_an_internal_error() -> None:
    sent, logged = await _asked(KeyError("x"))
    assert sent[0]["status"] == 500
    assert "unexpected_error" in logged
