"""Fixtures for every test of the repository, loaded by the root `pyproject.toml`. See `common.testing.servers`."""

import gc
from collections.abc import AsyncIterator, Awaitable, Generator, Iterator
from typing import Protocol

import pytest
import structlog

from common import garbage
from common.testing.databases import Databases, Prepare
from common.testing.servers import Database, RunningBroker, RunningPostgres, own_broker, own_postgres
from common.testing.together import pytest_collection_modifyitems, pytest_configure, pytest_xdist_make_scheduler

__all__ = ["pytest_collection_modifyitems", "pytest_configure", "pytest_xdist_make_scheduler"]


class MakeDatabase(Protocol):
    """The type of the fixture `database`."""

    def __call__(self, service: str = "kernel", prepare: Prepare | None = None) -> Awaitable[Database]: ...


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Everything is imported here; the collector would look through it all again and again, now and in every test."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        garbage.settle()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, object, object]:
    """Without the collector: a failure is told by parsing its source, and so is what a collection finds unclosed.

    CPython 3.11 does not bear the second within the first (`AST constructor recursion depth mismatch`).
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.fixture(autouse=True)
def _plain_logs() -> None:
    """Log lines as key=value: structlog's own default draws every local variable of a trace, which takes seconds."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[RunningPostgres]:
    """The PostgreSQL server of this test process, started by the first test that asks for it."""
    with own_postgres() as running:
        yield running


@pytest.fixture(scope="session")
def databases(postgres: RunningPostgres) -> Databases:
    """Makes databases and keeps their templates for the session."""
    return Databases(postgres)


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[MakeDatabase]:
    """Makes databases that are this test's alone."""
    made: list[Database] = []

    async def make(service: str = "kernel", prepare: Prepare | None = None) -> Database:
        made.append(await databases.make(service, prepare))
        return made[-1]

    yield make
    for one in made:
        databases.leave(one)


@pytest.fixture
def broker() -> Iterator[RunningBroker]:
    """A fresh nats-server of this test's own."""
    with own_broker(in_memory=True) as running:
        yield running
