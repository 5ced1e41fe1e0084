"""A service's app on the test servers, and callers with tokens of real keys."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

import httpx
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from common.clock import real_now
from common.service import Service
from common.settings import Settings
from common.testing.servers import Database
from common.web.app import create_app
from common.web.signing import make_key, public_set, sign, sign_for_service, write_private

NOBODY = "nats://127.0.0.1:1"
"""A message bus that is away: what a test of routes alone needs."""


@dataclass(frozen=True)
class Keys:
    """The keys of one test: people's, and a service's of each name."""

    folder: Path
    people: OKPKey
    services: dict[str, OKPKey]

    @classmethod
    def make(cls, folder: Path, *services: str, dev: bool = True) -> "Keys":
        """Fresh keys, with `jwks.json` and `<service>.jwk` in the folder."""
        keys = cls(folder, make_key("people", dev=dev), {name: make_key(f"service:{name}", dev=dev) for name in services})
        for name, key in keys.services.items():
            write_private(key, folder / f"{name}.jwk")
        keys.jwks.write_bytes(public_set([keys.people, *keys.services.values()]))
        return keys

    @property
    def jwks(self) -> Path:
        """The file that services verify with."""
        return self.folder / "jwks.json"

    def person(self, *roles: str, contract: str = "*", subject: str = "") -> str:
        """A token of somebody with these roles, valid for an hour."""
        who = subject or roles[0].replace(".", "-")
        return sign(self.people, who, {contract: roles}, issued_at=real_now(), lifetime=timedelta(hours=1))

    def service(self, name: str) -> str:
        """A service's own short token."""
        return sign_for_service(self.services[name], issued_at=real_now())


@dataclass(frozen=True)
class RunningApp:
    """An app between start and stop. Requests go straight into it, without a socket."""

    app: FastAPI
    keys: Keys

    def client(self, *roles: str, contract: str = "*", subject: str = "", language: str = "en") -> httpx.AsyncClient:
        """A caller with these roles under the contract; without roles, one without a token."""
        headers = {"Accept-Language": language}
        if roles:
            headers["Authorization"] = f"Bearer {self.keys.person(*roles, contract=contract, subject=subject)}"
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://service.test", headers=headers)

    def client_of(self, service: str) -> httpx.AsyncClient:
        """Another service as a caller."""
        headers = {"Authorization": f"Bearer {self.keys.service(service)}"}
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://service.test", headers=headers)


@asynccontextmanager
async def app_on(
    service: Service,
    database: Database,
    folder: Path,
    *,
    nats_url: str = NOBODY,
    clock: Literal["system", "virtual"] = "virtual",
    callers: Sequence[str] = (),
) -> AsyncIterator[RunningApp]:
    """Runs the service's app on a migrated database. `folder` takes its keys; `callers` are services that may call it."""
    keys = Keys.make(folder, *dict.fromkeys((service.name, *callers)))
    settings = Settings(
        database_url=database.url,
        nats_url=nats_url,
        jwks=str(keys.jwks),
        service_key=folder / f"{service.name}.jwk",
        clock=clock,
        after_seconds=0.5,
    )
    app = create_app(service, settings)
    async with app.router.lifespan_context(app):
        yield RunningApp(app, keys)
