"""Faults as rows."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from common.ledger.facts import Recorded
from common.projection import View
from inspection.domain.fault import FaultFound, FaultReported, FaultResolved


@dataclass(frozen=True)
class FaultRow:
    """One fault with its times. `description` and `note` are digests; `late` is `None` where no limit is agreed."""

    fault_id: str
    state: Literal["found", "reported", "resolved", "resolved_unreported"]
    item: str | None
    place: str | None
    check_id: str | None
    found_at: datetime
    found_by: str
    description: str | None
    report_by: datetime | None
    reported_at: datetime | None = None
    late: bool | None = None
    resolved_at: datetime | None = None
    note: str | None = None


FAULTS = View("faults", 1, FaultRow, columns=("state", "item", "check_id", "found_at"))


def found(row: FaultRow | None, fact: Recorded[FaultFound]) -> FaultRow:
    """A new row."""
    event = fact.event
    return FaultRow(
        fact.id, "found", event.item, event.place, event.check_id, event.found_at, event.by, event.description, event.report_by
    )


def reported(row: FaultRow | None, fact: Recorded[FaultReported]) -> FaultRow | None:
    """The customer knows."""
    event = fact.event
    return row and replace(
        row, state="resolved" if row.resolved_at else "reported", reported_at=event.reported_at, late=event.late
    )


def resolved(row: FaultRow | None, fact: Recorded[FaultResolved]) -> FaultRow | None:
    """Gone, whether or not the customer was told."""
    event = fact.event
    state: Literal["resolved", "resolved_unreported"] = "resolved" if row and row.reported_at else "resolved_unreported"
    return row and replace(row, state=state, resolved_at=event.resolved_at, note=event.note)
