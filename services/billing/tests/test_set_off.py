"""Bond, tail and damages: golden cases of reading.md 9.2, worked out by hand from the contract's words."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from billing.domain.clauses.set_off import Owed, set_off
from common.terms import Terms
from common.testing.terms import beijing_terms

BOND = 29_937_000
FULL = 59_874_000
TERMS = beijing_terms()


def percent(share: int) -> int:
    """`share` % of 2,993,700.00 in fen."""
    return 299_370_000 * share // 100


@pytest.mark.parametrize(
    ("score", "final"),
    [(115, FULL), (100, FULL), (85, FULL), (84, 44_905_500), (60, 44_905_500), (59, 29_937_000), (-5, 29_937_000)],
)
def test_gc_21_the_band_of_the_score_decides_the_tail(score: int, final: int) -> None:
    assert set_off(score, (), BOND, TERMS).final_payment_fen == final


def test_gc_23_twelve_percent_damages_at_84_leave_389181_and_no_bond() -> None:
    owed = [Owed("a", percent(10)), Owed("b", percent(1)), Owed("c", percent(1))]
    figures = set_off(84, owed, BOND, TERMS)
    assert figures.damages_fen == 35_924_400
    assert figures.gross_fen == 44_905_500
    assert (figures.from_bond_fen, figures.from_payment_fen) == (29_937_000, 5_987_400)
    assert (figures.bond_refund_fen, figures.final_payment_fen, figures.receivable_fen) == (0, 38_918_100, 0)


@pytest.mark.parametrize(("order", "final"), [("tier_then_ld", 38_918_100), ("ld_then_tier", 40_414_950)])
def test_gc_25_tier_and_damages_in_both_orders(order: str, final: int) -> None:
    terms = beijing_terms(readings={"p3.order": order})
    assert set_off(84, [Owed("a", percent(12))], BOND, terms).final_payment_fen == final


def test_gc_36_damages_of_exactly_the_bond_leave_the_tail_whole() -> None:
    figures = set_off(85, [Owed("a", percent(10))], BOND, TERMS)
    assert (figures.bond_refund_fen, figures.final_payment_fen) == (0, 59_874_000)


def test_gc_35_five_percent_come_off_the_bond_only() -> None:
    assert set_off(85, [Owed("a", percent(5))], BOND, TERMS).bond_refund_fen == 14_968_500


def test_amb_54_damages_beyond_bond_and_tail_are_a_claim() -> None:
    figures = set_off(59, [Owed("a", percent(25))], BOND, TERMS)
    assert (figures.final_payment_fen, figures.receivable_fen) == (0, 14_968_500)


@pytest.mark.parametrize("damages", [BOND - 1, BOND, BOND + 1])
def test_the_bond_is_drawn_first_to_the_last_fen(damages: int) -> None:
    figures = set_off(100, [Owed("a", damages)], BOND, TERMS)
    assert figures.from_bond_fen == min(damages, BOND)
    assert figures.from_payment_fen == max(0, damages - BOND)


@for_all(
    score=st.integers(-50, 150),
    damages=st.lists(st.integers(1, 60_000_000), max_size=6),
    bond=st.integers(0, 40_000_000),
    terms=st.sampled_from([TERMS, beijing_terms(readings={"p3.order": "ld_then_tier"})]),
)
def test_every_fen_of_damages_is_covered_or_claimed_once(score: int, damages: list[int], bond: int, terms: Terms) -> None:
    figures = set_off(score, [Owed(str(index), fen) for index, fen in enumerate(damages)], bond, terms)
    assert figures.from_bond_fen + figures.from_payment_fen + figures.receivable_fen == sum(damages)
    assert figures.from_bond_fen + figures.bond_refund_fen == bond
    assert figures.final_payment_fen >= 0
    for share, fen in zip(figures.shares, damages, strict=True):
        assert share.from_bond_fen + share.from_payment_fen + share.receivable_fen == fen
    assert sum(share.from_bond_fen for share in figures.shares) == figures.from_bond_fen
    assert sum(share.from_payment_fen for share in figures.shares) == figures.from_payment_fen
