"""How the score stands today, and how it would stand under the other readings. Computed, never stored, no result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from common.explanation import Explanation
from common.terms import Quarter, Terms
from scoring.domain.annual_score import FindingTaken, QuarterTaken, annual_score
from scoring.domain.records import CountedRecord, quarter_result
from scoring.domain.tiers import QuarterPoints, tiers_reached

ALTERNATIVES = ("quarter.scheme", "tier.mode", "tier.basis", "kpi.header_cap")
"""The readings worth money on the score (AMB-30, 31, 32, 40)."""


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """A slip with the quarter it was recorded in, and whether it counts already."""

    record: CountedRecord
    quarter: int
    counts: bool


@dataclass(frozen=True, slots=True)
class QuarterOutlook:
    """One quarter so far. `tier_points` is what it would move the year by."""

    quarter: Quarter
    deducted: int
    bonus: int
    net: int
    tier_points: int


@dataclass(frozen=True, slots=True)
class Line:
    """The distance from a score to the lower edge of a payment band: how many points above (or, negative, below) it.

    `costs_fen` is what a year that ends under the edge costs against one that ends on it (A8 Art.9.1).
    """

    at_least: Decimal
    distance: Decimal
    costs_fen: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """One score with its quarters and why. `changed` names the reading that differs from those in force; None: none does."""

    changed: tuple[str, str] | None
    score: int
    tail_percent: Decimal
    lines: tuple[Line, ...]
    quarters: tuple[QuarterOutlook, ...]
    with_pending: int
    explanation: Explanation


def forecast(
    records: Sequence[PlacedRecord], findings: Sequence[FindingTaken], pending: Sequence[FindingTaken], terms: Terms
) -> tuple[Outlook, ...]:
    """First under the readings in force, then with each other option of `ALTERNATIVES` alone.

    `score` is made of what counts; `with_pending` adds pending slips and unconfirmed findings as if they counted.
    """
    return (
        _outlook(None, records, findings, pending, terms),
        *(
            _outlook((name, option), records, findings, pending, reread(terms, name, option))
            for name, option in other_options(terms)
        ),
    )


def other_options(terms: Terms) -> Iterable[tuple[str, str]]:
    """Every option, other than the one in force, of the readings worth money."""
    return ((name, option) for name in ALTERNATIVES for option in terms.readings[name].options if option != terms.reading(name))


def reread(terms: Terms, name: str, option: str) -> Terms:
    """The same terms under another reading."""
    return replace(terms, chosen={**terms.chosen, name: option})


def _lines(score: int, terms: Terms) -> tuple[Line, ...]:
    """The highest first."""
    bands = sorted(terms.tail_bands, key=lambda band: band.percent, reverse=True)
    tail = sum(payment.amount_fen for payment in terms.payments if payment.tail)
    return tuple(
        Line(band.at_least, score - band.at_least, terms.share(tail, band.percent) - terms.share(tail, below.percent))
        for band, below in pairwise(bands)
        if band.at_least is not None
    )


def _outlook(
    changed: tuple[str, str] | None,
    records: Sequence[PlacedRecord],
    findings: Sequence[FindingTaken],
    pending: Sequence[FindingTaken],
    terms: Terms,
) -> Outlook:
    rebuilt = changed is not None and changed[0] == "quarter.scheme"
    counting = [placed for placed in records if placed.counts]
    quarters = _taken(counting, terms, rebuilt=rebuilt)
    counted = annual_score(quarters, findings, terms)
    score = counted.score
    everything = annual_score(_taken(records, terms, rebuilt=rebuilt), [*findings, *pending], terms).score
    return Outlook(
        changed,
        score,
        terms.tail_percent(Decimal(score)),
        _lines(score, terms),
        tuple(_quarter(taken, terms) for taken in quarters),
        everything,
        counted.explanation,
    )


def _taken(records: Sequence[PlacedRecord], terms: Terms, *, rebuilt: bool) -> list[QuarterTaken]:
    """Each quarter with its slips: where they were recorded, or, under another scheme, where their event falls."""

    def place(placed: PlacedRecord) -> int:
        return terms.quarter_of(terms.local_date(placed.record.event_at)).no if rebuilt else placed.quarter

    taken = []
    for quarter in terms.quarters:
        result = quarter_result((placed.record for placed in records if place(placed) == quarter.no), terms)
        taken.append(QuarterTaken(QuarterPoints(quarter.no, result.deducted, result.bonus), result.records, None))
    return taken


def _quarter(taken: QuarterTaken, terms: Terms) -> QuarterOutlook:
    points = taken.points
    tier_points = sum(row.points for row in tiers_reached(points, terms))
    quarter = terms.quarter(points.quarter)
    return QuarterOutlook(quarter, points.deducted, points.bonus, points.bonus - points.deducted, tier_points)
