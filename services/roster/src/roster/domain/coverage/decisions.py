"""What coverage of a post answers to each command: the fact itself, then what the sweep finds."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import reduce
from typing import assert_never

from common.aggregate import Aggregate
from common.terms import Terms
from roster.domain.coverage.assessment import assess
from roster.domain.coverage.commands import (
    Assess,
    BeginPresence,
    CorrectPresence,
    CoverageCommand,
    CoverRoster,
    EndPresence,
    OrderSurge,
)
from roster.domain.coverage.events import (
    CoverageEvent,
    PresenceBegan,
    PresenceCorrected,
    PresenceEnded,
    RosterCovered,
    SurgeOrdered,
)
from roster.domain.coverage.state import Coverage, evolve


def decide(command: CoverageCommand, coverage: Coverage, terms: Terms) -> Sequence[CoverageEvent]:
    """Dispatches on the command; raises `Refused`."""
    if isinstance(command, Assess):
        return assess(coverage, command.now, command.now, terms, must_tell=True)
    facts, changed_at = fact_of(command, coverage, terms)
    if not facts:
        return ()
    after = reduce(evolve, facts, coverage)
    return (*facts, *assess(after, changed_at, command.now, terms))


def fact_of(
    command: CoverRoster | OrderSurge | BeginPresence | EndPresence | CorrectPresence, coverage: Coverage, terms: Terms
) -> tuple[tuple[CoverageEvent, ...], datetime]:
    """The fact, if it is new, and the first moment it changes anything at."""
    match command:
        case CoverRoster():
            return cover_roster(command, terms)
        case OrderSurge(id_, starts, ends, minimum):
            return (SurgeOrdered(id_, starts, ends, minimum),), max(starts, command.now)
        case BeginPresence(shift_id, person_id, at):
            known = shift_id in coverage.stints
            return (() if known else (PresenceBegan(shift_id, person_id, at),)), at
        case EndPresence(shift_id, at):
            stint = coverage.stints.get(shift_id)
            lasting = stint is not None and (stint.ends is None or stint.ends > at)
            return ((PresenceEnded(shift_id, at),) if lasting else ()), at
        case CorrectPresence():
            return _correct_presence(command, coverage)
    assert_never(command)


def cover_roster(command: CoverRoster, terms: Terms) -> tuple[tuple[CoverageEvent, ...], datetime]:
    """A roster that is published late binds from its publication; one for days gone by binds nobody any more."""
    starts = max(terms.at(command.starts, time(0)), command.now)
    ends = terms.at(command.ends + timedelta(days=1), time(0))
    return ((RosterCovered(command.post, command.roster_id, starts, ends),) if starts < ends else ()), starts


def _correct_presence(command: CorrectPresence, coverage: Coverage) -> tuple[tuple[CoverageEvent, ...], datetime]:
    before = coverage.stints.get(command.shift_id)
    changed_at = command.starts if before is None else min(before.starts, command.starts)
    return (PresenceCorrected(command.shift_id, command.person_id, command.starts, command.ends),), changed_at


COVERAGE = Aggregate[CoverageCommand, Coverage, CoverageEvent]("coverage", Coverage(), decide, evolve)
