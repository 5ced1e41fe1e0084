"""Files that are the same for everybody and for good: read and compressed once, then answered from memory.

Their addresses name a version or their content, so that browsers keep them as well.
"""

import hashlib
from functools import cache
from pathlib import Path

from nicegui import __version__
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).parent.parent / "static"
_ENGINE = ("static", "libraries", "components", "esm", "resources")
FOLDERS = (*(f"/_nicegui/{__version__}/{name}/" for name in _ENGINE), "/shell/")
LARGEST_BYTES = 32 << 20
"""Of all that is kept; what comes later is answered as before."""


@cache
def own_file(name: str) -> str:
    """The address of one of our styles or scripts, named by its content."""
    return f"/shell/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


class Kept:
    """ASGI middleware, outside what compresses."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._answers: dict[tuple[str, bool], list[Message]] = {}
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(FOLDERS):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = scope["path"], "gzip" in headers.get("accept-encoding", "")
        if "range" in headers or "if-none-match" in headers or "if-modified-since" in headers:
            await self._app(scope, receive, send)
        elif (known := self._answers.get(asked)) is not None:
            for message in known:
                await send(message)
        else:
            await self._fetch(asked, scope, receive, send)

    async def _fetch(self, asked: tuple[str, bool], scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as ever and keeps what was found, where there is room."""
        answer: list[Message] = []

        async def sent(message: Message) -> None:
            answer.append(dict(message))
            await send(message)

        await self._app(scope, receive, sent)
        size = sum(len(message.get("body", b"")) for message in answer)
        if answer and answer[0].get("status") == 200 and self._bytes + size <= LARGEST_BYTES:  # noqa: PLR2004 - found
            self._bytes += size
            self._answers[asked] = answer
