"""May this payment be made? Each guard is a sentence of the contract; the answer names the ones that fail."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from billing.domain.bond import Bond
from billing.domain.payment import Payment
from common.terms import Terms

Status = Literal["locked", "eligible", "applied", "invoice_wait", "payable", "part_paid_shortfall", "overdue", "paid"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at besides the payment itself."""

    bond: Bond
    annual_score: int | None
    acceptance_passed: bool
    settlement_confirmed: bool
    today: date


@dataclass(frozen=True, slots=True)
class Guard:
    code: str
    met: bool
    clause: str
    zh: str
    en: str


def guards(number: int, payment: Payment, facts: Facts, terms: Terms) -> tuple[Guard, ...]:
    """Every condition of payment `number` in the contract's order, met or not. Decides nothing."""
    return (*_opening(number, payment, facts, terms), _invoice(number, payment, terms))


def first_unmet(checked: tuple[Guard, ...]) -> str | None:
    """The code of the first guard that fails, in the contract's order."""
    return next((guard.code for guard in checked if not guard.met), None)


def _opening(number: int, payment: Payment, facts: Facts, terms: Terms) -> tuple[Guard, ...]:
    rule = terms.payment(number)
    clause = rule.clause
    if not rule.tail and not rule.application:
        lodged = facts.bond.lodged_on is not None
        return (Guard("bond_held", lodged, clause, "乙方已提供履约保证金", "The performance bond is held"),)
    if not rule.tail:
        opens = terms.opens_on(number)
        reached = opens is None or facts.today >= opens
        return (
            Guard("months_served", reached, clause, f"服务期满, 自{opens}起可申请", f"Enough months served: open from {opens}"),
            Guard("applied", payment.applied_on is not None, clause, "已收到付款申请", "The application was received"),
        )
    return (
        Guard("year_assessed", facts.annual_score is not None, "A8 Art.9.1", "年度考核结果已确定", "The annual result is final"),
        *_acceptance(facts, terms),
        Guard("settlement_confirmed", facts.settlement_confirmed, clause, "结算已确认", "The settlement is confirmed"),
    )


def _acceptance(facts: Facts, terms: Terms) -> tuple[Guard, ...]:
    """Paragraphs 3 and 4 of clause 4.2 are separate; only the other reading makes acceptance a condition (AMB-14)."""
    if terms.reading("p3.requires_acceptance") != "true":
        return ()
    return (Guard("acceptance_passed", facts.acceptance_passed, "§4.2¶4", "项目验收合格", "Acceptance has passed"),)


def _invoice(number: int, payment: Payment, terms: Terms) -> Guard:
    """The customer pays after it has reviewed a proper invoice (clause 4.2 paragraph 6); nothing to pay needs none."""
    nothing_to_pay = payment.fixed_fen == 0
    exact = payment.invoice_fen == payment.amount_fen(number, terms)
    met = nothing_to_pay or (payment.invoice == "accepted" and exact)
    return Guard("invoice_accepted", met, "§4.2¶6", "发票已审核通过且金额相符", "An invoice of this amount was accepted")


def status(number: int, payment: Payment, checked: tuple[Guard, ...], facts: Facts, terms: Terms) -> Status:
    """Where the payment stands (reading.md 4.2), from facts alone."""
    unmet = {guard.code for guard in checked if not guard.met}
    if payment.left_fen(number, terms) == 0 and (payment.paid_fen or payment.fixed_fen == 0):
        return "paid"
    if payment.funded_fen is not None and payment.paid_fen == payment.funded_fen and payment.paid_fen:
        return "part_paid_shortfall"
    if not unmet:
        return "overdue" if payment.fell_due else "payable"
    if unmet == {"invoice_accepted"} and payment.applied_on:
        return "invoice_wait" if payment.fell_due else "applied"
    if unmet <= {"applied", "invoice_accepted"}:
        return "eligible"
    return "locked"
