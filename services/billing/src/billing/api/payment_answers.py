"""Bodies and answers of the payment routes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from billing.domain.guards import Facts, Guard, first_unmet, guards, status
from billing.domain.payment import Payment
from billing.labels import PAYMENT_STATUS
from billing.projections import PaymentRow
from common.explanation import Explanation
from common.money import Money
from common.terms import Terms
from common.web.answers import Answer, Body, Day, Labelled, ShortText, Text

Behind = Mapping[str, Sequence[str]]
"""Ledger positions by the code of the guard that rests on them; those that are not named rest on the payment's own."""

Texts = Mapping[str, str | None]
"""What people typed, by its digest; `None` where it was erased."""


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
    """One condition of the contract, met or not. `positions`: the events it rests on, as far as there are any."""

    code: str
    met: bool
    clause: str
    zh: str
    en: str
    positions: tuple[str, ...]


class PaymentAnswer(Answer):
    """A payment with the answer to "can I pay?" and why its date is what it is.

    `invoice_number` and `invoice_amount` are those of the invoice that came last; `invoice_accepted_on` is the day it was
    found in order, `invoice_rejection` why it was not.
    """

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
    opens_why: Explanation | None
    applied_on: date | None
    due_on: date | None
    provisional: bool
    due_why: Explanation | None
    invoice: str
    invoice_number: str | None
    invoice_amount: Money | None
    invoice_accepted_on: date | None
    invoice_rejection: str | None
    funded: Money | None
    clause: str
    positions: tuple[str, ...]

    @classmethod
    def of(cls, row: PaymentRow, facts: Facts, behind: Behind, terms: Terms, texts: Texts) -> "PaymentAnswer":
        """The payment under these terms, today. `behind` names the events that the guards rest on."""
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
            guards=[_guard(one, behind.get(one.code, row.positions)) for one in checked],
            opens_on=terms.opens_on(row.number),
            opens_why=_opens_why(row.number, terms),
            applied_on=payment.applied_on,
            due_on=payment.due_on,
            provisional=payment.due_provisional,
            due_why=_due_why(row.number, payment, terms),
            invoice=payment.invoice,
            invoice_number=row.invoice_number,
            invoice_amount=None if payment.invoice == "none" else Money.of_fen(payment.invoice_fen),
            invoice_accepted_on=payment.invoice_accepted_on if payment.invoice == "accepted" else None,
            invoice_rejection=texts.get(row.rejection or ""),
            funded=None if payment.funded_fen is None else Money.of_fen(payment.funded_fen),
            clause=rule.clause,
            positions=row.positions,
        )


class PaymentsAnswer(Answer):
    """All payments of a contract."""

    items: list[PaymentAnswer]


def _guard(guard: Guard, positions: Sequence[str]) -> GuardAnswer:
    return GuardAnswer(code=guard.code, met=guard.met, clause=guard.clause, zh=guard.zh, en=guard.en, positions=tuple(positions))


def _opens_why(number: int, terms: Terms) -> Explanation | None:
    rule, opens = terms.payment(number), terms.opens_on(number)
    if opens is None:
        return None
    start = Explanation("deadline.start", "服务期起始日", "start of the service", terms.term.starts.isoformat())
    return Explanation(
        code="payment.opens",
        zh=f"服务期满 {rule.opens_after_months} 个月后可申请",
        en=f"may be applied for after {rule.opens_after_months} months of service",
        value=opens.isoformat(),
        clause=rule.clause,
        readings=terms.used("p2.opens"),
        parts=(start,),
    )


def _due_why(number: int, payment: Payment, terms: Terms) -> Explanation | None:
    clock = terms.payment(number).due_clock
    if clock is None or payment.applied_on is None:
        return None
    return terms.deadline(clock, payment.applied_on).explanation
