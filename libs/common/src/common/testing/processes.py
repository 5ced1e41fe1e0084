"""A service run as it runs in production (HTTP server, background work), inside the test's own process."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import uvicorn

from common.errors import Problem
from common.runtime import Runtime
from common.servers.ports import free_port
from common.service import Service
from common.settings import Settings
from common.web.app import create_app
from common.web.signing import make_key, public_set, write_private

FIRST_PAUSE, LONGEST_PAUSE = 0.01, 0.05
"""Seconds between two looks. They ask servers that have to get on with what is waited for."""
PATIENCE_SECONDS = 60.0
RECONCILE_SECONDS = 0.5
DRAIN_SECONDS = 8
"""How long requests under way may go on at the end, as `watchbill` and the image start a service."""


async def eventually(true: Callable[[], Awaitable[Any]], what: str = "", seconds: float = PATIENCE_SECONDS) -> None:
    """Waits until something holds; it must come within the given time."""
    pause = FIRST_PAUSE
    try:
        async with asyncio.timeout(seconds):
            while not await true():
                await asyncio.sleep(pause)
                pause = min(1.2 * pause, LONGEST_PAUSE)
    except TimeoutError as late:
        raise AssertionError(f"did not happen: {what or true}") from late


class Server(uvicorn.Server):
    """Leaves the test's signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass
class Process:
    """One replica of a service."""

    app: Any
    server: uvicorn.Server
    task: "asyncio.Task[None]"

    @property
    def runtime(self) -> Runtime:
        """Its kernel and background work."""
        runtime: Runtime = self.app.state.runtime
        return runtime

    async def stop(self) -> None:
        """Ends it in order, as SIGTERM does. AssertionError, with what still runs, when it does not end."""
        self.server.should_exit = True
        if not (await asyncio.wait([self.task], timeout=PATIENCE_SECONDS))[0]:
            raise AssertionError("it does not end: " + "\n".join(map(repr, asyncio.all_tasks())))
        await self.task


@dataclass(frozen=True)
class House:
    """The addresses and keys that a set of services shares in one test."""

    services: tuple[Service, ...]
    settings: dict[str, Settings]

    @classmethod
    def of(cls, services: tuple[Service, ...], database_urls: dict[str, str], nats_urls: dict[str, str], folder: Path) -> "House":
        """Ports, keys and settings for each service; `folder` takes the keys."""
        keys = {service.name: make_key(f"service:{service.name}") for service in services}
        jwks = folder / "jwks.json"
        jwks.write_bytes(public_set(keys.values()))
        ports = {service.name: free_port() for service in services}
        addresses: dict[str, Any] = {f"{name}_url": f"http://127.0.0.1:{port}" for name, port in ports.items()}
        settings = {}
        for name, key in keys.items():
            write_private(key, folder / f"{name}.json")
            settings[name] = Settings(
                database_url=database_urls[name],
                nats_url=nats_urls[name],
                jwks=str(jwks),
                service_key=folder / f"{name}.json",
                reconcile_seconds=RECONCILE_SECONDS,
                port=ports[name],
                **addresses,
            )
        return cls(services, settings)

    async def start(self, name: str, *, port: int | None = None, service: Service | None = None, **changed: Any) -> Process:
        """Starts one replica and waits until it answers. Another `port` makes a second one beside the first."""
        wanted = self.settings[name].model_copy(update=changed)
        app = create_app(service or next(one for one in self.services if one.name == name), wanted)
        config = uvicorn.Config(
            app,
            host="127.0.0.1",
            port=port or wanted.port,
            log_config=None,
            lifespan="on",
            ws="none",
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
        server = Server(config)
        task = asyncio.create_task(server.serve())

        async def answers() -> bool:
            if task.done():
                raise AssertionError(f"{name} did not start") from task.exception()
            return server.started

        await eventually(answers, f"{name} starts")
        return Process(app, server, task)

    def with_settings(self, name: str, **changed: Any) -> "House":
        """The same house with some settings of one service changed (a restored database, a stepped clock)."""
        return replace(self, settings={**self.settings, name: self.settings[name].model_copy(update=changed)})


def unavailable(failure: BaseException) -> bool:
    """Whether a command's outcome is unknown: giving it again under its id settles that."""
    return isinstance(failure, Problem) and failure.code in {"unavailable", "overloaded"}
