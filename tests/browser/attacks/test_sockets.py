"""Messages over a page's socket, made by hand: another one's page, what a page does not have, a session that is over."""

import json
import re
import secrets
from contextlib import ExitStack, suppress
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from browser.attacks.somebody import FORM, Harmed, Somebody, newcomer
from browser.people import settle
from watchbill.place import CONSOLE

PROPOSALS = "/v1/contracts/sample/proposals?state=open"


def socket(house: Harmed, cookie: str | None, *, origin: str | None = None, **query: str) -> ClientConnection:
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


def closed(connection: ClientConnection) -> bool:
    """Whether the server ends it within a few seconds."""
    try:
        while not str(connection.recv(10)).startswith(("41", "1")):
            continue
    except ConnectionClosed:
        return True
    except TimeoutError:
        return False
    return True


def addressed(page: Page) -> dict[str, str]:
    """How the page's own script names its page and its tab."""
    found: dict[str, str] = page.evaluate("({client_id: window.clientId, tab_id: sessionStorage.__nicegui_tab_id})")
    return {**found, "document_id": secrets.token_hex(8), "next_message_id": "0", "old_tab_id": ""}


def alive(page: Page) -> None:
    """The page still answers."""
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_socket_is_for_who_is_signed_in_and_for_our_own_pages(harmed: Harmed) -> None:
    somebody = newcomer(harmed, "contractor.engineer")
    for cookie in (None, "planted", secrets.token_urlsafe(32)):
        with socket(harmed, cookie) as connection:
            assert not joined(connection)
    assert len(harmed.log("socket_refused", reason="no_session")) >= 3
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        with pytest.raises(InvalidStatus, match="403"):
            socket(harmed, somebody.cookie, origin=origin)
    told = [entry["details"]["origin"] for entry in harmed.trail("unknown", "request_refused")]
    assert {"https://evil.example", "null", "http://127.0.0.1:1"} <= set(told)
    polled = somebody.program.get("/_nicegui_ws/socket.io/?EIO=4&transport=polling")
    assert polled.status_code == 400
    with socket(harmed, somebody.cookie) as connection:
        assert joined(connection)


def test_nobody_hears_or_speaks_through_another_ones_page(harmed: Harmed, chromium: Browser) -> None:
    officer, engineer = newcomer(harmed, "customer.officer"), newcomer(harmed, "contractor.engineer")
    with officer.browser(chromium) as page:
        page.goto(f"{harmed.address}/c/sample/scoring/proposals")
        settle(page)
        names = addressed(page)
        button = page.evaluate("Number(document.querySelector('.wb-main [id^=c]').id.slice(1))")
        with socket(harmed, engineer.cookie, implicit_handshake="true", **names) as connection:
            assert not joined(connection)
        for event, message in (
            ("handshake", names),
            ("event", {**names, "id": button, "listener_id": "x", "args": []}),
            ("javascript_response", {**names, "request_id": "x", "result": 1}),
            ("ack", {**names, "next_message_id": 9999}),
        ):
            with socket(harmed, engineer.cookie) as connection:
                assert joined(connection)
                tell(connection, event, message)
                assert closed(connection), event
        alive(page)
    told = [entry["details"] for entry in harmed.trail(engineer.id, "request_refused")]
    assert [one["because"] for one in told] == ["another_session"] * 5
    assert {one["contract"] for one in told} == {"sample"}
    assert len(harmed.log("message_refused", reason="another_session", subject=engineer.id)) == 5


def test_an_event_for_what_a_page_does_not_have_does_nothing(harmed: Harmed, chromium: Browser) -> None:
    engineer = newcomer(harmed, "contractor.engineer")
    with engineer.browser(chromium) as page:
        page.goto(f"{harmed.address}/c/sample/")
        settle(page)
        mine = {"client_id": page.evaluate("window.clientId")}
        there = page.evaluate("Number(document.querySelector('button[id^=c]').id.slice(1))")
        with socket(harmed, engineer.cookie) as connection:
            assert joined(connection)
            for id_, listener in ((999_999, "x"), (there, "x"), (there, secrets.token_hex(16)), ("x", 1), (None, None), ([], {})):
                tell(connection, "event", {**mine, "id": id_, "listener_id": listener, "args": []})
            nonsenses: tuple[Any, ...] = ([], "x", None, 1, {}, {"client_id": []}, {"client_id": secrets.token_hex(16)})
            for nonsense in nonsenses:
                tell(connection, "event", nonsense)
            alive(page)
            assert len(harmed.log("message_refused", reason="no_such_element", subject=engineer.id)) == 6
            tell(connection, "log", {**mine, "level": "error", "message": "written-by-a-browser"})
            alive(page)
    assert harmed.log("written-by-a-browser") == []
    assert harmed.trail(engineer.id, "request_refused") == []


def test_another_ones_socket_is_not_taken_over_by_its_id(harmed: Harmed, chromium: Browser) -> None:
    officer, engineer = newcomer(harmed, "customer.officer"), newcomer(harmed, "contractor.engineer")
    with officer.browser(chromium) as page:
        page.goto(f"{harmed.address}/c/sample/")
        settle(page)
        with pytest.raises(InvalidStatus, match=r"400|403"):
            socket(harmed, engineer.cookie, sid=page.evaluate("window.socket.io.engine.id"))
        alive(page)


def sign_out(somebody: Somebody) -> None:
    form = FORM.search(somebody.program.get("/account").text)
    assert form is not None
    assert somebody.program.post("/signout", data={"form": form[1]}).status_code == 303


def take_the_role_away(somebody: Somebody) -> None:
    grants = {"grants": [{"contract": "sample", "roles": ["auditor"]}]}
    somebody.house.post(CONSOLE, f"/v1/accounts/{somebody.id}/grants", "admin", grants, contract="*")


def close(somebody: Somebody) -> None:
    somebody.house.post(CONSOLE, f"/v1/accounts/{somebody.id}/close", "admin", {"reason": "left"}, contract="*")


ENDS = {"signed_out": sign_out, "roles_granted": take_the_role_away, "account_closed": close}
"""How a session ends while a page of it is open, by what the trail calls it."""


def test_an_open_page_and_its_socket_stop_when_the_session_is_over_though_nobody_touches_them(
    harmed: Harmed, chromium: Browser
) -> None:
    ended = {kind: newcomer(harmed, "customer.officer") for kind in ENDS}
    with ExitStack() as held:
        pages = [held.enter_context(somebody.browser(chromium)) for somebody in ended.values()]
        sockets = [held.enter_context(socket(harmed, somebody.cookie)) for somebody in ended.values()]
        for page in pages:
            page.goto(f"{harmed.address}/c/sample/scoring/proposals")
            settle(page)
        assert all(joined(one) for one in sockets)
        for kind, somebody in ended.items():
            cookie = somebody.cookie
            ENDS[kind](somebody)
            with socket(harmed, cookie) as again:
                assert not joined(again)
        for page, connection in zip(pages, sockets, strict=True):
            expect(page).to_have_url(re.compile("/signin"))
            assert closed(connection), "it is open"
    for kind, somebody in ended.items():
        assert harmed.trail(somebody.id, kind), kind


def test_what_a_page_still_writes_after_its_session_is_refused_and_on_record(harmed: Harmed, chromium: Browser) -> None:
    before = harmed.get("scoring", PROPOSALS)["items"]
    tried = (written_late(harmed, chromium, before[0]["id"]) for _ in range(3))  # pages are sent away every few seconds, too
    details = next(found for found in tried if found)
    assert [(one["because"], one["contract"]) for one in details] == [("session_ended", "sample")]
    assert harmed.log("message_refused", reason="session_ended")
    assert harmed.get("scoring", PROPOSALS)["items"] == before


def written_late(house: Harmed, chromium: Browser, proposal: str) -> list[Any]:
    """An officer sends a decision just after the role is gone; what the trail has of it."""
    officer = newcomer(house, "customer.officer")
    with officer.browser(chromium) as page:
        page.goto(f"{house.address}/c/sample/scoring/proposals/{proposal}")
        settle(page)
        page.get_by_role("button", name="不予追究").click()
        dialog = page.get_by_role("dialog")
        dialog.locator("textarea").fill("尚未送出")
        send = dialog.get_by_role("button", name="不予追究").element_handle()
        page.wait_for_timeout(1100)  # a session is looked up once a second at most
        take_the_role_away(officer)
        with suppress(Error):  # the page has gone
            send.evaluate("one => one.click()")
        expect(page).to_have_url(re.compile("/signin"))
    return [entry["details"] for entry in house.trail(officer.id, "request_refused")]
