"""The plan of a contract: one boundary stream for what no single roster can know.

Nobody has two shifts at once, no day has two rosters, and a stretch without any roster is one standing finding.
"""

from roster.domain.plan.commands import AddShift, AdmitRoster, Available, Away, DropShift, LookForRoster, PlanCommand
from roster.domain.plan.decisions import PLAN, PLAN_ID
from roster.domain.plan.events import (
    Assignment,
    PlanEvent,
    RosterAdmitted,
    RosterAwaited,
    RosterMissing,
    RosterMissingEnded,
    ShiftAdded,
    ShiftDropped,
)
from roster.domain.plan.state import Plan

__all__ = [
    "PLAN",
    "PLAN_ID",
    "AddShift",
    "AdmitRoster",
    "Assignment",
    "Available",
    "Away",
    "DropShift",
    "LookForRoster",
    "Plan",
    "PlanCommand",
    "PlanEvent",
    "RosterAdmitted",
    "RosterAwaited",
    "RosterMissing",
    "RosterMissingEnded",
    "ShiftAdded",
    "ShiftDropped",
]
