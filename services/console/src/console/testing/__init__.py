"""The console on real servers, for tests: cheap password hashes, otherwise as it runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import httpx
from fastapi import FastAPI

from common.ids import new_id
from common.migrate import migrate
from common.settings import Settings
from common.testing.apps import NOBODY, Keys
from common.testing.servers import Database
from console.accounts.desk import Desk
from console.main import SERVICE, create_console
from console.settings import ConsoleSettings

CHEAP: dict[str, Any] = {"hash_memory_kib": 8, "hash_rounds": 1}
ORIGIN = "http://127.0.0.1:8000"


async def migrated(database: Database) -> None:
    """Prepares a database of the console; meant as `prepare` of the fixture `database`."""
    await migrate(SERVICE, database.owner_url, "console")


@dataclass(frozen=True)
class RunningConsole:
    """The console between start and stop. Requests go straight into it, without a socket."""

    app: FastAPI
    keys: Keys
    database: Database

    @property
    def desk(self) -> Desk:
        """What sign-in works with."""
        desk: Desk = self.app.state.desk
        return desk

    def browser(self, *, language: str = "en", address: str = "127.0.0.1", origin: str | None = ORIGIN) -> httpx.AsyncClient:
        """A browser of its own: it keeps cookies and says where its requests come from."""
        headers = {"Accept-Language": language, **({"Origin": origin} if origin else {})}
        transport = httpx.ASGITransport(self.app, client=(address, 40_000))
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)

    def caller(self, *roles: str, contract: str = "*", subject: str = "") -> httpx.AsyncClient:
        """A program with a token of these roles."""
        token = self.keys.person(*roles, contract=contract, subject=subject)
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=ORIGIN, headers=headers)


@asynccontextmanager
async def console_on(
    database: Database, folder: Path, *, nats_url: str = NOBODY, shared: dict[str, Any] | None = None, **own: Any
) -> AsyncIterator[RunningConsole]:
    """Runs the console on a migrated database. `shared` and `own` change settings of `common` and of the console."""
    place = folder / new_id()
    place.mkdir()
    keys = Keys.make(place, "console", "roster")
    secret = place / "wrapping.key"
    secret.write_text(f"{token_urlsafe(32)}\n", encoding="ascii")
    settings = Settings(
        database_url=database.url, nats_url=nats_url, jwks=str(keys.jwks), service_key=place / "console.jwk", after_seconds=0.5
    )
    app = create_console(
        settings.model_copy(update=shared or {}), ConsoleSettings.model_validate({**CHEAP, "wrapping_file": secret, **own})
    )
    async with app.router.lifespan_context(app):
        yield RunningConsole(app, keys, database)
