"""Before every page: requests that change something come from our own pages, and pages are for who is signed in.

What is open to anybody is listed; everything else needs a session, so that a page that forgot to ask shows nothing.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.errors import Problem
from common.settings import loopback
from console.accounts.desk import Desk
from console.signin.cookies import SESSION, named, session_of
from console.trail import UNKNOWN, Entry, Kind, record
from console.visitor import visitor_of

SIGN_IN = "/signin"
OPEN = (
    *("/signin", "/signout", "/account", "/static/", "/shell/", "/.well-known/", "/oauth/", "/v1/", "/health", "/metrics"),
    *("/docs", "/openapi.json", "/asyncapi", "/static-asyncapi/", "/static-offline-docs/", "/_nicegui/", "/favicon.ico"),
)
"""Routes that look after themselves (a token, their own check of the session) or hold nothing of people."""

PACED = ("/signin/provider", "/oauth/token")
"""What leaves something behind whatever method asks for it: counted by address, as is every form of `/signin`."""
STRANGERS = ("/signin", "/signout", "/account", "/oauth/")
"""Routes that read a body before they know who sends it."""
LARGEST_BYTES = 65_536
POWERS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=()"
"""What no page of ours asks a browser for. A photo of a check comes from the phone's own camera, by a field of a form."""

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


class Gate:
    """ASGI middleware, inside `common`'s edge."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        desk: Desk = scope["app"].state.desk
        if scope["type"] == "http":
            receive, send = _limited(scope, receive), _guarded(desk, send)
        headers = Headers(scope=scope)
        socket = scope["type"] == "websocket"
        if (socket or scope["method"] not in _HARMLESS) and not same_origin(desk, headers, socket=socket):
            waits = desk.pace.wait(_address(scope))
            if waits is None:
                await _note_stranger(desk, scope, headers)
            if not socket:
                raise Problem("cross_origin")
            await send({"type": "websocket.close", "code": 1008})
            return
        if not socket and _paced(scope) and (waits := desk.pace.wait(_address(scope))) is not None:
            raise Problem("slow_down", retry_after=waits)
        if not socket and not _open(scope["path"]):
            request = Request(scope)
            visitor = await visitor_of(scope["app"].state, session_of(desk, request.cookies))
            if visitor is None:
                await _ask_to_sign_in(request)(scope, receive, send)
                return
            scope.setdefault("state", {})["visitor"] = visitor
        await self._app(scope, receive, send)


def same_origin(desk: Desk, headers: Mapping[str, str], *, socket: bool = False) -> bool:
    """Whether a request that changes something comes from our own pages, or from a program that is no browser.

    A browser names where it comes from (`Origin`, `Sec-Fetch-Site`); what names nothing and brings no session can only
    have rights of its own, in its body or in a token.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None:
        return origin == own_origin(desk, headers)
    if site is not None:
        return site == "same-origin"
    return not socket and f"{named(desk, SESSION)}=" not in headers.get("cookie", "")


def own_origin(desk: Desk, headers: Mapping[str, str]) -> str | None:
    """Our address as browsers name it: the setting, or on this machine the one that was asked."""
    if desk.settings.url:
        return desk.settings.url.rstrip("/")
    host = headers.get("host", "")
    name = urlsplit(f"//{host}").hostname
    return f"http://{host}" if name and loopback(name) else None


def _open(path: str) -> bool:
    return _among(path, OPEN) or path.startswith("/asyncapi")


def _among(path: str, places: Iterable[str]) -> bool:
    return any(path == one or path.startswith(one if one.endswith("/") else f"{one}/") for one in places)


def _paced(scope: Scope) -> bool:
    """Whether anybody may ask for it and it costs us something that lasts."""
    path = scope["path"]
    return _among(path, PACED) or (scope["method"] not in _HARMLESS and _among(path, (SIGN_IN,)))


def _limited(scope: Scope, receive: Receive) -> Receive:
    """Takes no more of a stranger's body than a form of ours can hold. Problem `request_too_large`."""
    if not _among(scope["path"], STRANGERS):
        return receive
    left = LARGEST_BYTES

    async def taken() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise Problem("request_too_large", bytes=LARGEST_BYTES)
        return message

    return taken


def _guarded(desk: Desk, send: Send) -> Send:
    """What every answer of the console tells a browser, whoever made it."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Permissions-Policy"] = POWERS
            if desk.settings.secure:
                headers["Strict-Transport-Security"] = "max-age=31536000"
        await send(message)

    return sent


def _ask_to_sign_in(request: Request) -> RedirectResponse:
    """A page sends the browser to sign in and back; whatever else is asked is told that nobody is signed in."""
    if request.method not in ("GET", "HEAD") or "text/html" not in request.headers.get("accept", ""):
        raise Problem("unauthenticated")
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"{SIGN_IN}?next={quote(wanted, safe='')}", HTTPStatus.SEE_OTHER)


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


async def _note_stranger(desk: Desk, scope: Scope, headers: Headers) -> None:
    details = {"because": "cross_origin", "path": scope["path"][:200], "origin": headers.get("origin", "")[:200]}
    await record(desk.pool, Entry(Kind.REQUEST_REFUSED, UNKNOWN, _address(scope), details=details))
