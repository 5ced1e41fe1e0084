"""What happened to a payment."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PaymentApplied:
    """The contractor's application reached the customer; where the contract sets one, the payment clock runs.

    `due_ends_at` is the last moment of `due_on` in the contract's zone.
    """

    payment: int
    received_on: date
    due_on: date | None
    provisional: bool
    due_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueDateRederived:
    """A calendar year was published meanwhile and the due date is another; `was` stays in the history."""

    payment: int
    due_on: date
    was: date
    provisional: bool
    due_ends_at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceReceived:
    payment: int
    number: str
    amount_fen: int
    received_on: date


@dataclass(frozen=True, slots=True)
class InvoiceAccepted:
    payment: int
    accepted_on: date


@dataclass(frozen=True, slots=True)
class InvoiceRejected:
    payment: int
    rejected_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class FundsAppropriated:
    """Money for this payment arrived from the approving body. Its absence is never inferred from silence."""

    payment: int
    amount_fen: int
    arrived_on: date
    document: str


@dataclass(frozen=True, slots=True)
class AmountFixed:
    """The settlement fixed what is to be paid."""

    payment: int
    amount_fen: int
    settlement: str


@dataclass(frozen=True, slots=True)
class PaymentFellDue:
    """The last day for paying in time has ended with something unpaid."""

    payment: int
    amount_fen: int
    due_on: date


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """Money left the customer. `left_fen` is still to come; `tail`: it is the payment that the year's score decides."""

    payment: int
    amount_fen: int
    paid_on: date
    left_fen: int
    tail: bool


@dataclass(frozen=True, slots=True)
class InterestAssessed:
    """Interest on what was paid late (clause 9.2), frozen: principal, rate and days stand beside the amount."""

    payment: int
    amount_fen: int
    principal_fen: int
    percent: str
    days: int
    due_on: date
    paid_on: date


Event = (
    PaymentApplied
    | DueDateRederived
    | InvoiceReceived
    | InvoiceAccepted
    | InvoiceRejected
    | FundsAppropriated
    | AmountFixed
    | PaymentFellDue
    | PaymentMade
    | InterestAssessed
)
