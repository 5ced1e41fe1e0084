"""Rules that give and take points: the quarterly catalogue (A8S-1) and the annual table (A8 Art. 8)."""

from typing import Literal

from pydantic import Field, model_validator

from common.terms.pack.entry import ClauseRef, Code, Entry, Words

Unit = Literal["person", "occurrence", "place", "occurrence_or_place", "discovery", "not_stated"]
Discretion = Literal["none", "circumstances", "impact", "meeting_level", "asset_value", "stage"]


class RuleFacts(Entry):
    """One standard. `points` is its own range; without it the indicator's range holds. `values`: only these."""

    code: Code
    zh: Words
    en: Words
    paraphrase: Words
    points: tuple[int, int] | None = None
    values: tuple[int, ...] | None = None
    unit: Unit
    cumulative: bool = False
    discretion: Discretion = "circumstances"

    @model_validator(mode="after")
    def _range_is_in_order(self) -> "RuleFacts":
        if self.points is not None and not 1 <= self.points[0] <= self.points[1]:
            raise ValueError("points are a range from low to high, at least 1")
        return self


class Indicator(Entry):
    """An indicator (考核指标) with its header range and the standards under it."""

    code: Code
    zh: Words
    en: Words
    range: tuple[int, int]
    clause: ClauseRef
    line: int = Field(ge=1)
    sign: Literal[-1, 1] = -1
    determined_zh: Words
    determined_en: Words
    sends_back: bool = False
    rules: tuple[RuleFacts, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _range_is_in_order(self) -> "Indicator":
        if not 1 <= self.range[0] <= self.range[1]:
            raise ValueError("a range goes from low to high, at least 1")
        return self


class AnnualRule(Entry):
    """One row of the annual table. `points` is signed; `derived`: computed from the quarters, never found by people."""

    code: Code
    points: int
    unit: Literal["person", "occurrence", "quarter"]
    derived: bool = False
    written_finding: bool = False
    clause: ClauseRef
    line: int = Field(ge=1)
    title_zh: Words
    title_en: Words


class Tier(Entry):
    """A quarter with more than `over` points `on` one side moves the annual score by `points`, under rule `code`."""

    code: Code
    over: int = Field(ge=0)
    points: int
    on: Literal["deducted", "bonus"]
    clause: ClauseRef


class ScoringFacts(Entry):
    """The scoring part of a pack. `annex` is the first word of every quarterly clause."""

    annex: Words
    quarter_months: int = Field(ge=1, le=12)
    assessment_day: int = Field(ge=1, le=28)
    assessment_clause: ClauseRef
    annual_start: int
    annual_clause: ClauseRef
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    annual_rules: tuple[AnnualRule, ...]
    tiers: tuple[Tier, ...]
