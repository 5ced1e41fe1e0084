"""Sweeps what may have changed, and tells the difference to what was told before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from common.terms import Terms
from roster.domain.clauses import whole_seconds
from roster.domain.coverage.events import CoverageAssessed, CoverageEvent, GapClosed, GapOpened
from roster.domain.coverage.state import Coverage, ToldGap
from roster.domain.requirement import next_change, required_steps
from roster.domain.sweep import Gap, find_gaps, present_steps

SHORTEST_TOLD = timedelta(minutes=1)
"""A gap is told from one minute on: punches of a relief may lie seconds apart. Not a number of the contract."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a sweep up to `now` sees: gaps that ended, and the one that still lasts."""

    ended: tuple[Gap, ...]
    lasting: Gap | None


def assess(
    coverage: Coverage, changed_at: datetime, now: datetime, terms: Terms, *, must_tell: bool = False
) -> tuple[CoverageEvent, ...]:
    """The gaps opened, closed or found never to have been, and when to look again. `must_tell`: a timer ends in an event."""
    starts = window_start(coverage, min(changed_at, now))
    found = sweep(coverage, starts, now, terms)
    pending = found.lasting is not None and _is_new(coverage, found.lasting) and found.lasting.starts > now - SHORTEST_TOLD
    told = tuple(tell(coverage, found, starts, pending=pending))
    next_at = next_look(coverage, found.lasting.starts if pending and found.lasting else None, now, terms)
    if not must_tell and next_at == coverage.next_at:
        return told
    assessed_to = found.lasting.starts if pending and found.lasting else now
    return (*told, CoverageAssessed(coverage.post, assessed_to, next_at))


def sweep(coverage: Coverage, starts: datetime, now: datetime, terms: Terms) -> Findings:
    """All gaps between `starts` and `now`; one that reaches `now` lasts if too few are present at that very instant."""
    required = required_steps(terms, coverage.post, coverage.surges, coverage.stretches, starts, now)
    present = present_steps(coverage.stints.values(), starts, now)
    gaps = find_gaps(required, present, now)
    need, here = required[-1], present[-1].value
    if here >= need.minimum:
        return Findings(tuple(gaps), None)
    if gaps and gaps[-1].ends == now:
        return Findings(tuple(gaps[:-1]), gaps[-1])
    return Findings(tuple(gaps), Gap(now, now, need.minimum, here, need.rule, need.minimum - here))


def window_start(coverage: Coverage, changed_at: datetime) -> datetime:
    """Where to sweep from: the change, or what was not assessed yet, widened to the gap that reaches into it."""
    starts = min(changed_at, coverage.assessed_to or changed_at) - SHORTEST_TOLD
    reaching = [gap.opened_at for gap in coverage.gaps.values() if gap.closed_at is None or gap.closed_at >= starts]
    return min([starts, *reaching])


def tell(coverage: Coverage, found: Findings, starts: datetime, *, pending: bool) -> Iterator[CoverageEvent]:
    """The difference between what the sweep found and what was told."""
    seen = {gap_id(coverage, gap) for gap in (*found.ended, *((found.lasting,) if found.lasting else ()))}
    for told in coverage.gaps.values():
        if told.opened_at >= starts and told.id not in seen and told.closed_at != told.opened_at:
            yield _closed(coverage, told, told.opened_at, 0)
    for gap in found.ended:
        yield from _tell_ended(coverage, gap)
    if found.lasting is not None and not pending and not _is_open(coverage, found.lasting):
        yield _opened(coverage, found.lasting)


def _tell_ended(coverage: Coverage, gap: Gap) -> Iterator[CoverageEvent]:
    told = coverage.gaps.get(gap_id(coverage, gap))
    if told is None and gap.ends - gap.starts < SHORTEST_TOLD:
        return
    if told is None:
        yield _opened(coverage, gap)
        told = ToldGap(gap_id(coverage, gap), gap.starts, None, gap.required, gap.present, gap.rule)
    if told.closed_at != gap.ends:
        yield _closed(coverage, told, gap.ends, gap.missing_at_worst)


def _is_new(coverage: Coverage, gap: Gap) -> bool:
    return gap_id(coverage, gap) not in coverage.gaps


def _is_open(coverage: Coverage, gap: Gap) -> bool:
    told = coverage.gaps.get(gap_id(coverage, gap))
    return told is not None and told.closed_at is None


def _opened(coverage: Coverage, gap: Gap) -> GapOpened:
    return GapOpened(gap_id(coverage, gap), coverage.post, gap.starts, gap.required, gap.present, gap.rule)


def _closed(coverage: Coverage, told: ToldGap, at: datetime, missing_at_worst: int) -> GapClosed:
    seconds = whole_seconds(told.opened_at, at)
    return GapClosed(told.id, coverage.post, told.opened_at, at, seconds, missing_at_worst, told.requirement)


def gap_id(coverage: Coverage, gap: Gap) -> str:
    """`VC-20261010T010000Z`: the post and the moment it began name a gap."""
    return f"{coverage.post}-{gap.starts.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def next_look(coverage: Coverage, pending: datetime | None, now: datetime, terms: Terms) -> datetime | None:
    """The earliest of: another requirement, a gap becoming a minute old, a punch of a clock that runs ahead."""
    change = next_change(terms, coverage.post, coverage.surges, coverage.stretches, now)
    edges = [edge for stint in coverage.stints.values() for edge in (stint.starts, stint.ends) if edge is not None and edge > now]
    return min([*([change] if change else []), *([pending + SHORTEST_TOLD] if pending else []), *edges], default=None)
