"""Decisions about one payment. Guards over other streams stand in `guards.py`."""

from collections.abc import Sequence
from typing import assert_never

from billing.domain.clauses import interest
from billing.domain.moments import end_of
from billing.domain.payment.commands import (
    AcceptInvoice,
    ApplyForPayment,
    AppropriateFunds,
    AssessInterest,
    Command,
    FixAmount,
    NoteDue,
    Pay,
    ReceiveInvoice,
    RederiveDueDate,
    RejectInvoice,
)
from billing.domain.payment.events import (
    AmountFixed,
    DueDateRederived,
    Event,
    FundsAppropriated,
    InterestAssessed,
    InvoiceAccepted,
    InvoiceReceived,
    InvoiceRejected,
    PaymentApplied,
    PaymentFellDue,
    PaymentMade,
)
from billing.domain.payment.state import Payment, evolve
from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms


def decide(command: Command, payment: Payment, terms: Terms) -> Sequence[Event]:
    """What follows from a command in this state; raises `Refused` where a clause forbids it."""
    match command:
        case ApplyForPayment():
            return _apply(command, payment, terms)
        case RederiveDueDate(number):
            return _rederive(number, payment, terms)
        case ReceiveInvoice():
            return _receive_invoice(command, payment, terms)
        case AcceptInvoice(number, today):
            _invoice_must_wait_for_review(payment)
            return (InvoiceAccepted(number, today),)
        case RejectInvoice(number, reason, today):
            _invoice_must_wait_for_review(payment)
            return (InvoiceRejected(number, today, reason),)
        case AppropriateFunds(number, amount, arrived_on, document, today):
            if arrived_on > today:
                raise Refused("date_in_the_future")
            return (FundsAppropriated(number, amount, arrived_on, document),)
        case FixAmount(number, amount, settlement):
            return () if payment.fixed_fen == amount else (AmountFixed(number, amount, settlement),)
        case NoteDue(number, due_on):
            left = payment.left_fen(number, terms)
            current = payment.due_on == due_on and not payment.fell_due
            return (PaymentFellDue(number, left, due_on),) if current and left else ()
        case Pay():
            return _pay(command, payment, terms)
        case AssessInterest(number):
            return _assess_interest(number, payment, terms)
        case _:
            assert_never(command)


def _apply(command: ApplyForPayment, payment: Payment, terms: Terms) -> Sequence[Event]:
    rule = terms.payment(command.payment)
    if not rule.application:
        raise Refused("payment_needs_no_application", clause=rule.clause)
    if payment.applied_on:
        raise Refused("payment_already_applied", clause=rule.clause)
    if command.received_on > command.today:
        raise Refused("date_in_the_future")
    opens = terms.opens_on(command.payment)
    if opens and command.received_on < opens:
        raise Refused("payment_not_open", clause=rule.clause, opens_on=opens.isoformat())
    if rule.due_clock is None:
        return (PaymentApplied(command.payment, command.received_on, None, provisional=False, due_ends_at=None),)
    due = terms.deadline(rule.due_clock, command.received_on)
    return (PaymentApplied(command.payment, command.received_on, due.on, due.provisional, end_of(due.on, terms)),)


def _rederive(number: int, payment: Payment, terms: Terms) -> Sequence[Event]:
    if payment.applied_on is None or payment.due_on is None:
        return ()  # a payment that this contract does not have was never applied for either
    clock = terms.payment(number).due_clock
    if clock is None:
        return ()
    due = terms.deadline(clock, payment.applied_on)
    if (due.on, due.provisional) == (payment.due_on, payment.due_provisional):
        return ()
    return (DueDateRederived(number, due.on, payment.due_on, due.provisional, end_of(due.on, terms)),)


def _receive_invoice(command: ReceiveInvoice, payment: Payment, terms: Terms) -> Sequence[Event]:
    clause = terms.payment(command.payment).clause
    if payment.invoice in {"received", "accepted"}:
        raise Refused("invoice_already_received", clause=clause)
    if command.received_on > command.today:
        raise Refused("date_in_the_future")
    return (InvoiceReceived(command.payment, command.number, command.amount_fen, command.received_on),)


def _invoice_must_wait_for_review(payment: Payment) -> None:
    if payment.invoice != "received":
        raise Refused("no_invoice_to_review", clause="§4.2¶6")


def _pay(command: Pay, payment: Payment, terms: Terms) -> Sequence[Event]:
    rule = terms.payment(command.payment)
    clause = rule.clause
    left = payment.left_fen(command.payment, terms)
    if left == 0:
        raise Refused("payment_already_made", clause=clause)
    if command.unmet:
        raise Refused("payment_guard_unmet", clause=clause, guard=command.unmet)
    if command.paid_on > command.today:
        raise Refused("date_in_the_future")
    if command.amount_fen != left and not _is_all_that_is_funded(command.amount_fen, payment, left):
        raise Refused("payment_amount_differs", clause=clause)
    return (
        PaymentMade(
            command.payment, command.amount_fen, command.paid_on, left - command.amount_fen, terms.payment(command.payment).tail
        ),
    )


def _is_all_that_is_funded(amount_fen: int, payment: Payment, left_fen: int) -> bool:
    """In a shortfall the customer pays all appropriated money now and the rest as it arrives (clause 4.2 paragraph 5)."""
    return payment.funded_fen is not None and amount_fen == payment.funded_fen - payment.paid_fen < left_fen and amount_fen > 0


def _assess_interest(number: int, payment: Payment, terms: Terms) -> Sequence[Event]:
    """Only what was due, invoiced and funded bears interest (reading.md 4.6); silence about funds is not zero (AMB-66)."""
    if payment.due_on is None or payment.last_paid_on is None or payment.interest_fen:
        raise Refused("interest_not_due", clause=interest.CLAUSE)
    if payment.funded_fen is None and terms.reading("interest.requires") == "funds_available_event":
        raise Refused("funds_record_missing", clause=interest.CLAUSE)
    rate = terms.rate
    if rate is None:
        raise Refused("rate_missing", clause=interest.CLAUSE)
    if payment.due_provisional:
        raise Refused("calendar_provisional", clause=interest.CLAUSE, year=payment.due_on.year)
    due = interest.effective_due(payment.due_on, payment.applied_on, payment.invoice_accepted_on, terms)
    late = interest.late_interest(payment.last_paid_fen, due, payment.last_paid_on, rate.percent, terms)
    if late.days == 0:
        raise Refused("interest_not_due", clause=interest.CLAUSE)
    return (InterestAssessed(number, late.fen, late.principal_fen, str(late.percent), late.days, due, payment.last_paid_on),)


PAYMENT: Aggregate[Command, Payment, Event] = Aggregate("payment", Payment(), decide, evolve)
