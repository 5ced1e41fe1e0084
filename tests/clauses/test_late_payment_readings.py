"""Late payment under the readings that decide whether and from when interest runs (AMB-12, AMB-66)."""

from datetime import date
from typing import Any

import pytest

from billing.domain.clauses.interest import effective_due
from billing.domain.payment import PAYMENT, ApplyForPayment, AssessInterest, PaymentMade
from common.terms import Terms
from common.testing.scenario import Given, given
from common.testing.terms import beijing_terms

RECEIVED, DUE = date(2027, 2, 15), date(2027, 3, 29)


def paid_late_and_nobody_recorded_funds(terms: Terms) -> Given[Any, Any, Any]:
    applied = given(PAYMENT, terms).when(ApplyForPayment(2, RECEIVED, RECEIVED)).events
    return given(PAYMENT, terms, *applied, PaymentMade(2, 59_874_000, date(2027, 4, 20), 0, tail=False))


AMB_66 = [("funds_available_event", "funds_record_missing"), ("always", "rate_missing")]


@pytest.mark.parametrize(("option", "refused"), AMB_66)
def test_amb_66_silence_about_funds_stops_interest_only_where_a_record_is_required(option: str, refused: str) -> None:
    terms = beijing_terms({"interest.requires": option})
    paid_late_and_nobody_recorded_funds(terms).when(AssessInterest(2)).then_refused(refused)


AMB_12 = [
    ("max", date(2027, 3, 30), date(2027, 3, 30)),
    ("shift", date(2027, 3, 30), date(2027, 5, 11)),
    ("shift", DUE, DUE),
    ("new_period", date(2027, 4, 8), date(2027, 5, 24)),
]


@pytest.mark.parametrize(("option", "accepted", "due"), AMB_12)
def test_amb_12_what_a_late_invoice_does_to_the_due_date(option: str, accepted: date, due: date) -> None:
    assert effective_due(DUE, RECEIVED, accepted, beijing_terms({"invoice.late_effect": option})) == due
