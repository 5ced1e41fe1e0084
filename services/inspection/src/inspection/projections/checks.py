"""Checks as rows: one per line of a round that has an outcome."""

from dataclasses import dataclass
from datetime import date, datetime

from common.ledger.facts import Recorded
from common.projection import View
from inspection.domain.round import CheckMissed, CheckRecorded, check_id
from inspection.projections.rounds import CheckState


@dataclass(frozen=True)
class CheckRow:
    """One check, done or missed. `note` is a digest."""

    check_id: str
    state: CheckState
    round_id: str
    line: str
    item: str
    place: str
    day: date
    late: bool = False
    after_missed: bool = False
    done_at: datetime | None = None
    note: str | None = None
    fault_id: str | None = None
    by: str | None = None
    position: str | None = None


CHECKS = View("checks", 1, CheckRow, columns=("state", "day", "item", "round_id", "late"))


def by_check(fact: Recorded[CheckRecorded | CheckMissed]) -> str:
    """The line within its round."""
    return check_id(fact.event.round_id, fact.event.line)


def recorded(row: CheckRow | None, fact: Recorded[CheckRecorded]) -> CheckRow:
    """The result, whether or not the check was noted as missed before."""
    event = fact.event
    return CheckRow(
        by_check(fact), event.result, event.round_id, event.line, event.item, event.place, event.day, event.late,
        event.after_missed, event.done_at, event.note, event.fault_id, event.by, fact.position,
    )  # fmt: skip


def missed(row: CheckRow | None, fact: Recorded[CheckMissed]) -> CheckRow:
    """No result in the window."""
    event = fact.event
    return CheckRow(
        by_check(fact), "missed", event.round_id, event.line, event.item, event.place, event.day, position=fact.position
    )
