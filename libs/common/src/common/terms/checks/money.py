"""Amounts that must add up, and bands that must cover every score exactly once."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from common.money import percent_of
from common.terms.checks.finding import Finding
from common.terms.pack import Pack


def amounts_that_do_not_add_up(pack: Pack) -> Iterator[Finding]:
    """Percentages to 100, payments to the total, each amount to its percentage (60 + 20 + 20)."""
    money = pack.money
    percents = sum((payment.percent for payment in money.payments), Decimal(0))
    if percents != 100:  # noqa: PLR2004 - percent
        yield Finding(("money", "payments"), "percent_sum", str(percents))
    paid = sum(payment.amount_fen for payment in money.payments)
    if paid != money.total_fen:
        yield Finding(("money", "total"), "amount_sum", money.total)
    for n, payment in enumerate(money.payments):
        if payment.amount_fen != percent_of(money.total_fen, payment.percent):
            yield Finding(("money", "payments", n, "amount"), "amount_percent", payment.amount)
    if money.bond.amount_fen != percent_of(money.total_fen, money.bond.percent):
        yield Finding(("money", "bond", "amount"), "amount_percent", money.bond.amount)
    tails = sum(payment.tail for payment in money.payments)
    if tails != 1:
        yield Finding(("money", "payments"), "tail_payment", str(tails))


def bands_with_gaps(pack: Pack) -> Iterator[Finding]:
    """Gaps, overlaps, open ends and bands in the wrong order; half-open [at_least, below)."""
    numbered = list(enumerate(pack.money.tail_bands))
    rising = sorted(numbered, key=lambda band: (band[1].at_least is not None, band[1].at_least or Decimal(0)))
    (first, lowest), (last, highest) = rising[0], rising[-1]
    if lowest.at_least is not None:
        yield Finding(("money", "tail_bands", first), "band_open_end", str(lowest.at_least))
    if highest.below is not None:
        yield Finding(("money", "tail_bands", last), "band_open_end", str(highest.below))
    for (_, lower), (n, upper) in pairwise(rising):
        if lower.below is None or upper.at_least is None or upper.at_least < lower.below:
            yield Finding(("money", "tail_bands", n), "band_overlap", str(upper.at_least))
        elif upper.at_least > lower.below:
            yield Finding(("money", "tail_bands", n), "band_gap", f"{lower.below}..{upper.at_least}")
        if upper.percent < lower.percent:
            yield Finding(("money", "tail_bands", n, "percent"), "band_order", str(upper.percent))
