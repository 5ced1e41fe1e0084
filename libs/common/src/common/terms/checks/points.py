"""Points within their ranges, tiers beside their annual rules, calendar days that make sense."""

from collections.abc import Iterator

from common.terms.checks.finding import Finding
from common.terms.pack import Pack, Tier

SATURDAY = 5


def points_out_of_range(pack: Pack) -> Iterator[Finding]:
    """Rules against their indicator, tiers against the annual table, makeup days against the week."""
    for n, indicator in enumerate(pack.scoring.indicators):
        low, high = indicator.range
        for m, rule in enumerate(indicator.rules):
            path = ("scoring", "indicators", n, "rules", m)
            points = rule.points or indicator.range
            if not low <= points[0] <= points[1] <= high:
                yield Finding((*path, "points"), "points_outside_header", rule.code)
            if any(not points[0] <= value <= points[1] for value in rule.values or ()):
                yield Finding((*path, "values"), "values_outside_points", rule.code)
    for n, tier in enumerate(pack.scoring.tiers):
        yield from _tier(pack, n, tier)
    for n, year in enumerate(pack.calendars):
        for m, day in enumerate(year.makeup_workdays):
            if day.weekday() < SATURDAY:
                yield Finding(("calendars", n, "makeup_workdays", m), "makeup_on_weekday", day.isoformat())


def _tier(pack: Pack, n: int, tier: Tier) -> Iterator[Finding]:
    path = ("scoring", "tiers", n)
    rule = next((rule for rule in pack.scoring.annual_rules if rule.code == tier.code and rule.derived), None)
    if rule is None:
        yield Finding((*path, "code"), "tier_rule", tier.code)
    elif rule.points != tier.points:
        yield Finding((*path, "points"), "tier_points", tier.code)
    if (tier.points < 0) != (tier.on == "deducted"):
        yield Finding((*path, "points"), "tier_sign", tier.code)
