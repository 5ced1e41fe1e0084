"""A payment as its events left it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, assert_never

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
from common.terms import Terms

InvoiceState = Literal["none", "received", "accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Payment:
    applied_on: date | None = None
    due_on: date | None = None
    due_provisional: bool = False
    invoice: InvoiceState = "none"
    invoice_fen: int = 0
    invoice_accepted_on: date | None = None
    funded_fen: int | None = None
    fixed_fen: int | None = None
    fell_due: bool = False
    paid_fen: int = 0
    last_paid_on: date | None = None
    last_paid_fen: int = 0
    interest_fen: int = 0

    def amount_fen(self, payment: int, terms: Terms) -> int:
        """What is to be paid in all: the contract's amount, or what the settlement fixed."""
        return self.fixed_fen if self.fixed_fen is not None else terms.payment(payment).amount_fen

    def left_fen(self, payment: int, terms: Terms) -> int:
        return self.amount_fen(payment, terms) - self.paid_fen

    @property
    def settled(self) -> bool:
        """Paid to the last fen; for payment 3 that may be nothing at all."""
        return self.fixed_fen == self.paid_fen if self.fixed_fen is not None else False


def evolve(payment: Payment, event: Event) -> Payment:
    """The state after an event. Never refuses: it has happened."""
    match event:
        case PaymentApplied(received_on=on, due_on=due, provisional=provisional):
            return replace(payment, applied_on=on, due_on=due, due_provisional=provisional)
        case DueDateRederived(due_on=due, provisional=provisional):
            return replace(payment, due_on=due, due_provisional=provisional)
        case InvoiceReceived(amount_fen=amount):
            return replace(payment, invoice="received", invoice_fen=amount)
        case InvoiceAccepted(accepted_on=on):
            return replace(payment, invoice="accepted", invoice_accepted_on=on)
        case InvoiceRejected():
            return replace(payment, invoice="rejected")
        case FundsAppropriated(amount_fen=amount):
            return replace(payment, funded_fen=(payment.funded_fen or 0) + amount)
        case AmountFixed(amount_fen=amount):
            return replace(payment, fixed_fen=amount)
        case PaymentFellDue():
            return replace(payment, fell_due=True)
        case PaymentMade(amount_fen=amount, paid_on=on):
            return replace(payment, paid_fen=payment.paid_fen + amount, last_paid_on=on, last_paid_fen=amount)
        case InterestAssessed(amount_fen=amount):
            return replace(payment, interest_fen=payment.interest_fen + amount)
        case _:
            assert_never(event)
