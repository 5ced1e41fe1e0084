"""The quarter tiers of the annual score (A8 Art.8 (3), AS-3.1 to AS-3.4)."""

from dataclasses import dataclass

from common.terms import Terms

CLAUSE = "A8 Art.8.3"


@dataclass(frozen=True, slots=True)
class QuarterPoints:
    """The result of one quarter as the annual score takes it. Both numbers are positive."""

    quarter: int
    deducted: int
    bonus: int


@dataclass(frozen=True, slots=True)
class TierReached:
    """One row of the table that a quarter reached; `points` is what it gives or takes."""

    code: str
    points: int
    over: int


def tiers_reached(result: QuarterPoints, terms: Terms) -> tuple[TierReached, ...]:
    """「单季度绩效考核结果减分大于 10 分 -5 分；大于 20 分 -10 分；加分大于 10 分 +5 分；加分大于 20 分 +10 分」.

    大于 is strict: 10 and 20 reach nothing by themselves. `tier.mode=exclusive` takes the highest row only,
    `cumulative` every row reached (AMB-31). `tier.basis=gross` looks at deduction and bonus separately,
    `net` at their difference (AMB-32).
    """
    amounts = _amounts(result, terms.reading("tier.basis"))
    reached: list[TierReached] = []
    for on, amount in amounts.items():
        rows = sorted((row for row in terms.tiers if row.on == on and amount > row.over), key=lambda row: row.over)
        if terms.reading("tier.mode") == "exclusive":
            rows = rows[-1:]
        reached += [TierReached(row.code, row.points, row.over) for row in rows]
    return tuple(reached)


def _amounts(result: QuarterPoints, basis: str) -> dict[str, int]:
    if basis == "net":
        net = result.deducted - result.bonus
        return {"deducted": max(net, 0), "bonus": max(-net, 0)}
    return {"deducted": result.deducted, "bonus": result.bonus}
