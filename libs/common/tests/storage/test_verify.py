import hashlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest

import common.ledger
from common.kernel import Kernel
from common.ledger.envelope import GENESIS_HASH, chained, envelope, moment
from common.ledger.verify import Witness, verify
from common.testing.kernels import MORNING, meta
from common.testing.lamps import LAMP, Dim, Light, PutOut
from common.testing.servers import Database

README = (Path(common.ledger.__file__).parent / "README.md").read_text(encoding="utf-8")
SCRIPT = re.search(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.fixture
async def written(kernel: Kernel) -> Kernel:
    """Ten events: the opening, and three lamps lit, dimmed and put out."""
    for lamp in ("l1", "l2", '灯\n"3"\x01'):
        for command in (Light(MORNING), Dim(10), PutOut(MORNING)):
            await kernel.handler.handle("c1", LAMP, lamp, command, meta())
    return kernel


async def tamper(database: Database, *statements: str) -> None:
    """Whoever has the database's owner may do anything; the chain is there to show it."""
    connection = await asyncpg.connect(database.owner_url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def head(kernel: Kernel, seq: int) -> str:
    found: bytes = await kernel.pool.fetchval("select hash from events where contract_id = 'c1' and seq = $1", seq)
    return found.hex()


async def test_an_untouched_ledger_is_sound(written: Kernel) -> None:
    witness = Witness("a slip", await head(written, 10), seq=10)
    answer = await verify(written.pool, "c1", [witness])
    assert answer.sound
    assert (answer.events, answer.witnessed, answer.head_hash) == (10, 1, witness.hash)


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        ("update events set payload = replace(payload::text, '10', '11')::json where seq = 6", 6),
        ("update events set actor = 'somebody' where seq = 4", 4),
        ("update events set recorded_at = recorded_at + interval '1 microsecond' where seq = 7", 7),
        ("update events set published = replace(published::text, 'l1', 'l9')::json where seq = 2", 2),
        ("update events set hash = sha256('x') where seq = 9", 9),
    ],
)
async def test_a_changed_byte_names_the_first_tampered_event(
    written: Kernel, lamps_database: Database, change: str, seq: int
) -> None:
    await tamper(lamps_database, change, "update events set actor = 'also' where seq = 10")
    finding = (await verify(written.pool, "c1")).finding
    assert finding is not None
    assert (finding.fault, finding.seq) == ("changed", seq)


async def test_a_removed_event_is_missed(written: Kernel, lamps_database: Database) -> None:
    await tamper(lamps_database, "delete from events where seq = 5")
    finding = (await verify(written.pool, "c1")).finding
    assert finding is not None
    assert (finding.fault, finding.seq) == ("missing", 5)


async def test_a_clumsily_cut_tail_contradicts_the_ledgers_row(written: Kernel, lamps_database: Database) -> None:
    await tamper(lamps_database, "delete from events where seq > 8")
    finding = (await verify(written.pool, "c1")).finding
    assert finding is not None
    assert (finding.fault, finding.seq) == ("cut", 9)


async def test_a_well_cut_tail_is_known_to_a_consumer(written: Kernel, lamps_database: Database) -> None:
    consumer = Witness("scoring policy", await head(written, 10), number=6)
    await tamper(
        lamps_database,
        "delete from events where seq > 8",
        "update ledgers set last_seq = 8, last_public_no = 5, last_hash = (select hash from events where seq = 8)",
    )
    assert (await verify(written.pool, "c1")).sound
    finding = (await verify(written.pool, "c1", [consumer])).finding
    assert finding is not None
    assert (finding.fault, finding.seq) == ("cut", 9)
    assert "scoring policy" in finding.reason


async def test_a_recomputed_history_contradicts_its_witnesses(written: Kernel, lamps_database: Database) -> None:
    witnesses = [Witness("slip SLIP-0001", await head(written, 3), seq=3), Witness("bill", await head(written, 10), seq=10)]
    await tamper(lamps_database, "update events set payload = replace(payload::text, '10', '11')::json where seq = 6")
    await recompute(lamps_database)
    assert (await verify(written.pool, "c1")).sound
    finding = (await verify(written.pool, "c1", witnesses)).finding
    assert finding is not None
    assert (finding.fault, finding.seq) == ("rewritten", 4)
    assert "bill" in finding.reason


async def test_another_log_under_the_same_name_is_known(written: Kernel) -> None:
    stranger = Witness("roster", "00" * 32, number=1, log_id="another")
    finding = (await verify(written.pool, "c1", [stranger])).finding
    assert finding is not None
    assert finding.fault == "other_log"
    lost = (await verify(written.pool, "gone", [stranger])).finding
    assert lost is not None
    assert lost.fault == "cut"


async def recompute(database: Database) -> None:
    """The attack of somebody who knows how the chain works."""
    connection = await asyncpg.connect(database.owner_url)
    log_id = str(await connection.fetchval("select log_id from ledgers"))
    previous = GENESIS_HASH
    for row in await connection.fetch("select * from events order by seq"):
        previous = chained(previous, envelope(log_id, row), row["payload"].encode())
        await connection.execute("update events set hash = $1 where seq = $2", previous, row["seq"])
    await connection.execute("update ledgers set last_hash = $1", previous)
    await connection.close()


def test_the_script_in_the_readme_prints_the_hash_in_the_readme() -> None:
    assert SCRIPT is not None
    printed = subprocess.run([sys.executable, "-I", "-c", SCRIPT[1]], capture_output=True, text=True, check=True).stdout
    assert f"`{printed.strip()}`" in README


async def test_the_script_in_the_readme_reproduces_what_the_database_chained(written: Kernel) -> None:
    assert SCRIPT is not None
    script: dict[str, Any] = {}
    exec(SCRIPT[1], script)  # noqa: S102  (the reader's own way of checking)
    log_id = str(await written.pool.fetchval("select log_id from ledgers"))
    previous = bytes(32)
    for row in await written.pool.fetch("select * from events order by seq"):
        fields = {name: row.get(name) for name in script["envelope"]}
        public = row["published"] and hashlib.sha256(row["published"].encode()).hexdigest()
        fields |= {"contract": row["contract_id"], "log_id": log_id, "published": public}
        fields |= {name: moment(row[name]) for name in ("occurred_at", "recorded_at")}
        previous = script["chained"](previous, fields, row["payload"])
        assert previous == row["hash"]
