"""Rosters, and the stretches without one."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from roster.domain.plan import (
    Assignment,
    RosterAdmitted,
    RosterAwaited,
    RosterMissing,
    RosterMissingEnded,
    ShiftAdded,
    ShiftDropped,
)
from roster.domain.roster import RosterDiscarded, RosterDrafted, RosterPublished, RosterState


@dataclass(frozen=True)
class RosterRow:
    """One roster with the shifts it was published with; later changes stand with the shifts themselves."""

    roster_id: str
    starts: date
    ends: date
    state: RosterState
    shifts: tuple[Assignment, ...]
    published_at: datetime | None = None
    published_by: str | None = None


@dataclass(frozen=True)
class MissingRow:
    """One stretch without a published roster: a standing finding, not an event a day."""

    finding_id: str
    since: date
    until: date | None
    state: Literal["stands", "ended"]
    position: str


def roster_of(recorded: Recorded[object]) -> str:
    """The roster's stream names the row."""
    return recorded.id


def drafted(_row: RosterRow | None, recorded: Recorded[RosterDrafted]) -> RosterRow:
    """A draft takes the place of the draft before it."""
    event = recorded.event
    return RosterRow(recorded.id, event.starts, event.ends, "draft", event.shifts)


def published(row: RosterRow | None, recorded: Recorded[RosterPublished]) -> RosterRow | None:
    """From here on it does not change any more."""
    return row and replace(row, state="published", published_at=recorded.event.at, published_by=recorded.actor)


def discarded(row: RosterRow | None, recorded: Recorded[RosterDiscarded]) -> RosterRow | None:
    """The draft was given up."""
    return row and replace(row, state="discarded")


def finding_of(recorded: Recorded[RosterMissing] | Recorded[RosterMissingEnded]) -> str:
    """The finding's own id names the row."""
    return recorded.event.finding_id


def missing(_row: MissingRow | None, recorded: Recorded[RosterMissing]) -> MissingRow:
    """A stretch without a roster begins."""
    event = recorded.event
    return MissingRow(event.finding_id, event.since, None, "stands", recorded.position)


def missing_ended(row: MissingRow | None, recorded: Recorded[RosterMissingEnded]) -> MissingRow | None:
    """A roster begins."""
    return row and replace(row, until=recorded.event.until, state="ended")


ROSTERS = View("rosters", 1, RosterRow, columns=("state", "starts", "ends"))
MISSING_ROSTERS = View("missing_rosters", 1, MissingRow, columns=("state", "since"))

PROJECTS: Projects = {
    RosterDrafted: (ROSTERS.on(roster_of, drafted),),
    RosterPublished: (ROSTERS.on(roster_of, published),),
    RosterDiscarded: (ROSTERS.on(roster_of, discarded),),
    RosterMissing: (MISSING_ROSTERS.on(finding_of, missing),),
    RosterMissingEnded: (MISSING_ROSTERS.on(finding_of, missing_ended),),
    RosterAdmitted: None,
    RosterAwaited: None,
    ShiftAdded: None,
    ShiftDropped: None,
}
