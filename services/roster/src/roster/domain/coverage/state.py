"""Coverage of one post as its events tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

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
from roster.domain.requirement import Stretch, Surge
from roster.domain.sweep import Stint


@dataclass(frozen=True, slots=True)
class ToldGap:
    """A gap that was told; `closed_at` is `None` while it lasts."""

    id: str
    opened_at: datetime
    closed_at: datetime | None
    required: int
    present: int
    requirement: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The facts so far, and what was told of them."""

    post: str = ""
    stretches: tuple[Stretch, ...] = ()
    surges: tuple[Surge, ...] = ()
    stints: Mapping[str, Stint] = field(default_factory=dict)
    gaps: Mapping[str, ToldGap] = field(default_factory=dict)
    assessed_to: datetime | None = None
    next_at: datetime | None = None


def evolve(coverage: Coverage, event: CoverageEvent) -> Coverage:
    """Folds one event in; never checks, it has happened."""
    match event:
        case RosterCovered(post, _, starts, ends):
            return replace(coverage, post=post, stretches=(*coverage.stretches, Stretch(starts, ends)))
        case SurgeOrdered(id_, starts, ends, minimum):
            return replace(coverage, surges=(*coverage.surges, Surge(id_, starts, ends, minimum)))
        case PresenceBegan(shift_id, person_id, at):
            return _with_stint(coverage, Stint(shift_id, person_id, coverage.post, at, None))
        case PresenceEnded(shift_id, at):
            return _with_stint(coverage, replace(coverage.stints[shift_id], ends=at))
        case PresenceCorrected(shift_id, person_id, starts, ends):
            return _with_stint(coverage, Stint(shift_id, person_id, coverage.post, starts, ends))
        case GapOpened():
            gap = ToldGap(event.gap_id, event.opened_at, None, event.required, event.present, event.requirement)
            return replace(coverage, gaps={**coverage.gaps, gap.id: gap})
        case GapClosed():
            closed = replace(coverage.gaps[event.gap_id], closed_at=event.closed_at)
            return replace(coverage, gaps={**coverage.gaps, closed.id: closed})
        case CoverageAssessed(_, assessed_to, next_at):
            return replace(coverage, assessed_to=assessed_to, next_at=next_at)
    assert_never(event)


def _with_stint(coverage: Coverage, stint: Stint) -> Coverage:
    return replace(coverage, stints={**coverage.stints, stint.shift_id: stint})
