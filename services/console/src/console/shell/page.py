"""How a page is declared: `@page("/roster/people", title="people", action="person.read", group="roster")`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from nicegui import core, ui
from nicegui.element import Element

from console import visitor as seam
from console.shell import arriving, failing
from console.shell.frame import framed, refused
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.registry import PAGES, Card
from console.signin.cookies import address_of

FILLED_SECONDS = 0.8
"""How long the first answer waits for what the page reads; the rest comes over the socket."""

Build = Callable[..., Awaitable[None]]


def page(
    path: str, *, title: str, group: str, action: str = "", listed: bool = True, bare: bool = False, place: int = 50
) -> Callable[[Build], Build]:
    """Declares a page under a contract.

    `title` is a key of the words, `group` and `place` where it stands in the navigation (if it is `listed`), `action`
    what one must be permitted to see it (empty: anybody signed in). `bare` leaves the frame out: a wall. The function
    gets `Here` and, by name, what stands in braces in the path.
    """
    card = Card(path, title, group, action, listed=listed, bare=bare, place=place)

    def declared(build: Build) -> Build:
        async def serve(request: Request) -> Response | None:
            return await _serve(request, card, build)

        PAGES.append(card)
        ui.page(f"/c/{{contract_id}}{path}", title="Watchbill", language="zh-CN")(serve)
        return build

    return declared


def unknown_pages() -> None:
    """What no page was declared for is told in a sentence, inside the frame. After all pages."""

    async def serve(request: Request) -> Response | None:
        state = core.app.state.console
        visitor = await arriving.visitor(state, request)
        if visitor is None:
            return RedirectResponse(failing.SIGN_IN, 303)
        here = await arriving.here(state, request, visitor, ui.context.client)
        arriving.dress(here, here.say("not_found"))
        here.client.status_code = 404
        refused(here, "not_found")
        return None

    ui.page("/c/{contract_id}/{rest:path}", title="Watchbill", language="zh-CN")(serve)


async def _serve(request: Request, card: Card, build: Build) -> Response | None:
    state = core.app.state.console
    visitor = await arriving.visitor(state, request)
    if visitor is None:
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{failing.SIGN_IN}?next={quote(wanted, safe='')}", 303)
    here = await arriving.here(state, request, visitor, ui.context.client)
    arriving.dress(here, here.say(card.title))
    if not visitor.roles(here.contract.id) or (card.action and not visitor.may(card.action, here.contract.id)):
        await seam.refused(state, visitor, "forbidden", here.contract.id, request.url.path, address_of(request))
        here.client.status_code = 403
        refused(here)
        return None
    parameters = {name: str(value) for name, value in request.path_params.items() if name != "contract_id"}
    if not all(arriving.ID.fullmatch(value) for value in parameters.values()):
        refused(here, "not_found")
        return None
    await _fill(here, card, build, parameters)
    return None


async def _fill(here: Here, card: Card, build: Build, parameters: Mapping[str, Any]) -> None:
    with _place(here, card):
        try:
            await build(here, **parameters)
        except Exception as failure:  # noqa: BLE001 - every failure becomes a sentence
            text("p", failing.sentence_of(here, failure), "wb-notice is-alone")
    if here.pending:
        await asyncio.wait(here.pending, timeout=FILLED_SECONDS)
        here.pending.clear()


def _place(here: Here, card: Card) -> Element:
    """Where the page is built: inside the frame, or alone on a wall."""
    if not card.bare:
        return framed(here, card)
    return box("main", "wb-bare").props(f"lang={'en' if here.language == 'en' else 'zh-CN'}")
