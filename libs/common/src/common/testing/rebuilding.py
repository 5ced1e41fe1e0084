"""Rebuilt equals live: every view and timer, folded anew from the events table, is what the tables hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from common.kernel import Kernel
from common.ledger.codec import Codec
from common.ledger.facts import Delivered, Recorded
from common.projection import View, key_text
from common.projection.table import plain, table_of
from common.service import Folds, Following
from common.timers import SetTimer
from common.timers.kernel import KERNEL_EVENTS

Row = tuple[Any, int]
Found = dict[tuple[str, str], Row]


@dataclass(frozen=True)
class _Timer:
    kind: str
    due: Any
    set_by: int


async def assert_rebuild_equals_live(kernel: Kernel, sources: Mapping[str, Kernel] | None = None) -> None:
    """Compares every view, its typed columns and the timers with a fold of the events table.

    `sources` are the kernels of services whose lanes are followed here; their events tables are the oracle for the
    following views, which must have caught up.
    """
    service = kernel.service
    facts = await _recorded(kernel)
    await _compare(kernel, _folded(service.projects, facts))
    await _compare_timers(kernel, facts)
    for following in service.follows:
        if sources and following.source in sources:
            told = await _delivered(sources[following.source], following)
            await _compare(kernel, _folded(following.projects, told))


async def _recorded(kernel: Kernel) -> list[Recorded[Any]]:
    codec = Codec(kernel.service.events + KERNEL_EVENTS)
    rows = await kernel.pool.fetch("select * from events order by contract_id, seq")
    return [
        Recorded(
            kernel.service.name, row["contract_id"], row["seq"], row["stream"], row["version"], row["type"],
            codec.decode(row["type"], row["schema_version"], row["payload"]), row["actor"], row["command_id"],
            row["correlation_id"], row["causation_id"], row["occurred_at"], row["recorded_at"],
        )
        for row in rows
    ]  # fmt: skip


async def _delivered(source: Kernel, following: Following) -> list[Delivered[Any]]:
    classes = {(cls.type_name(), cls.VERSION): cls for cls in following.projects}
    rows = await source.pool.fetch("select * from events where public_no is not null order by contract_id, public_no")
    return [
        Delivered(
            source.service.name, row["contract_id"], row["public_no"], row["seq"], row["stream"], row["public_type"],
            classes[row["public_type"], row["public_version"]].model_validate_json(row["published"]), row["correlation_id"],
            row["occurred_at"], row["recorded_at"],
        )
        for row in rows
        if (row["public_type"], row["public_version"]) in classes
    ]  # fmt: skip


def _folded(projects: Mapping[Any, Folds], facts: Sequence[Any]) -> dict[View[Any], Found]:
    """The plainest fold there is: one event, one row at a time."""
    views: dict[View[Any], Found] = {fold.view: {} for folds in projects.values() for fold in folds or ()}
    for fact in facts:
        for fold in projects.get(type(fact.event)) or ():
            for key in map(key_text, fold.keys(fact)):
                rows, place = views[fold.view], (fact.contract, key)
                row = fold.evolve(rows[place][0] if place in rows else None, fact, key)
                rows.pop(place, None) if row is None else rows.__setitem__(place, (row, fact.seq))
    return views


async def _compare(kernel: Kernel, views: Mapping[View[Any], Found]) -> None:
    for view, expected in views.items():
        table = table_of(view)
        records = await kernel.pool.fetch(f"select * from {view.table}")  # noqa: S608  (names are ours)
        live: Found = {}
        for record in records:
            stored = table.stored(record)
            live[stored.contract, stored.key] = (stored.row, stored.seq)
            for column in view.columns:
                assert record[column] == plain(getattr(stored.row, column)), f"{view.table}.{column} of {stored.key}"
        assert live == expected, _difference(view.table, live, expected)


async def _compare_timers(kernel: Kernel, facts: Iterable[Recorded[Any]]) -> None:
    expected: dict[tuple[str, str], _Timer] = {}
    for fact in facts:
        for id_, timer in [(place[1], timer) for place, timer in expected.items() if place[0] == fact.contract]:
            if fact.command_id == f"timer:{id_}:{timer.set_by}":
                del expected[fact.contract, id_]
        fold = (kernel.service.timers or {}).get(type(fact.event))
        for step in fold(fact) if fold else ():
            if isinstance(step, SetTimer):
                expected[fact.contract, step.id] = _Timer(step.kind, step.due, fact.seq)
            else:
                expected.pop((fact.contract, step.id), None)
    live = {
        (row["contract_id"], row["id"]): _Timer(row["kind"], row["due"], row["set_by"])
        for row in await kernel.pool.fetch("select * from timers")
    }
    assert live == expected, _difference("timers", live, expected)


def _difference(name: str, live: Mapping[Any, Any], expected: Mapping[Any, Any]) -> str:
    keys = sorted(key for key in {*live, *expected} if live.get(key) != expected.get(key))
    lines = [f"{key}\n  live    {live.get(key)}\n  rebuilt {expected.get(key)}" for key in keys[:5]]
    return f"{name}: {len(keys)} rows differ\n" + "\n".join(lines)
