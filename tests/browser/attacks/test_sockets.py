"""Sockets and messages made by hand: without a session, from another site, for what a page does not have."""

import json
import secrets
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from browser.attacks.somebody import Alone, newcomer
from browser.people import settle


def socket(house: Alone, cookie: str | None, *, origin: str | None = None, **query: str) -> ClientConnection:
    """A socket as the page's script opens it. `InvalidStatus` when the server does not let it open."""
    asked = urlencode({"EIO": "4", "transport": "websocket", **query})
    headers = {"Cookie": f"watchbill={cookie}"} if cookie else {}
    address = f"{house.address.replace('http', 'ws', 1)}/_nicegui_ws/socket.io/?{asked}"
    return connect(address, origin=Origin(origin or house.address), additional_headers=headers, proxy=None, open_timeout=10)


def joined(connection: ClientConnection) -> bool:
    """Whether the server takes messages through it: the answer to Socket.IO's own greeting."""
    assert str(connection.recv(10)).startswith("0")
    connection.send("40")
    return str(connection.recv(10)).startswith("40")


def tell(connection: ClientConnection, event: str, message: Any) -> None:
    """Sends a message as the page's script does."""
    connection.send(f"42{json.dumps([event, message])}")


def alive(page: Page) -> None:
    """The page still answers."""
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_socket_is_for_who_is_signed_in_and_for_our_own_pages(alone: Alone) -> None:
    somebody = newcomer(alone, "contractor.engineer")
    for cookie in (None, "planted", secrets.token_urlsafe(32)):
        with socket(alone, cookie) as connection:
            assert not joined(connection)
    assert len(alone.log("socket_refused", reason="no_session")) >= 3
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        with pytest.raises(InvalidStatus, match="403"):
            socket(alone, somebody.cookie, origin=origin)
    told = [entry["details"]["origin"] for entry in alone.trail("unknown", "request_refused")]
    assert {"https://evil.example", "null", "http://127.0.0.1:1"} <= set(told)
    polled = somebody.program.get("/_nicegui_ws/socket.io/?EIO=4&transport=polling")
    assert polled.status_code == 400
    with socket(alone, somebody.cookie) as connection:
        assert joined(connection)


def test_an_event_for_what_a_page_does_not_have_does_nothing(alone: Alone, chromium: Browser) -> None:
    engineer = newcomer(alone, "contractor.engineer")
    with engineer.browser(chromium) as page:
        page.goto(f"{alone.address}/c/sample/")
        settle(page)
        mine = {"client_id": page.evaluate("window.clientId")}
        there = page.evaluate("Number(document.querySelector('button[id^=c]').id.slice(1))")
        with socket(alone, engineer.cookie) as connection:
            assert joined(connection)
            for id_, listener in ((999_999, "x"), (there, "x"), (there, secrets.token_hex(16)), ("x", 1), (None, None), ([], {})):
                tell(connection, "event", {**mine, "id": id_, "listener_id": listener, "args": []})
            nonsenses: tuple[Any, ...] = ([], "x", None, 1, {}, {"client_id": []}, {"client_id": secrets.token_hex(16)})
            for nonsense in nonsenses:
                tell(connection, "event", nonsense)
            alive(page)
            assert len(alone.log("message_refused", reason="no_such_element", subject=engineer.id)) == 6
            tell(connection, "log", {**mine, "level": "error", "message": "written-by-a-browser"})
            alive(page)
    assert alone.log("written-by-a-browser") == []
    assert alone.trail(engineer.id, "request_refused") == []
