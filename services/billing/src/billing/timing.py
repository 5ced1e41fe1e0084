"""Which events set a clock, and what happens when it runs out."""

from collections.abc import Sequence
from datetime import date

from billing.domain import bond, breach, payment
from common.aggregate import Order
from common.ledger.facts import Recorded
from common.service import Fires, Timers
from common.timers import ClearTimer, Due, SetTimer

Changes = Sequence[SetTimer | ClearTimer]


def _bond_awaited(record: Recorded[bond.BondAwaited]) -> Changes:
    return (SetTimer("bond-due", "bond-due", record.event.due_ends_at, {"due_on": record.event.due_on.isoformat()}),)


def _bond_lodged(_record: Recorded[bond.BondLodged]) -> Changes:
    return (ClearTimer("bond-due"),)


def _payment_clock(record: Recorded[payment.PaymentApplied | payment.DueDateRederived]) -> Changes:
    event = record.event
    if event.due_on is None or event.due_ends_at is None:
        return ()
    about = {"payment": str(event.payment), "due_on": event.due_on.isoformat()}
    return (SetTimer(f"payment-{event.payment}-due", "payment-due", event.due_ends_at, about),)


def _paid(record: Recorded[payment.PaymentMade]) -> Changes:
    return () if record.event.left_fen else (ClearTimer(f"payment-{record.event.payment}-due"),)


def _cure_clock(record: Recorded[breach.BreachNotified]) -> Changes:
    event = record.event
    if event.cure_by is None or event.cure_ends_at is None:
        return ()
    about = {"breach": record.id, "cure_by": event.cure_by.isoformat()}
    return (SetTimer(f"cure-{record.id}", "cure-over", event.cure_ends_at, about),)


def _cure_ended(record: Recorded[breach.BreachCured | breach.DamagesConfirmed | breach.DamagesWaived]) -> Changes:
    return (ClearTimer(f"cure-{record.id}"),)


TIMERS: Timers = {
    bond.BondAwaited: _bond_awaited,
    bond.BondLodged: _bond_lodged,
    payment.PaymentApplied: _payment_clock,
    payment.DueDateRederived: _payment_clock,
    payment.PaymentMade: _paid,
    breach.BreachNotified: _cure_clock,
    breach.BreachCured: _cure_ended,
    breach.DamagesWaived: _cure_ended,
}


def _bond_due(due: Due) -> Order[bond.Command]:
    return Order(bond.BOND, bond.BOND_ID, bond.NoteBondLate(date.fromisoformat(due.about["due_on"])))


def _payment_due(due: Due) -> Order[payment.Command]:
    number, due_on = due.about["payment"], date.fromisoformat(due.about["due_on"])
    return Order(payment.PAYMENT, number, payment.NoteDue(int(number), due_on))


def _cure_over(due: Due) -> Order[breach.Command]:
    return Order(breach.BREACH, due.about["breach"], breach.EndCurePeriod(date.fromisoformat(due.about["cure_by"])))


FIRES: Fires = {"bond-due": _bond_due, "payment-due": _payment_due, "cure-over": _cure_over}
