"""The console, wired."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

import httpx
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware

from common.service import Service
from common.settings import Settings
from common.settings import from_environment as shared_from_environment
from common.web.app import create_app
from common.web.keyring import KeySource
from common.web.trust import trusted
from console import api, upkeep
from console.accounts.desk import Desk
from console.accounts.hashing import Hasher
from console.accounts.provider import Provider
from console.accounts.refusals import REFUSALS
from console.accounts.wrapping import Wrapping
from console.departures import FOLLOWS
from console.migrations import TABLES
from console.settings import ConsoleSettings, from_environment
from console.signin import own_account, programs, provider_routes, routes
from console.signin.gate import Gate
from console.signin.rendering import STATIC

SERVICE = Service(
    name="console",
    events=(),
    projects={},
    publishes={},
    follows=FOLLOWS,
    own_tables=TABLES,
    routers=(api.router, programs.router, routes.router, own_account.router, provider_routes.router),
    refusals=REFUSALS,
)


def create_console(settings: Settings | None = None, own: ConsoleSettings | None = None) -> FastAPI:
    """The app. With settings given (tests), the process's environment and logging are left alone."""
    app = create_app(SERVICE, settings)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.user_middleware.append(Middleware(Gate))  # innermost: its refusals are logged and answered as any other
    _keep(app, settings, own)
    return app


def _keep(app: FastAPI, settings: Settings | None, own: ConsoleSettings | None) -> None:
    """Adds what lives beside the service's runtime, from its start to its end."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[None]:
        chosen, shared = own or from_environment(), settings or shared_from_environment()
        chosen.check(shared)
        async with inner(running), httpx.AsyncClient(timeout=5, follow_redirects=False, verify=trusted()) as web:
            wrapping = Wrapping.of(chosen.wrapping_file)
            provider = Provider(chosen, web) if chosen.oidc_issuer else None
            desk = running.state.desk = Desk(
                lambda: running.state.runtime.pool, chosen, shared, Hasher(chosen), wrapping, provider
            )
            await upkeep.begin(desk)
            await running.state.keyring.add(KeySource("console", partial(upkeep.own_keys, desk)))
            keeping = asyncio.create_task(upkeep.run(desk), name="upkeep")
            try:
                yield
            finally:
                keeping.cancel()
                with suppress(asyncio.CancelledError):
                    await keeping

    app.router.lifespan_context = lifespan


def __getattr__(name: str) -> FastAPI:
    """`app`, made when a server asks for it: who imports `SERVICE` to migrate loads no page.

    Pages are added here alone: NiceGUI is one app for the whole process.
    """
    if name != "app":
        raise AttributeError(name)
    from console import pages  # noqa: PLC0415 - see above

    app = globals()["app"] = create_console()
    pages.add(app)
    return app
