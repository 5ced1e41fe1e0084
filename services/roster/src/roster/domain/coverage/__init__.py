"""Coverage of one post (值守覆盖): who is really present against who must be, and the gaps between."""

from roster.domain.coverage.commands import (
    Assess,
    BeginPresence,
    CorrectPresence,
    CoverageCommand,
    CoverRoster,
    EndPresence,
    OrderSurge,
)
from roster.domain.coverage.decisions import COVERAGE
from roster.domain.coverage.events import (
    CoverageAssessed,
    CoverageEvent,
    GapClosed,
    GapOpened,
    PresenceBegan,
    PresenceCorrected,
    PresenceEnded,
    RosterCovered,
    SurgeOrdered,
)
from roster.domain.coverage.state import Coverage, ToldGap

__all__ = [
    "COVERAGE",
    "Assess",
    "BeginPresence",
    "CorrectPresence",
    "CoverRoster",
    "Coverage",
    "CoverageAssessed",
    "CoverageCommand",
    "CoverageEvent",
    "EndPresence",
    "GapClosed",
    "GapOpened",
    "OrderSurge",
    "PresenceBegan",
    "PresenceCorrected",
    "PresenceEnded",
    "RosterCovered",
    "SurgeOrdered",
    "ToldGap",
]
