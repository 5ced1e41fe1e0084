"""Plans as rows, and the stretches without one."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from common.ledger.facts import Recorded
from common.projection import View
from inspection.domain.lines import Line
from inspection.domain.plan import PlanConfirmed, PlanProposed
from inspection.domain.programme import PlanAdopted, PlanGapClosed, PlanGapOpened


@dataclass(frozen=True)
class PlanRow:
    """One plan. `version` counts confirmed plans; `binds_from` is the first day it could bind."""

    plan_id: str
    state: Literal["proposed", "confirmed"]
    starts: date
    ends: date
    lines: tuple[Line, ...]
    report_within_minutes: int | None
    proposed_by: str
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    version: int | None = None
    binds_from: date | None = None


@dataclass(frozen=True)
class PlanGapRow:
    """A stretch without a confirmed plan. `until` is its last day, `None` while it lasts."""

    finding_id: str
    since: date
    until: date | None = None


PLANS = View("plans", 1, PlanRow, columns=("state", "starts", "ends"))
PLAN_GAPS = View("plan_gaps", 1, PlanGapRow, columns=("since", "until"))


def proposed(row: PlanRow | None, fact: Recorded[PlanProposed]) -> PlanRow:
    """A new row."""
    event = fact.event
    return PlanRow(fact.id, "proposed", event.starts, event.ends, event.lines, event.report_within_minutes, event.by)


def confirmed(row: PlanRow | None, fact: Recorded[PlanConfirmed]) -> PlanRow | None:
    """It binds."""
    event = fact.event
    return row and replace(row, state="confirmed", confirmed_by=event.by, confirmed_at=event.confirmed_at)


def by_plan(fact: Recorded[PlanAdopted]) -> str:
    """The programme's stream tells about plans."""
    return fact.event.plan_id


def adopted(row: PlanRow | None, fact: Recorded[PlanAdopted]) -> PlanRow | None:
    """Its place among the confirmed plans."""
    return row and replace(row, version=fact.event.version, binds_from=fact.event.binds_from)


def gap_of(fact: Recorded[PlanGapOpened | PlanGapClosed]) -> str:
    """One row for each stretch."""
    return fact.event.since.isoformat()


def gap_opened(row: PlanGapRow | None, fact: Recorded[PlanGapOpened]) -> PlanGapRow:
    """A stretch begins."""
    since = fact.event.since
    return PlanGapRow(since.isoformat(), since)


def gap_closed(row: PlanGapRow | None, fact: Recorded[PlanGapClosed]) -> PlanGapRow | None:
    """It ended."""
    return row and replace(row, until=fact.event.until)
