"""Who may speak through a page's socket: only the session that opened the page, and only while it lasts.

NiceGUI takes a message for any page whose id it names. Here every socket is tied to the session of its cookie when it
is opened, each message is refused for pages of another session, and none is acted on after the session is over: its
pages go to sign in and its sockets are closed, at the next message or within `LOOK_SECONDS`. That a socket comes from our
own pages is checked before, in `console.signin.gate`.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs
from weakref import WeakKeyDictionary

import structlog
from nicegui import Client, core
from nicegui import nicegui as engine
from socketio.exceptions import ConnectionRefusedError as Refused

from console import visitor as seam
from console.shell.failing import tell
from console.shell.here import Here
from console.signin.cookies import session_of
from console.visitor import SessionEnded, Visitor

log = structlog.get_logger("console.gate")

LOAD_ANEW = "Implicit handshake failed"
"""What the page's script takes as: this page is not known any more."""
ALIVE_SECONDS = 1.0
CLICK_SECONDS = 20.0
LOOK_SECONDS = 5.0
TOLD_SECONDS = 1.0
"""How long a socket whose session is over stays open, so that its page hears that it goes to sign in."""


@dataclass(frozen=True)
class Speaker:
    """Whose socket it is, and from where it was opened."""

    visitor: Visitor
    address: str


_open: "WeakKeyDictionary[Client, Here]" = WeakKeyDictionary()
_sockets: dict[str, Speaker] = {}
_closing: "set[asyncio.Task[None]]" = set()
_turns: "WeakKeyDictionary[Client, asyncio.Lock]" = WeakKeyDictionary()
_alive_until: dict[str, float] = {}
_clicked_at: dict[str, float] = {}


def opened(here: Here) -> None:
    """This page belongs to this visitor's session."""
    _open[here.client] = here


def pages() -> list[Here]:
    """Every page that is open now."""
    return list(_open.values())


def guard() -> None:
    """Puts the gate before NiceGUI's own handlers. Once for a process; websockets only, no long polling."""
    core.app.config.socket_io_js_transports = ["websocket"]
    core.sio.eio.transports = ["websocket"]
    core.sio.on("connect", _connect)
    core.sio.on("disconnect", _disconnect)
    core.sio.on("handshake", _handshake)
    core.sio.on("event", _event)
    core.sio.on("javascript_response", _quietly(engine._on_javascript_response))  # noqa: SLF001 - put before it
    core.sio.on("ack", _quietly(engine._on_ack))  # noqa: SLF001 - put before it
    core.sio.on("log", _unheard)


async def _connect(sid: str, environ: dict[str, Any], auth: object = None) -> None:
    state = core.app.state.console
    visitor = await seam.visitor_of(state, session_of(state.desk, _cookies(environ)))
    if visitor is None:
        log.info("socket_refused", reason="no_session")
        raise Refused(LOAD_ANEW)  # sign-in follows
    client = environ["asgi.scope"].get("client")
    _sockets[sid] = Speaker(visitor, str(client[0]) if client else "")
    query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
    if "client_id" in query and _page_of(sid, query) is None:
        _sockets.pop(sid, None)
        raise Refused(LOAD_ANEW)
    await engine._on_connect(sid, environ)  # noqa: SLF001 - put before it


def _disconnect(sid: str, *_: object) -> None:
    _sockets.pop(sid, None)
    engine._on_disconnect(sid)  # noqa: SLF001 - put before it


async def _handshake(sid: str, data: dict[str, Any]) -> bool:
    return _page_of(sid, data) is not None and await engine._on_handshake(sid, data)  # noqa: SLF001 - put before it


async def _event(sid: str, message: dict[str, Any]) -> None:
    here = _page_of(sid, message)
    if here is None:
        return
    async with _turns.setdefault(here.client, asyncio.Lock()):  # in the order they were sent
        try:
            await _still_here(here)
        except SessionEnded as ended:
            tell(here, ended)
            _refuse(sid, here, "session_ended", TOLD_SECONDS)
            return
        except Exception as failure:  # noqa: BLE001 - the console's database is away: told as a sentence
            tell(here, failure)
            return
        if not _stands(here, message):
            if (does := _late(here, message)) is not None:
                with here.client:
                    does()
                return
            log.info("message_refused", reason="no_such_element", page=here.client.page.path, subject=here.visitor.account)
            return
        engine._on_event(sid, message)  # noqa: SLF001 - put before it


def _quietly(handler: Any) -> Any:
    def heard(sid: str, message: dict[str, Any]) -> None:
        if _page_of(sid, message) is not None:
            handler(sid, message)

    return heard


def _unheard(sid: str, message: dict[str, Any]) -> None:
    """What a browser wants written into our log is not written there."""


async def _still_here(here: Here) -> None:
    """`SessionEnded` when it is over; looked up at most once a second. Counts as a click."""
    session, now = here.visitor.session, time.monotonic()
    if _alive_until.get(session, 0) < now:
        await seam.token_of(here.state, here.visitor)
        _alive_until[session] = now + ALIVE_SECONDS
    if _clicked_at.get(session, 0) < now - CLICK_SECONDS:
        _clicked_at[session] = now
        await seam.clicked(here.state, here.visitor)


async def watch() -> None:
    """Sends pages whose session is over to sign in and closes its sockets, though nobody touches them."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        known = {here.visitor.session for here in pages()} | {one.visitor.session for one in _sockets.values()}
        for table in (_alive_until, _clicked_at):
            for session in table.keys() - known:
                del table[session]
        try:
            over = known - await seam.living(core.app.state.console, known) if known else known
        except Exception:  # noqa: BLE001 - the database is away: nothing is known, look again
            log.info("sessions_not_seen")
            continue
        for here in pages():
            if here.visitor.session in over:
                tell(here, SessionEnded())
        for sid in [sid for sid, one in _sockets.items() if one.visitor.session in over]:
            del _sockets[sid]
            _close(sid, TOLD_SECONDS)


def _page_of(sid: str, message: object) -> Here | None:
    client = Client.instances.get(str(message.get("client_id", ""))) if isinstance(message, Mapping) else None
    here, who = None if client is None else _open.get(client), _sockets.get(sid)
    if here is None or who is None:
        return None
    if who.visitor.session != here.visitor.session:
        _refuse(sid, here, "another_session", 0)
        return None
    return here


def _refuse(sid: str, here: Here, because: str, seconds: float) -> None:
    """A socket that may not speak for a page says nothing more; what it tried stands in the trail, once."""
    who = _sockets.pop(sid, None)
    if who is None:
        return
    path = here.client.page.path
    log.warning("message_refused", reason=because, page=path, subject=who.visitor.account)
    _later(seam.refused(here.state, who.visitor, because, here.contract.id, path, who.address))
    _close(sid, seconds)


def _close(sid: str, seconds: float) -> None:
    async def close() -> None:
        await asyncio.sleep(seconds)
        await core.sio.disconnect(sid)

    _later(close())


def _later(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work)
    _closing.add(task)
    task.add_done_callback(_closing.discard)


def _stands(here: Here, message: Mapping[str, Any]) -> bool:
    """Whether the page still has the element that an event names, and listens there. It may just have been read again."""
    id_, listener = message.get("id"), message.get("listener_id")
    if not isinstance(id_, int) or not isinstance(listener, str):
        return False
    element = here.client.elements.get(id_)
    return element is not None and listener in element._event_listeners  # noqa: SLF001


def _late(here: Here, message: Mapping[str, Any]) -> Callable[[], object] | None:
    """What a click was for that met a button which is being built anew."""
    id_ = message.get("id")
    return here.hand.late(id_) if isinstance(id_, int) and id_ not in here.client.elements else None


def _cookies(environ: Mapping[str, Any]) -> dict[str, str]:
    try:
        return {name: one.value for name, one in SimpleCookie(environ.get("HTTP_COOKIE", "")).items()}
    except CookieError:
        return {}
