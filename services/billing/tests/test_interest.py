"""Interest on late payment: golden cases of reading.md 9.2 at the example rate of 3 %."""

from datetime import date
from decimal import Decimal

import pytest

from billing.domain.clauses.interest import effective_due, late_days, late_interest
from common.terms import Terms
from common.testing.terms import beijing_terms

TERMS = beijing_terms()
PAYMENT_2 = 59_874_000
DUE = date(2027, 3, 29)
RATE = Decimal("3.00")


@pytest.mark.parametrize(
    ("readings", "fen"),
    [
        ({}, 108_265),
        ({"interest.base": "360"}, 109_769),
        ({"interest.days": "after_due_to_payment_excl"}, 103_344),
    ],
)
def test_gc_26_payment_2_paid_22_days_late(readings: dict[str, str], fen: int) -> None:
    assert late_interest(PAYMENT_2, DUE, date(2027, 4, 20), RATE, beijing_terms(readings=readings)).fen == fen


def test_gc_29_only_the_funded_part_bears_interest() -> None:
    assert late_interest(40_000_000, date(2027, 3, 29), date(2027, 4, 8), RATE, TERMS).fen == 32_877


@pytest.mark.parametrize(("paid", "days"), [(date(2027, 3, 28), 0), (DUE, 0), (date(2027, 3, 30), 1)])
def test_payment_on_the_last_day_is_in_time(paid: date, days: int) -> None:
    assert late_days(DUE, paid, TERMS) == days


def _due(terms: Terms, accepted: date | None) -> date:
    return effective_due(DUE, date(2027, 2, 15), accepted, terms)


@pytest.mark.parametrize("accepted", [None, date(2027, 3, 28), DUE])
def test_an_invoice_in_time_moves_nothing(accepted: date | None) -> None:
    assert _due(TERMS, accepted) == DUE


def test_amb_12_a_late_invoice_moves_the_due_date_to_its_acceptance() -> None:
    terms = beijing_terms()
    assert _due(terms, date(2027, 4, 8)) == date(2027, 4, 8)
    assert late_interest(PAYMENT_2, _due(terms, date(2027, 4, 8)), date(2027, 4, 20), RATE, terms).fen == 59_054


def test_amb_12_or_a_new_period_of_30_working_days_runs() -> None:
    assert _due(beijing_terms(readings={"invoice.late_effect": "new_period"}), date(2027, 4, 8)) == date(2027, 5, 24)
