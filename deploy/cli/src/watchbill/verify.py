"""`watchbill verify`: is every ledger what it was? Needs the databases only, not the services.

Each contract's hash chain is recomputed from the stored bytes. Heads that others have seen are held against it: the
positions of every consumer in the other services' databases, the signatures in the ledger itself, and heads printed on
signed documents (`--head`).
"""

import argparse
import asyncio
import re
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack

import asyncpg

from common.ledger.pool import Pool, open_pool
from common.ledger.verify import Verification, Witness, contracts, verify
from watchbill.instance import Instance
from watchbill.place import SERVICES, Place, Ports
from watchbill.words import Say, Stop

Lane = tuple[str, str]
"""A service and a contract."""

_HEAD = re.compile(r"(?P<service>[a-z]+):(?P<contract>[a-z0-9-]+):(?P<seq>[1-9][0-9]{0,17}):(?P<hash>[0-9a-f]{64})")
_SEEN = "select name, source, contract_id, number, hash, log_id from positions where contract_id <> '' and number > 0"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Heads from documents are optional."""
    parser.add_argument(
        "--head", action="append", default=[], metavar="SERVICE:CONTRACT:SEQ:HASH", help="a head printed on a signed document"
    )


def run(options: argparse.Namespace) -> int:
    """One line per ledger; 1 when any of them cannot be trusted."""
    documents = [_document(text) for text in options.head]
    addresses = Instance.chosen(Place.chosen(), Ports.chosen()).addresses()
    urls = {name: addresses.application(name) for name in SERVICES}
    results = asyncio.run(verify_all(urls, documents))
    for (service, _), result in results.items():
        print(line_of(service, result))
    return 0 if all(result.sound for result in results.values()) else 1


async def verify_all(urls: Mapping[str, str], documents: Sequence[tuple[Lane, Witness]] = ()) -> dict[Lane, Verification]:
    """Every ledger of every service, with what all consumers and the given documents have seen of it."""
    async with AsyncExitStack() as stack:
        pools = {name: await _open(stack, name, url) for name, url in urls.items()}
        seen: dict[Lane, list[Witness]] = {}
        for lane, witness in [*documents, *[one for name, pool in pools.items() for one in await _positions(name, pool)]]:
            seen.setdefault(lane, []).append(witness)
        lanes = {(name, contract) for name, pool in pools.items() for contract in await contracts(pool)} | set(seen)
        return {lane: await verify(pools[lane[0]], lane[1], seen.get(lane, ())) for lane in sorted(lanes) if lane[0] in pools}


async def _open(stack: AsyncExitStack, service: str, url: str) -> Pool:
    try:
        pool = await open_pool(url, max_size=2, name="watchbill verify")
    except (OSError, asyncpg.PostgresError) as error:
        raise Stop(
            f"无法连接 {service} 的数据库, 请先启动 (make run): {error}",
            f"The database of {service} cannot be reached; start it first (make run): {error}",
        ) from error
    stack.push_async_callback(pool.close)
    return pool


async def _positions(service: str, pool: Pool) -> list[tuple[Lane, Witness]]:
    return [
        (
            (row["source"], row["contract_id"]),
            Witness(by=f"{service}/{row['name']}", hash=row["hash"], number=row["number"], log_id=row["log_id"]),
        )
        for row in await pool.fetch(_SEEN)
    ]


def _document(text: str) -> tuple[Lane, Witness]:
    head = _HEAD.fullmatch(text)
    if head is None or head["service"] not in SERVICES:
        raise Stop(f"--head {text} 格式不对。", f"--head {text} is not SERVICE:CONTRACT:SEQ:HASH.", code=2)
    witness = Witness(by=str(Say("文件", "a document")), hash=head["hash"], seq=int(head["seq"]))
    return (head["service"], head["contract"]), witness


def line_of(service: str, result: Verification) -> str:
    """`scoring  bj-2026  sound  125 events  a1b2…  5 heads witnessed, 32 signed`."""
    start = f"{service:<11} {result.contract:<12}"
    if result.finding:
        return f"{start} {Say('不可信', 'NOT SOUND')}  {result.finding.fault} @ {result.finding.seq}: {result.finding.reason}"
    witnessed = Say(
        f"{result.witnessed} 个见证一致, {result.signed} 个签字一致",
        f"{result.witnessed} heads witnessed, {result.signed} signed",
    )
    counted = Say(f"{result.events} 条事件", f"{result.events} events")
    return f"{start} {Say('完好', 'sound')}  {counted}  {result.head_hash[:16]}…  {witnessed}"
