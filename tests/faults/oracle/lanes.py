"""Every consumer has come to the end of every lane it hears, with the hash that stands there; nothing is parked."""

from collections.abc import Iterator, Mapping

from faults.oracle.finding import Finding
from faults.oracle.history import Database

CONSUMERS: Mapping[str, frozenset[tuple[str, str]]] = {
    "billing": frozenset({("watch-dates", "billing"), ("hear-scoring", "scoring")}),
    "roster": frozenset({("adopt-terms", "billing"), ("handover-tickets", "tickets"), ("handover-faults", "inspection")}),
    "tickets": frozenset({("adopt-terms", "billing"), ("follow-duty", "roster"), ("ticket-per-fault", "inspection")}),
    "inspection": frozenset({("adopt-terms", "billing")}),
    "scoring": frozenset({("adopt-terms", "billing"), ("propose", "roster"), ("propose", "tickets"), ("propose", "inspection")}),
}


def check(databases: Mapping[str, Database], *, stopped: frozenset[tuple[str, str]] = frozenset()) -> Iterator[Finding]:
    """`stopped` are (source, contract) of lanes that must stand still; see `forks`."""
    for name, database in databases.items():
        standing = {(row["name"], row["source"], row["contract_id"]): row for row in database.positions}
        known = {(consumer, source) for consumer, source, _ in standing}
        for unknown in sorted(known - CONSUMERS[name]):
            yield Finding("other", f"{name}: a consumer that the oracle does not know: {unknown}")
        for consumer, source in sorted(CONSUMERS[name]):
            for contract in databases[source].ledgers:
                if (source, contract) not in stopped:
                    yield from _one(name, standing.get((consumer, source, contract)), databases[source], contract, consumer)
        for parked in database.parked:
            if (parked["source"], parked["contract_id"]) not in stopped:
                where = f"{parked['name']} from {parked['source']}/{parked['contract_id']}:{parked['number']}"
                yield Finding("stuck", f"{name}: parked {where} {parked['target']}: {parked['code']} {parked['reason']}")
        for contract, ledger in database.ledgers.items():
            if database.relayed.get(contract, 0) != ledger.last_public_no:
                told = database.relayed.get(contract, 0)
                yield Finding("stuck", f"{name}/{contract}: published up to {told} of {ledger.last_public_no}")


def _one(name: str, row: Mapping[str, object] | None, source: Database, contract: str, consumer: str) -> Iterator[Finding]:
    end = source.lane_end(contract)
    where = f"{name}: {consumer} in {source.service}/{contract}"
    if end is None:
        return
    length = end.public_no
    if row is None:
        yield Finding("stuck", f"{where} has not begun; the lane has {length}")
        return
    if row["stopped"] is not None:
        yield Finding("stuck", f"{where} stands at {row['number']} of {length}: {row['stopped']} {row['reason']}")
    elif row["number"] != length:
        yield Finding("stuck", f"{where} is at {row['number']} of {length}")
    elif row["hash"] != end.hash.hex() or row["log_id"] != source.ledgers[contract].log_id:
        yield Finding("broken_chain", f"{where} remembers another hash, or log, than the ledger has")
