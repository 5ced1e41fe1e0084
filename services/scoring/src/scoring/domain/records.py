"""The result of one quarter: what its slips add up to, under the readings in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from common.terms import Terms

ESCALATING = (frozenset({"1.2.4"}), frozenset({"AS-2.1", "AS-2.2"}))
"""Items about one person of which the later may replace the earlier (AMB-47): exam and make-up, replacement and exam."""


@dataclass(frozen=True, slots=True)
class CountedRecord:
    """A slip that counts. `points` is positive; `counters` marks one that takes points of an earlier slip back."""

    slip_id: str
    number: str
    rule: str
    clause: str
    sign: Literal[-1, 1]
    points: int
    event_at: datetime
    position: str
    evidence: tuple[str, ...] = ()
    fact: str | None = None
    subject: str | None = None
    counters: str | None = None


@dataclass(frozen=True, slots=True)
class QuarterResult:
    """Points taken and given in one quarter, both positive, and what they would be with capped headers (AMB-40)."""

    deducted: int
    bonus: int
    capped_deducted: int
    capped_bonus: int
    records: tuple[CountedRecord, ...]


def quarter_result(records: Iterable[CountedRecord], terms: Terms) -> QuarterResult:
    """Adds up the slips of one quarter, in the order of their numbers."""
    ordered = tuple(sorted(records, key=lambda record: (record.event_at, record.number)))
    cap = terms.reading("kpi.header_cap")
    shown = cap if cap != "none" else "per_event"
    return QuarterResult(
        deducted=total(ordered, -1, cap, terms),
        bonus=total(ordered, 1, cap, terms),
        capped_deducted=total(ordered, -1, shown, terms),
        capped_bonus=total(ordered, 1, shown, terms),
        records=ordered,
    )


def total(records: Sequence[CountedRecord], sign: int, cap: str, terms: Terms) -> int:
    """The positive sum of one direction. A header's range caps nothing, one event, or the quarter (AMB-40)."""

    def header(record: CountedRecord) -> str:
        return terms.rule(record.rule).header_code

    same = sorted((record for record in records if record.sign == sign), key=header)
    if terms.reading("escalation") == "replace":
        same = _highest_only(same)
    points = 0
    for _, group in groupby(same, key=header):
        of_header = list(group)
        limit = terms.rule(of_header[0].rule).header_max
        counted = [_counted(record, cap, limit) for record in of_header]
        points += min(sum(counted), limit) if cap == "per_quarter" else sum(counted)
    return points


def _counted(record: CountedRecord, cap: str, limit: int) -> int:
    if record.counters is not None:
        return -record.points
    return min(record.points, limit) if cap == "per_event" else record.points


def _highest_only(records: list[CountedRecord]) -> list[CountedRecord]:
    """Under `escalation=replace`, of the escalating items about one person only the heaviest counts."""
    return [record for record in records if not any(_outweighs(other, record) for other in records)]


def _outweighs(other: CountedRecord, record: CountedRecord) -> bool:
    replaced_by_each_other = any(record.rule in group and other.rule in group for group in ESCALATING)
    if other is record or not replaced_by_each_other or record.subject is None or other.subject != record.subject:
        return False
    return (other.points, other.number) > (record.points, record.number)
