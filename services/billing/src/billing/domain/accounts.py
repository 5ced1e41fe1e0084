"""Money as postings between named accounts. Every posting names two of them; the sum over all accounts is zero."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from billing.domain import bond, breach, payment, settlement

CUSTOMER = "customer"
CONTRACTOR = "contractor"
BOND_HELD = "bond:held"
CLAIMS = "customer:claims"
DAMAGES = "damages:open"
RECEIVABLE = "damages:receivable"
TAIL = "payment:tail"


@dataclass(frozen=True, slots=True)
class Posting:
    """`amount_fen` moves from `source` to `target`; a counter-entry swaps them."""

    source: str
    target: str
    amount_fen: int


def _paid(event: payment.PaymentMade) -> tuple[Posting, ...]:
    return (Posting(TAIL if event.tail else CUSTOMER, CONTRACTOR, event.amount_fen),)


def _settled(event: breach.DamagesSettled) -> tuple[Posting, ...]:
    return (
        Posting(BOND_HELD, DAMAGES, event.from_bond_fen),
        Posting(TAIL, DAMAGES, event.from_payment_fen),
        Posting(RECEIVABLE, DAMAGES, event.receivable_fen),
    )


def _confirmed(event: settlement.SettlementConfirmed) -> tuple[Posting, ...]:
    return (Posting(CUSTOMER, TAIL, event.figures.final_payment_fen + event.figures.from_payment_fen),)


def _waived(event: breach.DamagesWaived) -> tuple[Posting, ...]:
    return (Posting(CLAIMS, DAMAGES, event.amount_fen),) if event.confirmed else ()


POSTINGS: Mapping[type, Callable[..., tuple[Posting, ...]]] = {
    bond.BondLodged: lambda event: (Posting(CONTRACTOR, BOND_HELD, event.amount_fen),),
    bond.BondRestored: lambda event: (Posting(DAMAGES, BOND_HELD, event.amount_fen),),
    bond.BondRefunded: lambda event: (Posting(BOND_HELD, CONTRACTOR, event.amount_fen),),
    payment.PaymentMade: _paid,
    breach.DamagesConfirmed: lambda event: (Posting(DAMAGES, CLAIMS, event.amount_fen),),
    breach.DamagesWaived: _waived,
    breach.DamagesSettled: _settled,
    settlement.SettlementConfirmed: _confirmed,
}
"""The events that move money. `BondDrawn` repeats what the breaches' `DamagesSettled` post, so it moves nothing."""


def postings(event: object) -> tuple[Posting, ...]:
    """What an event moves; nothing for all the others."""
    rule = POSTINGS.get(type(event))
    return tuple(posting for posting in rule(event) if posting.amount_fen) if rule else ()
