"""Leave asked for and what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from roster.domain.leave import LeaveApproved, LeaveDeclined, LeaveRequested, LeaveState


@dataclass(frozen=True)
class LeaveRow:
    """One request. `reason` and `answer` are digests of texts."""

    leave_id: str
    person_id: str
    starts_at: datetime
    ends_at: datetime
    state: LeaveState
    reason: str | None
    requested_at: datetime
    requested_by: str
    after_the_fact: bool
    decided_at: datetime | None = None
    decided_by: str | None = None
    answer: str | None = None


def leave_of(recorded: Recorded[object]) -> str:
    """The leave's stream names the row."""
    return recorded.id


def requested(_row: LeaveRow | None, recorded: Recorded[LeaveRequested]) -> LeaveRow:
    """A request that waits for an answer."""
    event = recorded.event
    return LeaveRow(
        recorded.id,
        event.person_id,
        event.starts_at,
        event.ends_at,
        "requested",
        event.reason,
        event.at,
        recorded.actor,
        event.after_the_fact,
    )


def approved(row: LeaveRow | None, recorded: Recorded[LeaveApproved]) -> LeaveRow | None:
    """The customer agreed."""
    return row and replace(row, state="approved", decided_at=recorded.event.at, decided_by=recorded.actor)


def declined(row: LeaveRow | None, recorded: Recorded[LeaveDeclined]) -> LeaveRow | None:
    """The customer did not agree."""
    event = recorded.event
    return row and replace(row, state="declined", decided_at=event.at, decided_by=recorded.actor, answer=event.reason)


LEAVES = View("leaves", 1, LeaveRow, columns=("person_id", "state", "starts_at"))

PROJECTS: Projects = {
    LeaveRequested: (LEAVES.on(leave_of, requested),),
    LeaveApproved: (LEAVES.on(leave_of, approved),),
    LeaveDeclined: (LEAVES.on(leave_of, declined),),
}
