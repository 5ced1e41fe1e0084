"""Roster's views and the table that says which event changes which of them."""

from common.service import Projects
from roster.projections import coverage, handovers, leave, people, rosters, shifts
from roster.projections.coverage import COVERED, GAPS, GapRow
from roster.projections.handovers import HANDOVERS, KEY_PERIODS, HandoverRow, KeyPeriodRow
from roster.projections.leave import LEAVES, LeaveRow
from roster.projections.open_work import FOLLOWS, OPEN_FAULTS, OPEN_TICKETS
from roster.projections.people import PEOPLE, PersonRow
from roster.projections.rosters import MISSING_ROSTERS, ROSTERS, MissingRow, RosterRow
from roster.projections.shifts import SHIFTS, ShiftRow

PROJECTS: Projects = {
    **people.PROJECTS,
    **leave.PROJECTS,
    **rosters.PROJECTS,
    **shifts.PROJECTS,
    **coverage.PROJECTS,
    **handovers.PROJECTS,
}

__all__ = [
    "COVERED",
    "FOLLOWS",
    "GAPS",
    "HANDOVERS",
    "KEY_PERIODS",
    "LEAVES",
    "MISSING_ROSTERS",
    "OPEN_FAULTS",
    "OPEN_TICKETS",
    "PEOPLE",
    "PROJECTS",
    "ROSTERS",
    "SHIFTS",
    "GapRow",
    "HandoverRow",
    "KeyPeriodRow",
    "LeaveRow",
    "MissingRow",
    "PersonRow",
    "RosterRow",
    "ShiftRow",
]
