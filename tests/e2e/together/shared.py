"""One instance that the tests of this folder share: five services, two contracts, a few facts, virtual time."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx

from common.servers.program import unprivileged
from common.testing.servers import scratch
from watchbill.activation import CONTRACT, shipped
from watchbill.instance import Instance
from watchbill.pack.folder import document_of
from watchbill.place import SERVICES, Place, Ports
from watchbill.stage.desk import Desk
from watchbill.stage.driving import Driver
from watchbill.stage.people import SUBJECTS, TEAM
from watchbill.stage.scene import Scene
from watchbill.stage.team import approve
from watchbill.words import Say

OTHER = "bh-2026"
OTHER_PACK = "binhai-water-2026"
SIGNED, OPENED, TODAY = date(2026, 6, 16), date(2026, 7, 7), date(2026, 7, 8)
NOW = f"{TODAY}T10:00:00+08:00"

_STATE = """
select l.contract_id, l.last_seq, encode(l.last_hash, 'hex') as hash, l.last_public_no,
       (select count(*) from events e where e.contract_id = l.contract_id) as events,
       (select count(*) from commands c where c.contract_id = l.contract_id) as commands,
       (select json_object_agg(name, last order by name)::text from counters n where n.contract_id = l.contract_id) as counters
  from ledgers l order by l.contract_id
"""


@dataclass
class Site:
    """The instance, what is known of it, and how to ask it."""

    instance: Instance
    signed: str = ""
    pending: str = ""
    _up: bool = True
    _tokens: dict[tuple[str, ...], str] = field(default_factory=dict)
    _watching: dict[str, Any] = field(default_factory=dict)
    _http: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=30))

    @property
    def folder(self) -> Path:
        """Where its keys and logs are."""
        return self.instance.place.data

    def token(self, *roles: str, contract: str = CONTRACT, subject: str = "") -> str:
        """A person's token; the subject is the story's, where one role is given."""
        key = (*roles, contract, subject)
        if key not in self._tokens:
            self._tokens[key] = self.instance.token(*roles, contract=contract, subject=subject or SUBJECTS.get(roles[0]))
        return self._tokens[key]

    async def ask(
        self, service: str, method: str, path: str, token: str | None, headers: Mapping[str, str] | None = None, **request: Any
    ) -> httpx.Response:
        """One request. `path` is under the contract unless it starts with /."""
        url = self.instance.url(service) + (path if path.startswith("/") else f"/v1/contracts/{CONTRACT}/{path}")
        signed = {} if token is None else {"Authorization": f"Bearer {token}"}
        return await self._http.request(method, url, headers={**signed, **(headers or {})}, **request)

    async def state(self) -> dict[str, list[dict[str, Any]]]:
        """Everything that a half-written command would have changed, of all services."""
        for service in SERVICES:
            if service not in self._watching:
                self._watching[service] = await asyncpg.connect(self.superuser(service))
        found = await asyncio.gather(*(self._watching[service].fetch(_STATE) for service in SERVICES))
        return {name: [dict(row) for row in rows] for name, rows in zip(SERVICES, found, strict=True)}

    async def query(self, service: str, statement: str, *arguments: Any) -> list[Any]:
        """What somebody with the database's highest rights sees, or does."""
        connection = await asyncpg.connect(self.superuser(service))
        try:
            return list(await connection.fetch(statement, *arguments))
        finally:
            await connection.close()

    def superuser(self, database: str) -> str:
        """The address of a database for whoever may do everything."""
        parts = urlsplit(self.instance.addresses().postgres)
        return urlunsplit(parts._replace(path=f"/{database}"))

    def cli(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The operator's tool, as a process of its own."""
        environment = {
            **os.environ,
            "WATCHBILL_DATA": str(self.folder),
            "WATCHBILL_PORT_BASE": str(self.instance.ports.base),
            "WATCHBILL_LANG": "en",
        }
        command = [sys.executable, "-c", "from watchbill.main import main; main()", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    async def down(self) -> None:
        """Stops the services and looks away; PostgreSQL stays."""
        await self._look_away()
        if self._up:
            await asyncio.gather(*(self.instance.child(service).stop() for service in SERVICES))
            self._up = False

    async def up(self) -> None:
        """Starts them again."""
        if not self._up:
            await asyncio.gather(*(self.instance.child(service).start() for service in SERVICES))
            self._up = True

    async def close(self) -> None:
        """Ends what was opened."""
        await self._look_away()
        await self._http.aclose()

    async def _look_away(self) -> None:
        for connection in self._watching.values():
            await connection.close()
        self._watching.clear()


@asynccontextmanager
async def opened() -> AsyncIterator[Site]:
    """Starts the instance and plays a little: terms of two contracts, people, a counted slip and a pending one."""
    with scratch() as parent:
        folder = parent / "data"
        instance = Instance(Place(folder, folder, unprivileged()), Ports.free(), clock="virtual", say=_quiet)
        site = Site(instance)
        try:
            await instance.start()
            await _play(site)
            yield site
        finally:
            await site.close()
            await instance.stop()


async def _play(site: Site) -> None:
    desk = Desk(
        CONTRACT, site.instance.url, lambda role: site.token(role, contract="*" if role == "admin" else CONTRACT), _nothing
    )
    try:
        scene = Scene(desk, Driver(desk), _quiet)
        await scene.at(SIGNED)
        for contract, pack in ((CONTRACT, shipped()), (OTHER, shipped(OTHER_PACK))):
            await desk.post("admin", "billing", "/v1/contracts", {"contract_id": contract, "pack": document_of(pack)})
        await scene.settle()
        for person in TEAM[:3]:
            await approve(scene, person)
        at = await scene.at(OPENED)
        counted = await scene.record("1.2.5", 1, at, "工位垃圾未处理")
        await scene.sign(counted)
        await scene.at(TODAY, "10:00")
        pending = await scene.record("1.2.3", 20, at, "擅自泄露指挥中心相关信息")
        await scene.settle()
        site.signed, site.pending = counted["id"], pending["id"]
    finally:
        await desk.close()


async def _nothing(_step: int) -> None:
    """Nobody is killed."""


def _quiet(_sentence: Say) -> None:
    """What the instance says while it starts is not tested here."""
