"""Somebody leaves: roster tells it over NATS, and the account is refused from then on (A6 §3)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from common.aggregate import Aggregate
from common.ledger.facts import event_types
from common.published import roster as told
from common.service import Service
from common.testing.kernels import meta
from common.testing.kernels import migrated as prepared
from common.testing.plugin import MakeDatabase
from common.testing.processes import House, Process, eventually
from common.testing.servers import RunningBroker
from console.main import SERVICE
from console.testing import RunningConsole, console_on, migrated
from console.testing.people import account, sign_in
from console.visitor import SessionEnded, token_of, visitor_of

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Gone:
    """Left."""


@dataclass(frozen=True, slots=True)
class Back:
    """Let in again."""


Moved = Gone | Back


def _decide(command: Moved, _state: int, _terms: None) -> Sequence[Moved]:
    return [command]


PERSON: Aggregate[Moved, int, Moved] = Aggregate("person", 0, _decide, lambda state, _: state, needs_terms=False)
ROSTER = Service(
    name="roster",
    events=event_types(Gone, Back),
    projects={Gone: None, Back: None},
    publishes={
        Gone: lambda stream, _: told.PersonLeft(person_id=stream.partition("/")[2], left_at=LONG_AGO),
        Back: lambda stream, _: told.PersonApproved(person_id=stream.partition("/")[2], posts=("VC",)),
    },
)


@dataclass(frozen=True)
class Both:
    """A roster that tells who comes and goes, and the console that hears it."""

    roster: Process
    console: RunningConsole

    async def tells(self, contract: str, person: str, what: Moved) -> None:
        """Returns when the console has heard it."""
        outcome = await self.roster.runtime.handler.handle(contract, PERSON, person, what, meta())
        assert await self.console.app.state.runtime.background.wait_reached("roster", contract, outcome.public_no, 60)


@pytest.fixture
async def both(database: MakeDatabase, broker: RunningBroker, tmp_path: Path) -> AsyncIterator[Both]:
    stored = {"roster": await database("roster", prepared(ROSTER, "roster")), "console": await database("console", migrated)}
    urls = {name: one.url for name, one in stored.items()}
    house = House.of((ROSTER, SERVICE), urls, {name: broker.url(name) for name in stored}, tmp_path)
    process = await house.start("roster")
    shared = house.settings["console"].model_dump(include={"jwks", "service_key", "roster_url", "nats_url", "reconcile_seconds"})
    async with console_on(stored["console"], tmp_path, shared=shared) as console:
        yield Both(process, console)
    await process.stop()


async def test_an_account_is_refused_as_soon_as_its_person_left_and_closed_for_good(both: Both) -> None:
    console = both.console
    id_, password = await account(console, "zhang", "contractor.engineer", person="P-1")
    _, other = await account(console, "wang", "contractor.engineer", person="P-2")
    async with console.browser() as browser, console.browser() as wang:
        await sign_in(browser, "zhang", password)
        await sign_in(wang, "wang", other)
        visitor = await visitor_of(console.app.state, browser.cookies["watchbill"])
        assert visitor is not None
        await both.tells("c-1", "P-1", Gone())
        assert (await browser.get("/account")).status_code == 303
        with pytest.raises(SessionEnded):
            await token_of(console.app.state, visitor)
        assert (await sign_in(browser, "zhang", password)).status_code == 401
        assert (await wang.get("/account")).status_code == 200

        async def closed() -> bool:
            return bool(await console.desk.pool.fetchval("select closed_because = 'left' from accounts where id = $1", id_))

        await eventually(closed, "the account is closed")
    kinds = await console.desk.pool.fetch("select actor from trail where kind = 'account_closed' and about = $1", id_)
    assert [one["actor"] for one in kinds] == ["console"]


async def test_leaving_one_contract_takes_the_roles_there_and_a_return_gives_them_back(both: Both) -> None:
    console = both.console
    id_, password = await account(console, "zhang", "contractor.engineer", person="P-1")
    await console.desk.pool.execute(
        "insert into grants (account_id, contract_id, roles, person_id) values ($1, 'c-2', '{contractor.desk}', 'P-9')", id_
    )
    async with console.browser() as browser:
        await sign_in(browser, "zhang", password)

        async def contracts() -> set[str]:
            visitor = await visitor_of(console.app.state, browser.cookies["watchbill"])
            return set(visitor.contracts) if visitor else set()

        assert await contracts() == {"c-1", "c-2"}
        await both.tells("c-1", "P-1", Gone())
        assert await contracts() == {"c-2"}
        await both.tells("c-1", "P-1", Back())
        assert await contracts() == {"c-1", "c-2"}
