"""Puts the pages into the console's app: NiceGUI below everything else, so that the routes of `common` keep working."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app as engine
from nicegui import core, ui

from common.bus.connection import Bus
from common.settings import Settings, from_environment
from console.live import Live
from console.remote import Peers
from console.shell import arriving, failing, gate
from console.shell.kept import STATIC, Kept, own_file
from console.shell.page import unknown_pages
from console.shell.policy import Policy, name_scripts

STYLES = ("tokens.css", "shell.css", "scoring.css", "wall.css", "print.css")


def mount(app: FastAPI, settings: Settings | None = None) -> None:
    """Adds the pages; they are up from the app's start to its end. Once in a process: NiceGUI is one app itself."""
    core.app.state.console = app.state
    app.state.contracts, app.state.contracts_until, app.state.clock_stands_at = {}, 0.0, None
    _lifetime(app, settings)
    core.app.add_middleware(Policy)
    name_scripts()
    core.app.config.quasar_config["loadingBar"]["skipHijack"] = True  # a bar without a name, for requests of no page of ours
    engine.add_static_files("/shell", STATIC, max_cache_age=31_536_000)
    ui.add_head_html(_head(), shared=True)
    engine.get("/", include_in_schema=False)(_home)
    unknown_pages()
    core.app.exception_handler(404)(_nowhere)
    ui.run_with(
        app,
        title="Watchbill",
        favicon=STATIC / "favicon.svg",
        language="zh-CN",
        dark=False,
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=20,
        binding_refresh_interval=None,
    )
    core.app.add_middleware(Kept)  # after NiceGUI's own: outside of what compresses
    gate.guard()


async def _home(request: Request) -> Response:
    """The home page of the contract that this person looked at last."""
    who = await arriving.visitor(core.app.state.console, request)
    if who is None:
        return RedirectResponse(failing.SIGN_IN, 303)
    contracts = await arriving.contracts(core.app.state.console, who)
    wanted = request.cookies.get("watchbill_contract", "")
    known = [one.id for one in contracts]
    chosen = wanted if wanted in known else next(iter(known), "none")
    return RedirectResponse(f"/c/{chosen}/", 303)


async def _nowhere(request: Request, _failure: Exception) -> Response:
    """Addresses that are no page: back to where everybody begins; a program is told."""
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse("/", 303)
    return Response(status_code=404)


def _lifetime(app: FastAPI, settings: Settings | None) -> None:
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[None]:
        chosen = settings or from_environment()
        async with inner(running):
            bus = Bus(chosen.nats_url, "console pages")
            live = app.state.live = Live(bus)
            app.state.peers = Peers(chosen, live.heard)
            tasks = [asyncio.create_task(work) for work in (bus.run(), live.run(), gate.watch())]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                with suppress(asyncio.CancelledError):
                    await asyncio.gather(*tasks)
                await bus.close()
                await app.state.peers.close()

    app.router.lifespan_context = lifespan


def _head() -> str:
    """Our styles and script."""
    styles = "".join(f'<link rel="stylesheet" href="{own_file(name)}">' for name in STYLES)
    return f'{styles}<script src="{own_file("shell.js")}"></script>'
