"""The annual score (年度考核得分): 100 + total bonus - total deduction, with the way it came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.explanation import Explanation
from common.terms import Terms
from scoring.domain.facts import FACTS
from scoring.domain.records import ESCALATING, CountedRecord
from scoring.domain.tiers import CLAUSE as TIER_CLAUSE
from scoring.domain.tiers import QuarterPoints, tiers_reached

SCORE_CLAUSE = "A8 Art.7"
FULL_SCORE = 100
"""The upper end of the scale under `annual.clamp=true` (AMB-44)."""
READINGS = ("tier.mode", "tier.basis", "annual.quarter_feed", "annual.clamp")


@dataclass(frozen=True, slots=True)
class QuarterTaken:
    """A quarter with its slips, as Form 4 froze it (or, in a forecast, as it stands)."""

    points: QuarterPoints
    records: tuple[CountedRecord, ...]
    position: str | None


@dataclass(frozen=True, slots=True)
class FindingTaken:
    """A confirmed annual finding. `points` carries its sign."""

    finding_id: str
    rule: str
    points: int
    occurred_on: date
    position: str
    evidence: tuple[str, ...] = ()
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class AnnualScore:
    """The score and its explanation."""

    score: int
    explanation: Explanation


def annual_score(quarters: Sequence[QuarterTaken], findings: Sequence[FindingTaken], terms: Terms) -> AnnualScore:
    """「初始基础分为 100 分，最终考核得分按"100 分+总加分-总减分"计算」. No floor, no ceiling but by reading (AMB-44)."""
    quarter_parts = [quarter_explained(quarter, terms) for quarter in sorted(quarters, key=lambda taken: taken.points.quarter)]
    counted = _counted_findings(findings, terms)
    finding_parts = [_finding(finding, terms) for finding in counted]
    start = terms.pack.scoring.annual_start
    score = start + sum(points for points, _ in quarter_parts) + sum(finding.points for finding in counted)
    if terms.reading("annual.clamp") == "true":
        score = min(max(score, 0), FULL_SCORE)
    base = Explanation("annual-base", "初始基础分", "Initial score", str(start), clause=SCORE_CLAUSE)
    explanation = Explanation(
        "annual-score",
        "年度考核得分",
        "Annual score",
        str(score),
        clause=SCORE_CLAUSE,
        readings=terms.used(*READINGS),
        parts=(base, *(part for _, part in quarter_parts), *finding_parts),
    )
    return AnnualScore(score, explanation)


def quarter_explained(taken: QuarterTaken, terms: Terms) -> tuple[int, Explanation]:
    """What one quarter gives the year: its tiers, or under `annual.quarter_feed=raw` its points themselves (AMB-39)."""
    result = taken.points
    points, rows = _fed(result, terms)
    explanation = Explanation(
        f"quarter-{result.quarter}",
        f"第{result.quarter}季度绩效评分: 减{result.deducted}分, 加{result.bonus}分",
        f"Quarter {result.quarter}: {result.deducted} deducted, {result.bonus} bonus",
        f"{points:+d}",
        clause=TIER_CLAUSE,
        readings=terms.used("tier.mode", "tier.basis", "quarter.scheme", "kpi.header_cap"),
        inputs=(taken.position,) if taken.position else (),
        parts=(*rows, *(slip_explained(record, terms) for record in taken.records)),
    )
    return points, explanation


def _fed(result: QuarterPoints, terms: Terms) -> tuple[int, list[Explanation]]:
    if terms.reading("annual.quarter_feed") != "tiers":
        return result.bonus - result.deducted, []
    reached = tiers_reached(result, terms)
    rows = []
    for row in reached:
        rule = terms.annual_rule(row.code)
        rows.append(Explanation(row.code, rule.title_zh, rule.title_en, f"{row.points:+d}", clause=rule.clause))
    return sum(row.points for row in reached), rows


def slip_explained(record: CountedRecord, terms: Terms) -> Explanation:
    """One slip with the facts it rests on, each named by its ledger position."""
    rule = terms.rule(record.rule)
    points = record.points * record.sign * (-1 if record.counters else 1)
    zh, en = (f"{record.number} 更正", f"{record.number} correction") if record.counters else (record.number, record.number)
    return Explanation(
        "slip",
        f"{zh} {record.rule} {rule.title_zh}",
        f"{en} {record.rule} {rule.title_en}",
        f"{points:+d}",
        clause=record.clause,
        readings=terms.used("quarter.by"),
        inputs=(record.position,),
        parts=tuple(_evidence(position, record.fact) for position in record.evidence),
    )


def _evidence(position: str, fact: str | None) -> Explanation:
    zh, en = FACTS[fact] if fact else ("依据", "Evidence")
    return Explanation(fact or "evidence", zh, en, position, inputs=(position,))


def _finding(finding: FindingTaken, terms: Terms) -> Explanation:
    rule = terms.annual_rule(finding.rule)
    return Explanation(
        rule.code,
        rule.title_zh,
        rule.title_en,
        f"{finding.points:+d}",
        clause=rule.clause,
        inputs=(finding.position,),
        parts=tuple(_evidence(position, None) for position in finding.evidence),
    )


def _counted_findings(findings: Sequence[FindingTaken], terms: Terms) -> list[FindingTaken]:
    """Replacement and failed exam of one person add up, or the heavier replaces the other (AMB-47)."""
    ordered = sorted(findings, key=lambda finding: (finding.occurred_on, finding.rule, finding.finding_id))
    if terms.reading("escalation") != "replace":
        return ordered
    return [finding for finding in ordered if not any(_outweighs(other, finding) for other in ordered)]


def _outweighs(other: FindingTaken, finding: FindingTaken) -> bool:
    replaced_by_each_other = any(finding.rule in group and other.rule in group for group in ESCALATING)
    if other is finding or not replaced_by_each_other or finding.subject is None or other.subject != finding.subject:
        return False
    return (abs(other.points), other.finding_id) > (abs(finding.points), finding.finding_id)
