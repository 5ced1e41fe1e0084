"""Payments, clause 4.2: guards, dates, shortfall, lateness."""

from datetime import date

import pytest

from billing.domain.bond import Bond
from billing.domain.guards import Facts, first_unmet, guards, status
from billing.domain.payment import (
    PAYMENT,
    AmountFixed,
    ApplyForPayment,
    AssessInterest,
    Event,
    FundsAppropriated,
    InvoiceAccepted,
    InvoiceReceived,
    NoteDue,
    Pay,
    Payment,
    PaymentFellDue,
    PaymentMade,
    ReceiveInvoice,
    RederiveDueDate,
)
from common.terms import CalendarDay, CalendarYearPublished, Terms
from common.testing.scenario import given
from common.testing.terms import beijing_terms

TERMS = beijing_terms()
P1, P2 = 179_622_000, 59_874_000
OPENS = date(2027, 2, 15)
DUE = date(2027, 3, 29)


def apply(on: date, number: int = 2) -> ApplyForPayment:
    return ApplyForPayment(number, on, on)


def applied(terms: Terms = TERMS) -> tuple[Event, ...]:
    return given(PAYMENT, terms).when(apply(OPENS)).events


def pay(number: int, fen: int, on: date, unmet: str | None = None) -> Pay:
    return Pay(number, fen, on, on, unmet)


def test_gc_10_payment_2_opens_after_eight_full_months() -> None:
    given(PAYMENT, TERMS).when(apply(date(2027, 2, 14))).then_refused("payment_not_open")
    assert applied()
    later = beijing_terms(readings={"p2.opens": "corresponding_day"})
    given(PAYMENT, later).when(apply(OPENS)).then_refused("payment_not_open")


def test_gc_11_payment_2_is_due_thirty_working_days_after_receipt() -> None:
    (event,) = applied()
    assert (event.due_on, event.provisional) == (DUE, True)  # type: ignore[union-attr]


def test_trap_h_the_official_year_re_dates_payment_2_and_keeps_the_old_value() -> None:
    holidays = [date(2027, 2, day) for day in (5, 8, 9, 10)]
    days = (
        *(CalendarDay(day, "holiday") for day in holidays),
        CalendarDay(date(2027, 2, 20), "makeup_workday"),
    )
    published = beijing_terms(calendars=(CalendarYearPublished(2027, "notice", days),))
    redated = given(PAYMENT, published, *applied()).when(RederiveDueDate(2))
    (event,) = redated.events
    assert (event.due_on, event.was, event.provisional) == (date(2027, 3, 26), DUE, False)  # type: ignore[union-attr]
    given(PAYMENT, published, *applied(), event).when(RederiveDueDate(2)).then_nothing_happened()


@pytest.mark.parametrize("number", [1, 3, 4, 12])
def test_a_published_year_leaves_payments_alone_that_nobody_applied_for_or_the_contract_lacks(number: int) -> None:
    given(PAYMENT, TERMS).when(RederiveDueDate(number)).then_nothing_happened()


def test_an_application_counts_once_and_payment_1_needs_none() -> None:
    given(PAYMENT, TERMS, *applied()).when(apply(date(2027, 2, 16))).then_refused("payment_already_applied")
    given(PAYMENT, TERMS).when(apply(OPENS, number=1)).then_refused("payment_needs_no_application")


def test_paying_needs_every_guard_the_exact_amount_and_happens_once() -> None:
    on = date(2026, 7, 8)
    given(PAYMENT, TERMS).when(pay(1, P1, on, "bond_held")).then_refused("payment_guard_unmet")
    for wrong in (P1 - 1, P1 + 1, 0):
        given(PAYMENT, TERMS).when(pay(1, wrong, on)).then_refused("payment_amount_differs")
    paid = given(PAYMENT, TERMS).when(pay(1, P1, on))
    paid.then(PaymentMade(1, P1, on, 0, tail=False))
    given(PAYMENT, TERMS, *paid.events).when(pay(1, P1, on)).then_refused("payment_already_made")


def test_in_a_shortfall_all_appropriated_money_is_paid_and_the_rest_later() -> None:
    on = date(2027, 3, 29)
    funded = FundsAppropriated(2, 40_000_000, on, "doc-1")
    first = given(PAYMENT, TERMS, *applied(), funded).when(pay(2, 40_000_000, on))
    first.then(PaymentMade(2, 40_000_000, on, 19_874_000, tail=False))
    rest = FundsAppropriated(2, 19_874_000, on, "doc-2")
    given(PAYMENT, TERMS, *applied(), funded, *first.events, rest).when(pay(2, 19_874_000, on)).then(
        PaymentMade(2, 19_874_000, on, 0, tail=False)
    )


def test_a_due_date_that_moved_fires_nothing_and_the_right_one_once() -> None:
    given(PAYMENT, TERMS, *applied()).when(NoteDue(2, date(2027, 3, 26))).then_nothing_happened()
    fell = given(PAYMENT, TERMS, *applied()).when(NoteDue(2, DUE))
    fell.then(PaymentFellDue(2, P2, DUE))
    given(PAYMENT, TERMS, *applied(), *fell.events).when(NoteDue(2, DUE)).then_nothing_happened()


def test_interest_is_refused_on_a_projected_year_and_without_a_rate_or_funds() -> None:
    late = (*applied(), PaymentMade(2, P2, date(2027, 4, 20), 0, tail=False))
    given(PAYMENT, TERMS, *late).when(AssessInterest(2)).then_refused("funds_record_missing")
    funded = (*applied(), FundsAppropriated(2, P2, OPENS, "d"), PaymentMade(2, P2, date(2027, 4, 20), 0, tail=False))
    given(PAYMENT, TERMS, *funded).when(AssessInterest(2)).then_refused("rate_missing")


def test_an_invoice_waits_for_review_once() -> None:
    received = InvoiceReceived(1, "INV-1", P1, date(2026, 7, 2))
    again = ReceiveInvoice(1, "INV-2", P1, date(2026, 7, 3), date(2026, 7, 3))
    given(PAYMENT, TERMS, received).when(again).then_refused("invoice_already_received")


def facts(bond: Bond | None = None, score: int | None = None, *, accepted: bool = False, settled: bool = False) -> Facts:
    return Facts(bond or Bond(), score, accepted, settled, OPENS)


def test_trap_f_without_a_bond_payment_1_stays_locked() -> None:
    accepted = Payment(invoice="accepted", invoice_fen=P1)
    locked = guards(1, accepted, facts(), TERMS)
    assert first_unmet(locked) == "bond_held"
    assert status(1, accepted, locked, facts(), TERMS) == "locked"
    held = facts(Bond(lodged_on=date(2026, 7, 3), held_fen=29_937_000))
    assert status(1, accepted, guards(1, accepted, held, TERMS), held, TERMS) == "payable"


@pytest.mark.parametrize(("invoice_fen", "met"), [(P1 - 1, False), (P1, True), (P1 + 1, False)])
def test_an_invoice_over_another_amount_does_not_open_a_payment(invoice_fen: int, met: bool) -> None:
    payment = Payment(invoice="accepted", invoice_fen=invoice_fen)
    held = facts(Bond(lodged_on=date(2026, 7, 1)))
    assert (first_unmet(guards(1, payment, held, TERMS)) is None) is met


@pytest.mark.parametrize(("option", "unmet"), [("false", None), ("true", "acceptance_passed")])
def test_amb_14_acceptance_conditions_payment_3_only_under_the_other_reading(option: str, unmet: str | None) -> None:
    terms = beijing_terms(readings={"p3.requires_acceptance": option})
    history = (AmountFixed(3, 1_000, "final"), InvoiceReceived(3, "n", 1_000, OPENS), InvoiceAccepted(3, OPENS))
    payment = given(PAYMENT, terms, *history).state
    assert first_unmet(guards(3, payment, facts(score=84, settled=True), terms)) == unmet
