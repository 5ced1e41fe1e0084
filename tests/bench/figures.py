"""What a benchmark finds: one figure per name, with its spread, its baseline and what was counted."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Series:
    """The measured rounds of one subject: a figure per round, and how long single operations took, in seconds."""

    figures: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    expected: int = 0
    arrived: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.figures)

    def p_ms(self, percent: float) -> float | None:
        """The percentile of single operations in milliseconds, `None` when they were not timed."""
        return 1000 * percentile(self.seconds, percent) if self.seconds else None


@dataclass(frozen=True)
class Figure:
    """One row of `out/bench.json`. `met` is `None` where there is no goal, `value` where nothing could be measured.

    `expected` and `arrived` are the loss counter: events that were acknowledged, and events found afterwards, each once.
    """

    name: str
    value: float | None
    unit: str
    baseline: str | None = None
    baseline_value: float | None = None
    ratio: float | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    goal: str = ""
    met: bool | None = None
    lowest: float | None = None
    highest: float | None = None
    expected: int | None = None
    arrived: int | None = None
    note: str = ""

    def row(self) -> dict[str, Any]:
        """As JSON."""
        return {name: _rounded(value) for name, value in asdict(self).items()}


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def beside(  # every part of the comparison has its name
    name: str, own: Series, baseline: str, other: Series, *, least: float, unit: str = "events/s", note: str = ""
) -> Figure:
    """The figure of a subject that must reach `least` times its baseline, measured in the same rounds.

    The ratio is the median over rounds of the ratio within a round, so that a machine that slows down meanwhile slows both.
    """
    ratio = statistics.median(mine / theirs for mine, theirs in zip(own.figures, other.figures, strict=True))
    return Figure(
        name, own.median, unit, baseline, other.median, ratio, own.p_ms(50), own.p_ms(99), f">= {least:g} x", ratio >= least,
        min(own.figures), max(own.figures), own.expected, own.arrived, note,
    )  # fmt: skip


def _rounded(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value
