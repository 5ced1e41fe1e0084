"""What may be asked of a payment."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ApplyForPayment:
    payment: int
    received_on: date
    today: date


@dataclass(frozen=True, slots=True)
class RederiveDueDate:
    payment: int


@dataclass(frozen=True, slots=True)
class ReceiveInvoice:
    payment: int
    number: str
    amount_fen: int
    received_on: date
    today: date


@dataclass(frozen=True, slots=True)
class AcceptInvoice:
    payment: int
    today: date


@dataclass(frozen=True, slots=True)
class RejectInvoice:
    payment: int
    reason: str
    today: date


@dataclass(frozen=True, slots=True)
class AppropriateFunds:
    payment: int
    amount_fen: int
    arrived_on: date
    document: str
    today: date


@dataclass(frozen=True, slots=True)
class FixAmount:
    payment: int
    amount_fen: int
    settlement: str


@dataclass(frozen=True, slots=True)
class NoteDue:
    """The due date's last moment passed."""

    payment: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Pay:
    """`unmet` names the first guard of `guards.py` that fails; the edge evaluates it under the same ledger row."""

    payment: int
    amount_fen: int
    paid_on: date
    today: date
    unmet: str | None


@dataclass(frozen=True, slots=True)
class AssessInterest:
    """Freezes the interest on the last part paid."""

    payment: int


Command = (
    ApplyForPayment
    | RederiveDueDate
    | ReceiveInvoice
    | AcceptInvoice
    | RejectInvoice
    | AppropriateFunds
    | FixAmount
    | NoteDue
    | Pay
    | AssessInterest
)
