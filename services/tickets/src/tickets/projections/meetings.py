"""Meetings as rows, with what was prepared and what went wrong."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from common.ledger.facts import Recorded
from common.projection import View
from tickets.domain.meeting.facts import (
    Check,
    IncidentNoted,
    MeetingCancelled,
    MeetingFinished,
    MeetingPlanned,
    MeetingPrepared,
    MeetingStarted,
    MeetingSupported,
    Phase,
    RollCallDone,
    RollCallMissed,
)

MeetingState = Literal["planned", "running", "supported", "finished_with_findings", "cancelled"]


@dataclass(frozen=True)
class Incident:
    """Something of A8S-1 2.1 that went wrong. `description` is a digest; `position` the event's place in the ledger."""

    incident_id: str
    phase: Phase
    rule: str
    occurred_at: datetime
    description: str | None
    noted_by: str
    position: str


@dataclass(frozen=True)
class MeetingRow:
    """One meeting. `title` is a digest. `roll_call` is `done_late` when it was done after being missed or due."""

    meeting_id: str
    state: MeetingState
    title: str | None
    level: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    setup_due_at: datetime
    roll_call_due_at: datetime
    recording_required: bool
    planned_by: str
    checks: tuple[Check, ...] = ()
    set_up_at: datetime | None = None
    roll_call: Literal["due", "done", "missed", "done_late"] = "due"
    roll_call_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    work_order_signed: bool | None = None
    recording_done: bool | None = None
    incidents: tuple[Incident, ...] = ()
    cancel_reason: str | None = None


MEETINGS = View("meetings", 1, MeetingRow, columns=("state", "level", "kind", "starts_at", "roll_call"))


def planned(row: MeetingRow | None, fact: Recorded[MeetingPlanned]) -> MeetingRow:
    """A new row."""
    event = fact.event
    return MeetingRow(
        fact.id, "planned", event.title, event.level, event.kind, event.starts_at, event.ends_at, event.setup_due_at,
        event.roll_call_due_at, event.recording_required, event.by,
    )  # fmt: skip


def prepared(row: MeetingRow | None, fact: Recorded[MeetingPrepared]) -> MeetingRow | None:
    """More is prepared."""
    event = fact.event
    set_up_at = event.prepared_at if "set_up" in event.checks else None
    return row and replace(row, checks=(*row.checks, *event.checks), set_up_at=set_up_at or row.set_up_at)


def roll_called(row: MeetingRow | None, fact: Recorded[RollCallDone]) -> MeetingRow | None:
    """The terminals answered."""
    return row and replace(row, roll_call="done" if fact.event.in_time else "done_late", roll_call_at=fact.event.done_at)


def roll_call_missed(row: MeetingRow | None, fact: Recorded[RollCallMissed]) -> MeetingRow | None:
    """Its moment passed."""
    return row and replace(row, roll_call="missed")


def started(row: MeetingRow | None, fact: Recorded[MeetingStarted]) -> MeetingRow | None:
    """The meeting runs."""
    return row and replace(row, state="running", started_at=fact.event.started_at)


def incident_noted(row: MeetingRow | None, fact: Recorded[IncidentNoted]) -> MeetingRow | None:
    """One more incident."""
    event = fact.event
    incident = Incident(event.incident_id, event.phase, event.rule, event.occurred_at, event.description, event.by, fact.position)
    return row and replace(row, incidents=(*row.incidents, incident))


def finished(row: MeetingRow | None, fact: Recorded[MeetingFinished]) -> MeetingRow | None:
    """Over; with findings, unless the next event says that nothing was missing."""
    event = fact.event
    return row and replace(
        row,
        state="finished_with_findings",
        finished_at=event.finished_at,
        work_order_signed=event.work_order_signed,
        recording_done=event.recording_done,
    )


def supported(row: MeetingRow | None, fact: Recorded[MeetingSupported]) -> MeetingRow | None:
    """Nothing was missing afterwards."""
    return row and replace(row, state="supported")


def cancelled(row: MeetingRow | None, fact: Recorded[MeetingCancelled]) -> MeetingRow | None:
    """It does not take place."""
    return row and replace(row, state="cancelled", cancel_reason=fact.event.reason)
