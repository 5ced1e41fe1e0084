"""`watchbill verify` over the instance: clean, and after each way of changing history it says where and who disagrees.

Whoever tampers here has the database's highest rights and knows how the chain works. The services are stopped, so that
nothing but the verification can notice.
"""

import re
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from common.ledger.envelope import GENESIS_HASH, chained, envelope
from e2e.together.shared import OTHER, Site
from watchbill.activation import CONTRACT
from watchbill.place import SERVICES

pytestmark = [pytest.mark.asyncio(loop_scope="session")]

TAMPERED = ("roster", "scoring")
KEPT = "{}_kept"
ONE_BYTE = "update events set payload = regexp_replace(payload::text, '[+]08', '+09')::json where contract_id = $1 and seq = $2"
MORE_POINTS = (
    "update events set payload = replace(payload::text, '\"points\":1', '\"points\":5')::json where contract_id = $1 and seq = $2"
)
HEAD_OF_WHAT_IS_LEFT = """
update ledgers set last_public_no = last_public_no - 1,
       (last_seq, last_hash) = (select seq, hash from events where contract_id = $1 order by seq desc limit 1)
 where contract_id = $1
"""
HEAD_ON_THE_PAPER = "select payload ->> 'head' as head from events where contract_id = $1 and seq = $2"
LINE = re.compile(r"(?P<service>\w+) +(?P<contract>[a-z0-9-]+) +(?P<verdict>sound|NOT SOUND) +(?P<rest>.*)")


@pytest_asyncio.fixture(loop_scope="session")
async def ledgers(stopped: Site) -> AsyncIterator[Site]:
    """Databases that a test may change: they are what they were afterwards."""
    for service in TAMPERED:
        await _administer(stopped, f"create database {KEPT.format(service)} template {service}")
    yield stopped
    for service in TAMPERED:
        await _administer(stopped, f"drop database {service} with (force)")
        await _administer(stopped, f"alter database {KEPT.format(service)} rename to {service}")


async def _administer(site: Site, statement: str) -> None:
    await site.query("postgres", statement)


async def tamper(site: Site, service: str, statement: str, *arguments: Any) -> None:
    """Changes something of the contract, `$1`."""
    connection = await asyncpg.connect(site.superuser(service))
    assert await connection.execute(statement, CONTRACT, *arguments) not in {"UPDATE 0", "DELETE 0"}
    await connection.close()


async def recompute(site: Site, service: str, *, with_signatures: bool = False) -> None:
    """Gives a changed history hashes that fit it; on demand the heads in the signatures as well."""
    connection = await asyncpg.connect(site.superuser(service))
    log_id = str(await connection.fetchval("select log_id from ledgers where contract_id = $1", CONTRACT))
    hashes = [GENESIS_HASH]
    for row in await connection.fetch("select * from events where contract_id = $1 order by seq", CONTRACT):
        payload = row["payload"]
        if with_signatures:
            payload = re.sub(r'"head":"(\d+):\w+"', lambda head: f'"head":"{head[1]}:{hashes[int(head[1])].hex()}"', payload)
        hashes.append(chained(hashes[-1], envelope(log_id, row), payload.encode()))
        update = "update events set hash = $1, payload = $2 where contract_id = $3 and seq = $4"
        await connection.execute(update, hashes[-1], payload, CONTRACT, row["seq"])
    await connection.execute("update ledgers set last_hash = $1 where contract_id = $2", hashes[-1], CONTRACT)
    await connection.close()


def verdicts(site: Site, *options: str) -> tuple[int, dict[tuple[str, str], tuple[str, str]]]:
    """The exit code, and what is said of each ledger."""
    ran = site.cli("verify", *options)
    lines = [found for line in ran.stdout.splitlines() if (found := LINE.fullmatch(line))]
    assert lines, ran.stdout + ran.stderr
    return ran.returncode, {(line["service"], line["contract"]): (line["verdict"], line["rest"]) for line in lines}


def the_only_wrong_one(site: Site, *options: str) -> tuple[str, str]:
    """The service whose ledger of the contract is wrong, and what is said of it; every other ledger is sound."""
    code, said = verdicts(site, *options)
    wrong = {lane: rest for lane, (verdict, rest) in said.items() if verdict != "sound"}
    assert (code, len(said)) == (1, 2 * len(SERVICES))
    ((service, contract),) = wrong
    assert contract == CONTRACT
    return service, wrong[service, contract]


async def seq_of(site: Site, service: str, type_: str) -> int:
    found = await site.query(service, "select min(seq) as seq from events where contract_id = $1 and type = $2", CONTRACT, type_)
    return int(found[0]["seq"])


async def heard_upto(site: Site, service: str) -> int:
    """The last event of a service that somebody else has heard."""
    found = await site.query(service, "select max(seq) as seq from events where contract_id = $1 and public_no > 0", CONTRACT)
    return int(found[0]["seq"])


async def test_what_nobody_touched_is_sound_and_confirmed_by_consumers_and_signatures(stopped: Site) -> None:
    code, said = verdicts(stopped)
    assert code == 0
    assert set(said) == {(service, contract) for service in SERVICES for contract in (CONTRACT, OTHER)}
    assert {verdict for verdict, _ in said.values()} == {"sound"}
    for service in ("billing", "roster", "scoring"):
        assert int(re.search(r"(\d+) heads witnessed", said[service, CONTRACT][1])[1]) > 0  # type: ignore[index]
    assert "2 signed" in said["scoring", CONTRACT][1]


async def test_a_changed_byte_is_named_by_its_event(ledgers: Site) -> None:
    number = await seq_of(ledgers, "roster", "person-approved")
    await tamper(ledgers, "roster", ONE_BYTE, number)
    service, said = the_only_wrong_one(ledgers)
    assert service == "roster"
    assert said.startswith(f"changed @ {number}: event {number} ")


async def test_a_cut_tail_is_missed_by_who_heard_it(ledgers: Site) -> None:
    last = await heard_upto(ledgers, "roster")
    await tamper(ledgers, "roster", "delete from events where contract_id = $1 and seq >= $2", last)
    await tamper(ledgers, "roster", HEAD_OF_WHAT_IS_LEFT)
    service, said = the_only_wrong_one(ledgers)
    assert service == "roster"
    assert said.startswith(f"cut @ {last}: the tail was cut after event {last - 1}: ")
    assert re.search(r": (tickets/follow-duty|scoring/propose) saw number \d+$", said)


async def test_a_recomputed_history_is_contradicted_by_who_heard_it(ledgers: Site) -> None:
    await tamper(ledgers, "roster", ONE_BYTE, await seq_of(ledgers, "roster", "person-approved"))
    await recompute(ledgers, "roster")
    service, said = the_only_wrong_one(ledgers)
    assert service == "roster"
    assert re.match(r"rewritten @ 1: the history was rewritten between event 1 and \d+: ", said)
    assert re.search(r"(tickets/follow-duty|scoring/propose) saw another hash of \d+$", said)


async def test_a_recomputed_history_is_contradicted_by_the_signatures_in_it(ledgers: Site) -> None:
    signed = await seq_of(ledgers, "scoring", "slip-signed")
    await tamper(ledgers, "scoring", MORE_POINTS, await seq_of(ledgers, "scoring", "slip-recorded"))
    await recompute(ledgers, "scoring")
    service, said = the_only_wrong_one(ledgers)
    assert service == "scoring"
    assert said.startswith(f"rewritten @ 1: the history was rewritten between event 1 and {signed - 1}: ")
    assert said.endswith(f"who signed slip/{ledgers.signed} in event {signed} saw another hash of {signed - 1}")


async def test_forged_signatures_are_contradicted_by_who_heard_it_and_by_the_signed_paper(ledgers: Site) -> None:
    signed = await seq_of(ledgers, "scoring", "slip-signed")
    (row,) = await ledgers.query("scoring", HEAD_ON_THE_PAPER, CONTRACT, signed)
    await tamper(ledgers, "scoring", MORE_POINTS, await seq_of(ledgers, "scoring", "slip-recorded"))
    await recompute(ledgers, "scoring", with_signatures=True)
    service, said = the_only_wrong_one(ledgers)
    assert service == "scoring"
    assert re.search(r"billing/hear-scoring saw another hash of \d+$", said)
    service, said = the_only_wrong_one(ledgers, "--head", f"scoring:{CONTRACT}:{row['head']}")
    assert said.endswith(f"a document saw another hash of {signed - 1}")


async def test_a_signed_paper_is_confirmed_and_an_unreadable_one_refused(stopped: Site) -> None:
    found = stopped.cli("verify", "--head", f"payroll:{CONTRACT}:1:{'0' * 64}")
    assert (found.returncode, "SERVICE:CONTRACT:SEQ:HASH" in found.stderr) == (2, True)
    found = stopped.cli("verify", "--head", f"billing:nobody:1:{'0' * 64}")
    assert found.returncode == 1
    assert "there is no ledger, but a document saw one" in found.stdout
