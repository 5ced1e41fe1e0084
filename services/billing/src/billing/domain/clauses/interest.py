"""Interest on what the customer pays late (clause 9.2), simple, at the one-year loan prime rate at signing."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from common.terms import Terms

CLAUSE = "§9.2¶1"


@dataclass(frozen=True, slots=True)
class Interest:
    """`fen` = round(principal x percent / 100 x days / day_base)."""

    fen: int
    principal_fen: int
    percent: Decimal
    days: int
    day_base: int
    effective_due: date


def effective_due(due: date, applied_on: date | None, invoice_accepted_on: date | None, terms: Terms) -> date:
    """The day after which the customer is late.

    "乙方逾期提供发票的…甲方有权延迟支付, 不承担逾期付款违约责任" (clause 4.2 paragraph 6) without saying how long;
    readings of AMB-12: the later of both days, the due date shifted by the invoice's delay, or a new full period.
    """
    if invoice_accepted_on is None or invoice_accepted_on <= due:
        return due
    match terms.reading("invoice.late_effect"):
        case "shift":
            return due + (invoice_accepted_on - applied_on) if applied_on is not None else invoice_accepted_on
        case "new_period":
            return terms.deadline("payment2_due", invoice_accepted_on).on
        case _:
            return invoice_accepted_on


def late_days(due: date, paid_on: date, terms: Terms) -> int:
    """Days from the day after the due date to the day of payment, that day included or not (AMB-13)."""
    days = (paid_on - due) // timedelta(days=1)
    return max(0, days if terms.reading("interest.days") == "after_due_to_payment_incl" else days - 1)


def late_interest(principal_fen: int, due: date, paid_on: date, percent: Decimal, terms: Terms) -> Interest:
    """What a late payment costs. The principal is the part that was due, invoiced and funded; the caller knows it."""
    days = late_days(due, paid_on, terms)
    base = int(terms.reading("interest.base"))
    fen = terms.round_fen(Decimal(principal_fen) * percent / 100 * days / base)
    return Interest(fen, principal_fen, percent, days, base, due)
