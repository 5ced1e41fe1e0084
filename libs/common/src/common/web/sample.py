"""The mark of a sample contract, put into every JSON answer under it so that nobody takes sample facts for real ones."""

from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.web.answers import SAMPLE_MARK

_MARK = f'"sample":"{SAMPLE_MARK}"'.encode()
_JSON = ("application/json", "application/problem+json")
STATE = "sample_contract"
"""The request state that says so."""


class SampleMark:
    """ASGI middleware: adds `"sample": "示例"` as the first member of a JSON object and the header `Watchbill-Sample`.

    `Call` sets the request's state once it knows the contract; the answer's bytes are otherwise left alone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held: Message | None = None

        async def marking(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and scope.get("state", {}).get(STATE):
                held = message
                return
            if held is not None and message["type"] == "http.response.body":
                start, held = held, None
                message = _mark(start, message)
                await send(start)
            await send(message)

        await self._app(scope, receive, marking)


def _mark(start: Message, body: Message) -> Message:
    headers = MutableHeaders(scope=start)
    headers["Watchbill-Sample"] = quote(SAMPLE_MARK)
    content: bytes = body.get("body", b"")
    if headers.get("content-type", "").partition(";")[0] not in _JSON or not content.startswith(b"{"):
        return body
    marked = b"{" + _MARK + (b"" if content[1:].lstrip().startswith(b"}") else b",") + content[1:]
    if "content-length" in headers:
        headers["content-length"] = str(int(headers["content-length"]) + len(marked) - len(content))
    return {**body, "body": marked}
