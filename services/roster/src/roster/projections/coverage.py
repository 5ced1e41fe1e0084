"""Gaps of coverage, and what coverage is answered for."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from roster.domain.coverage import (
    CoverageAssessed,
    GapClosed,
    GapOpened,
    PresenceBegan,
    PresenceCorrected,
    PresenceEnded,
    RosterCovered,
    SurgeOrdered,
)


@dataclass(frozen=True)
class GapRow:
    """One gap. `withdrawn`: a later entry showed that it never was."""

    gap_id: str
    post: str
    opened_at: datetime
    closed_at: datetime | None
    seconds: int | None
    required: int
    present: int
    missing_at_worst: int
    requirement: str
    state: Literal["open", "closed", "withdrawn"]
    positions: tuple[str, ...]


@dataclass(frozen=True)
class CoveredRow:
    """A stretch of a post that coverage is answered for."""

    post: str
    roster_id: str
    starts: datetime
    ends: datetime


def gap_of(recorded: Recorded[GapOpened] | Recorded[GapClosed]) -> str:
    """The gap's own id names the row."""
    return recorded.event.gap_id


def opened(row: GapRow | None, recorded: Recorded[GapOpened]) -> GapRow:
    """A gap begins, or goes on after all."""
    event = recorded.event
    positions = (*(row.positions if row else ()), recorded.position)
    return GapRow(
        event.gap_id,
        event.post,
        event.opened_at,
        None,
        None,
        event.required,
        event.present,
        event.required - event.present,
        event.requirement,
        "open",
        positions,
    )


def closed(row: GapRow | None, recorded: Recorded[GapClosed]) -> GapRow | None:
    """A gap ends; without length it never was."""
    if row is None:
        return None
    event = recorded.event
    return replace(
        row,
        closed_at=event.closed_at,
        seconds=event.seconds,
        missing_at_worst=event.missing_at_worst,
        state="closed" if event.closed_at > event.opened_at else "withdrawn",
        positions=(*row.positions, recorded.position),
    )


def covered_of(recorded: Recorded[RosterCovered]) -> tuple[str, str]:
    """One row per post and roster."""
    return (recorded.event.post, recorded.event.roster_id)


def covered(_row: CoveredRow | None, recorded: Recorded[RosterCovered]) -> CoveredRow:
    """A roster stands for the post."""
    event = recorded.event
    return CoveredRow(event.post, event.roster_id, event.starts, event.ends)


GAPS = View("coverage_gaps", 1, GapRow, columns=("post", "state", "opened_at"))
COVERED = View("covered_stretches", 1, CoveredRow, columns=("post",))

PROJECTS: Projects = {
    GapOpened: (GAPS.on(gap_of, opened),),
    GapClosed: (GAPS.on(gap_of, closed),),
    RosterCovered: (COVERED.on(covered_of, covered),),
    SurgeOrdered: None,
    PresenceBegan: None,
    PresenceEnded: None,
    PresenceCorrected: None,
    CoverageAssessed: None,
}
