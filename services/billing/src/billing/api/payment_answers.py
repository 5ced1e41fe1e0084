"""Bodies and answers of the payment routes."""

from datetime import date
from typing import Annotated

from pydantic import Field

from billing.domain.guards import Facts, first_unmet, guards, status
from billing.domain.payment import Payment
from billing.labels import PAYMENT_STATUS
from billing.projections import PaymentRow
from common.explanation import Explanation
from common.money import Money
from common.terms import Terms
from common.web.answers import Answer, Body, Day, Labelled, ShortText, Text


class ApplyBody(Body):
    """The day on which the application reached the customer; the clock starts with receipt (AMB-06)."""

    received_on: Day


class InvoiceBody(Body):
    """An invoice as handed in."""

    number: ShortText
    amount: Money
    received_on: Day


class RejectBody(Body):
    """Why the invoice is not in order."""

    reason: Text


class FundsBody(Body):
    """Money that the approving body appropriated for a payment."""

    payment: Annotated[int, Field(ge=1, le=60)]
    amount: Money
    arrived_on: Day
    document: ShortText


class PayBody(Body):
    """What left the customer's account, and when."""

    amount: Money
    paid_on: Day


class GuardAnswer(Answer):
    """One condition of the contract, met or not."""

    code: str
    met: bool
    clause: str
    zh: str
    en: str


class PaymentAnswer(Answer):
    """A payment with the answer to "can I pay?" and why its date is what it is."""

    number: int
    title_zh: str
    title_en: str
    status: Labelled
    amount: Money
    amount_is_final: bool
    paid: Money
    left: Money
    interest: Money
    can_be_paid: bool
    first_unmet: str | None
    guards: list[GuardAnswer]
    opens_on: date | None
    applied_on: date | None
    due_on: date | None
    provisional: bool
    due_why: Explanation | None
    invoice: str
    funded: Money | None
    clause: str
    positions: tuple[str, ...]

    @classmethod
    def of(cls, row: PaymentRow, facts: Facts, terms: Terms) -> "PaymentAnswer":
        """The payment under these terms, today."""
        payment, rule = row.payment, terms.payment(row.number)
        checked = guards(row.number, payment, facts, terms)
        return cls(
            number=row.number,
            title_zh=rule.zh,
            title_en=rule.en,
            status=Labelled.of(status(row.number, payment, checked, facts, terms), PAYMENT_STATUS),
            amount=Money.of_fen(payment.amount_fen(row.number, terms)),
            amount_is_final=not rule.tail or payment.fixed_fen is not None,
            paid=Money.of_fen(payment.paid_fen),
            left=Money.of_fen(payment.left_fen(row.number, terms)),
            interest=Money.of_fen(payment.interest_fen),
            can_be_paid=all(guard.met for guard in checked) and payment.left_fen(row.number, terms) > 0,
            first_unmet=first_unmet(checked),
            guards=[GuardAnswer(code=g.code, met=g.met, clause=g.clause, zh=g.zh, en=g.en) for g in checked],
            opens_on=terms.opens_on(row.number),
            applied_on=payment.applied_on,
            due_on=payment.due_on,
            provisional=payment.due_provisional,
            due_why=_due_why(row.number, payment, terms),
            invoice=payment.invoice,
            funded=None if payment.funded_fen is None else Money.of_fen(payment.funded_fen),
            clause=rule.clause,
            positions=row.positions,
        )


class PaymentsAnswer(Answer):
    """All payments of a contract."""

    items: list[PaymentAnswer]


def _due_why(number: int, payment: Payment, terms: Terms) -> Explanation | None:
    clock = terms.payment(number).due_clock
    if clock is None or payment.applied_on is None:
        return None
    return terms.deadline(clock, payment.applied_on).explanation
