"""The console, wired."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import httpx
from fastapi import FastAPI

from common.service import Service
from common.settings import Settings
from common.settings import from_environment as shared_from_environment
from common.web.app import create_app
from common.web.keyring import KeySource
from console.accounts import keys
from console.accounts.hashing import Hasher
from console.departures import FOLLOWS
from console.desk import Desk
from console.migrations import TABLES
from console.settings import ConsoleSettings, from_environment

SERVICE = Service(
    name="console",
    events=(),
    projects={},
    publishes={},
    follows=FOLLOWS,
    own_tables=TABLES,
)


def create_console(settings: Settings | None = None, own: ConsoleSettings | None = None) -> FastAPI:
    """The app. With settings given (tests), the process's environment and logging are left alone."""
    app = create_app(SERVICE, settings)
    _sign_in(app, settings, own)
    return app


def _sign_in(app: FastAPI, settings: Settings | None, own: ConsoleSettings | None) -> None:
    """Adds what lives beside the service's runtime, from its start to its end."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[None]:
        chosen, shared = own or from_environment(), settings or shared_from_environment()
        chosen.check(shared)
        async with inner(running), httpx.AsyncClient(timeout=5, follow_redirects=False) as web:
            desk = running.state.desk = Desk(running, chosen, shared, Hasher(chosen), web)
            await keys.keep(desk.pool, chosen)
            await running.state.keyring.add(KeySource("console", partial(keys.jwks, desk.pool, chosen)))
            yield

    app.router.lifespan_context = lifespan


app = create_console()
