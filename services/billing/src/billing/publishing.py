"""What billing tells the others of its own events; `None` means: this stays here."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.domain import acceptance, annual, bond, breach, payment, settlement
from common.published import billing as told
from common.published.base import Published

Publish = Callable[[str, Any], Published | None]


def _breach_id(stream: str) -> str:
    return stream.partition("/")[2]


def _bond_lodged(_stream: str, event: bond.BondLodged) -> told.BondLodged:
    return told.BondLodged(amount_fen=event.amount_fen, lodged_on=event.lodged_on, late=event.late)


def _bond_refunded(_stream: str, event: bond.BondRefunded) -> told.BondRefunded:
    return told.BondRefunded(amount_fen=event.amount_fen, refunded_on=event.refunded_on)


def _fell_due(_stream: str, event: payment.PaymentFellDue) -> told.PaymentFellDue:
    return told.PaymentFellDue(payment=event.payment, amount_fen=event.amount_fen, due_on=event.due_on)


def _made(_stream: str, event: payment.PaymentMade) -> told.PaymentMade:
    return told.PaymentMade(payment=event.payment, amount_fen=event.amount_fen, paid_on=event.paid_on)


def _notified(stream: str, event: breach.BreachNotified) -> told.BreachNotified:
    return told.BreachNotified(
        breach_id=_breach_id(stream), code=event.code, clause=event.clause, received_at=event.received_at, cure_by=event.cure_by
    )


def _damages_confirmed(stream: str, event: breach.DamagesConfirmed) -> told.DamagesConfirmed:
    return told.DamagesConfirmed(breach_id=_breach_id(stream), code=event.code, clause=event.clause, amount_fen=event.amount_fen)


def _damages_waived(stream: str, event: breach.DamagesWaived) -> told.DamagesWaived:
    return told.DamagesWaived(breach_id=_breach_id(stream), amount_fen=event.amount_fen)


def _acceptance_decided(_stream: str, event: acceptance.AcceptanceDecided) -> told.AcceptanceDecided:
    return told.AcceptanceDecided(round=event.round, passed=event.passed, decided_on=event.decided_on)


def _settled(_stream: str, event: settlement.SettlementConfirmed) -> told.ContractSettled:
    return told.ContractSettled(
        final_payment_fen=event.figures.final_payment_fen,
        bond_refund_fen=event.figures.bond_refund_fen,
        receivable_fen=event.figures.receivable_fen,
    )


PUBLISHES: Mapping[type, Publish | None] = {
    bond.BondAwaited: None,
    bond.BondLodged: _bond_lodged,
    bond.BondFellLate: None,
    bond.BondDrawn: None,
    bond.BondRestored: None,
    bond.BondRefundOwed: None,
    bond.BondRefunded: _bond_refunded,
    payment.PaymentApplied: None,
    payment.DueDateRederived: None,
    payment.InvoiceReceived: None,
    payment.InvoiceAccepted: None,
    payment.InvoiceRejected: None,
    payment.FundsAppropriated: None,
    payment.AmountFixed: None,
    payment.PaymentFellDue: _fell_due,
    payment.PaymentMade: _made,
    payment.InterestAssessed: None,
    breach.BreachProposed: None,
    breach.BreachNotified: _notified,
    breach.BreachCured: None,
    breach.BreachUncured: None,
    breach.BreachDisputed: None,
    breach.DamagesConfirmed: _damages_confirmed,
    breach.DamagesWaived: _damages_waived,
    breach.DamagesSettled: None,
    acceptance.AcceptanceApplied: None,
    acceptance.AcceptanceDecided: _acceptance_decided,
    annual.AnnualScoreHeard: None,
    annual.QuarterHeard: None,
    settlement.SettlementProposed: None,
    settlement.SettlementConfirmed: _settled,
}
