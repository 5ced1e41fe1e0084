"""The quarter tiers of the annual table: "more than" is strict, whatever the reading (A8 Art.8.3)."""

from fractions import Fraction

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from common.terms import Terms
from common.testing.terms import beijing_terms
from scoring.domain.tiers import QuarterPoints, tiers_reached

EXCLUSIVE = beijing_terms()
CUMULATIVE = beijing_terms({"tier.mode": "cumulative"})
NET = beijing_terms({"tier.basis": "net"})


def points(deducted: float, bonus: float, terms: Terms) -> int:
    """Half points do not exist today (AMB-41), but the line holds for them too."""
    result = QuarterPoints(1, deducted, bonus)  # type: ignore[arg-type]
    return sum(row.points for row in tiers_reached(result, terms))


@pytest.mark.parametrize(
    ("deducted", "exclusive", "cumulative"),
    [(0, 0, 0), (10, 0, 0), (10.5, -5, -5), (11, -5, -5), (20, -5, -5), (20.5, -10, -15), (21, -10, -15), (50, -10, -15)],
)
def test_gc_40_deductions_reach_a_tier_only_above_its_line(deducted: float, exclusive: int, cumulative: int) -> None:
    assert points(deducted, 0, EXCLUSIVE) == exclusive
    assert points(deducted, 0, CUMULATIVE) == cumulative


@pytest.mark.parametrize(("bonus", "exclusive", "cumulative"), [(10, 0, 0), (11, 5, 5), (20, 5, 5), (21, 10, 15)])
def test_bonuses_reach_a_tier_only_above_its_line(bonus: int, exclusive: int, cumulative: int) -> None:
    assert points(0, bonus, EXCLUSIVE) == exclusive
    assert points(0, bonus, CUMULATIVE) == cumulative


def test_amb_32_deduction_and_bonus_are_looked_at_apart_or_as_their_difference() -> None:
    assert points(25, 8, EXCLUSIVE) == -10
    assert points(25, 8, NET) == -5  # 17
    assert points(8, 25, NET) == 5
    assert points(11, 11, EXCLUSIVE) == 0  # -5 and +5
    assert points(11, 11, NET) == 0


def oracle(deducted: float, bonus: float, mode: str, basis: str) -> int:
    """The table again, written down from the words alone, in halves of points."""
    minus, plus = Fraction(deducted), Fraction(bonus)
    if basis == "net":
        minus, plus = max(minus - plus, Fraction(0)), max(plus - minus, Fraction(0))
    total = 0
    for amount, sign in ((minus, -1), (plus, 1)):
        if amount > 20:
            total += sign * (10 if mode == "exclusive" else 15)
        elif amount > 10:
            total += sign * 5
    return total


@generated(
    deducted=st.integers(0, 60),
    bonus=st.integers(0, 60),
    mode=st.sampled_from(["exclusive", "cumulative"]),
    basis=st.sampled_from(["gross", "net"]),
)
def test_every_quarter_is_tiered_as_the_words_say(deducted: float, bonus: int, mode: str, basis: str) -> None:
    terms = TERMS[mode, basis]
    assert points(deducted, bonus, terms) == oracle(deducted, bonus, mode, basis)


TERMS = {
    (mode, basis): beijing_terms({"tier.mode": mode, "tier.basis": basis})
    for mode in ("exclusive", "cumulative")
    for basis in ("gross", "net")
}
