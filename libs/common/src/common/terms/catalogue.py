"""The quarterly catalogue flattened: every standard with all that its indicator says about it."""

from dataclasses import dataclass
from typing import Literal

from common.terms.pack import Indicator, RuleFacts, ScoringFacts
from common.terms.pack.scoring import Discretion, Unit


@dataclass(frozen=True)
class QuarterlyRule:
    """One standard (考核评分标准). A finding on it moves the quarter by `sign` x points within min..max.

    `values`: only these numbers are allowed (a first and a repeated exam). `fixed`: there is nothing to choose.
    The header range is the indicator's (考核指标); whether it caps is a reading (AMB-40).
    """

    code: str
    sign: Literal[-1, 1]
    title_zh: str
    title_en: str
    points_min: int
    points_max: int
    fixed: bool
    values: tuple[int, ...] | None
    unit: Unit
    cumulative: bool
    header_code: str
    header_min: int
    header_max: int
    discretion: Discretion
    clause: str
    source_line: int
    paraphrase_zh: str
    sends_back: bool

    def allows(self, points: int) -> bool:
        """Whether one unit of this finding may carry `points` (a positive number)."""
        return self.points_min <= points <= self.points_max and (self.values is None or points in self.values)


def flattened(scoring: ScoringFacts) -> dict[str, QuarterlyRule]:
    """All standards by code, in the contract's order."""
    return {rule.code: _flat(scoring.annex, indicator, rule) for indicator in scoring.indicators for rule in indicator.rules}


def _flat(annex: str, indicator: Indicator, rule: RuleFacts) -> QuarterlyRule:
    low, high = rule.points or indicator.range
    return QuarterlyRule(
        code=rule.code,
        sign=indicator.sign,
        title_zh=rule.zh,
        title_en=rule.en,
        points_min=low,
        points_max=high,
        fixed=low == high,
        values=rule.values,
        unit=rule.unit,
        cumulative=rule.cumulative,
        header_code=indicator.code,
        header_min=indicator.range[0],
        header_max=indicator.range[1],
        discretion=rule.discretion,
        clause=f"{annex} {rule.code}",
        source_line=indicator.line,
        paraphrase_zh=rule.paraphrase,
        sends_back=indicator.sends_back,
    )
