"""Every view of every service is what our own folds make of the ledgers: not one row more, less or other."""

from collections.abc import Iterator, Mapping
from typing import Any

from faults.oracle.finding import Finding
from faults.oracle.folds import billing, inspection, roster, scoring, terms, tickets
from faults.oracle.folds.fold import FOREIGN, OWN, Fact, Folds, Rows
from faults.oracle.history import Database, Json, same

OWN_FOLDS: Mapping[str, Folds] = {
    "billing": {**terms.FOLDS, **billing.FOLDS},
    "roster": {**terms.FOLDS, **roster.FOLDS},
    "tickets": {**terms.FOLDS, **tickets.FOLDS},
    "inspection": {**terms.FOLDS, **inspection.FOLDS},
    "scoring": {**terms.FOLDS, **scoring.FOLDS},
}
FOREIGN_FOLDS: Mapping[str, Mapping[str, Folds]] = {"roster": {"tickets": roster.OPEN_TICKETS, "inspection": roster.OPEN_FAULTS}}


def check(database: Database, all_: Mapping[str, Database]) -> Iterator[Finding]:
    """Compares the service's views with the folds."""
    expected = folded(database, all_)
    for table, rows in sorted(_newest(database.views).items()):
        yield from _compared(f"{database.service}.{table}", rows, expected.pop(table.rpartition("_v")[0], {}))
    for name, missing in expected.items():
        if missing:
            yield Finding("diverged_views", f"{database.service}: there is no view {name}, {len(missing)} rows are expected")


def _newest(views: Mapping[str, Mapping[tuple[str, str], Json]]) -> dict[str, Mapping[tuple[str, str], Json]]:
    """After an upgrade nobody keeps the older version of a view any more."""
    versions: dict[str, int] = {}
    for table in views:
        name, _, version = table.rpartition("_v")
        versions[name] = max(versions.get(name, 0), int(version))
    return {f"{name}_v{version}": views[f"{name}_v{version}"] for name, version in versions.items()}


def folded(database: Database, all_: Mapping[str, Database]) -> dict[str, Rows]:
    """view -> (contract, key) -> (row, number of the last event that changed it)."""
    views: dict[str, Rows] = {}
    for events in database.events.values():
        for event in events:
            fact = Fact(database.service, event, event.data)
            _apply(OWN_FOLDS[database.service], views, event.type, fact, OWN)
    for source, folds in FOREIGN_FOLDS.get(database.service, {}).items():
        for contract in all_[source].events:
            for event in all_[source].lane(contract):
                _apply(folds, views, event.public_type or "", Fact(source, event, event.told), FOREIGN)
    return views


def _apply(folds: Folds, views: dict[str, Rows], type_: str, fact: Fact, kind: str) -> None:
    if kind == OWN and type_ not in folds:
        raise KeyError(f"the oracle does not know {type_} of {fact.service}")
    for view, key, step in folds.get(type_, ()):
        rows = views.setdefault(view, {})
        for one in key(fact):
            place = (fact.event.contract, one)
            before = rows[place][0] if place in rows else None
            after = step(before, fact)
            if after is None:
                rows.pop(place, None)
            else:
                rows[place] = (after, fact.event.seq)


def _compared(where: str, found: Mapping[tuple[str, str], Json], expected: Rows) -> Iterator[Finding]:
    for place in sorted(expected.keys() - found.keys()):
        yield Finding("diverged_views", f"{where} lacks {place}")
    for place in sorted(found.keys() - expected.keys()):
        yield Finding("diverged_views", f"{where} has {place}, which no event explains")
    for place in sorted(found.keys() & expected.keys()):
        row, seq = expected[place]
        stored = found[place]
        if same(stored["row"]) != same(row):
            yield Finding("diverged_views", f"{where} {place}: {_difference(same(stored['row']), same(row))}")
        elif stored["seq"] != seq:
            yield Finding("diverged_views", f"{where} {place}: last changed by {stored['seq']}, should be {seq}")
        for column, value in stored["columns"].items():
            if same(str(value) if hasattr(value, "isoformat") and not hasattr(value, "hour") else value) != same(row.get(column)):
                yield Finding(
                    "diverged_views", f"{where} {place}: column {column} is {value!r}, the row says {row.get(column)!r}"
                )


def _difference(found: Any, expected: Any) -> str:
    """The first fields that differ."""
    if not isinstance(found, dict) or not isinstance(expected, dict):
        return f"{found!r} instead of {expected!r}"
    names = [name for name in sorted(found.keys() | expected.keys()) if found.get(name, ...) != expected.get(name, ...)]
    return "; ".join(f"{name} is {found.get(name, '—')!r}, should be {expected.get(name, '—')!r}" for name in names[:3])
