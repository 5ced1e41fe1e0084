"""The performance bond (履约保证金): lodged once, drawn at settlement, the rest refunded (clause 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from billing.domain.moments import end_of
from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms

CLAUSE_LODGE = "§4.2¶1"
CLAUSE_REFUND = "§4.2¶4"


@dataclass(frozen=True, slots=True)
class BondLodged:
    """The contractor provided the bond. `late` compares with the due date of `bond_due`."""

    amount_fen: int
    form: str
    lodged_on: date
    due_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class BondAwaited:
    """The contract is in force: the bond is owed by the end of this day."""

    due_on: date
    provisional: bool
    due_ends_at: datetime


@dataclass(frozen=True, slots=True)
class BondFellLate:
    """The due date passed without a bond; payment 1 stays locked."""

    due_on: date


@dataclass(frozen=True, slots=True)
class BondDrawn:
    """Damages were taken from the bond at settlement."""

    amount_fen: int
    settlement: str


@dataclass(frozen=True, slots=True)
class BondRestored:
    """A counter-entry: damages that had been drawn were given up afterwards."""

    amount_fen: int
    breach_id: str


@dataclass(frozen=True, slots=True)
class BondRefundOwed:
    """Acceptance passed and the damages are known: this much goes back, without interest."""

    amount_fen: int


@dataclass(frozen=True, slots=True)
class BondRefunded:
    """The customer paid the rest of the bond back."""

    amount_fen: int
    refunded_on: date


Event = BondAwaited | BondLodged | BondFellLate | BondDrawn | BondRestored | BondRefundOwed | BondRefunded


@dataclass(frozen=True, slots=True)
class LodgeBond:
    amount_fen: int
    form: str
    lodged_on: date
    today: date


@dataclass(frozen=True, slots=True)
class AwaitBond:
    pass


@dataclass(frozen=True, slots=True)
class NoteBondLate:
    due_on: date


@dataclass(frozen=True, slots=True)
class DrawBond:
    amount_fen: int
    settlement: str


@dataclass(frozen=True, slots=True)
class RestoreBond:
    amount_fen: int
    breach_id: str


@dataclass(frozen=True, slots=True)
class OweRefund:
    amount_fen: int


@dataclass(frozen=True, slots=True)
class RefundBond:
    amount_fen: int
    refunded_on: date
    today: date


Command = AwaitBond | LodgeBond | NoteBondLate | DrawBond | RestoreBond | OweRefund | RefundBond


@dataclass(frozen=True, slots=True)
class Bond:
    """What is held of the bond, and what of it is owed back."""

    due_on: date | None = None
    lodged_on: date | None = None
    noted_late: bool = False
    held_fen: int = 0
    drawn_fen: int = 0
    owed_fen: int | None = None
    refunded_fen: int = 0


def decide(command: Command, bond: Bond, terms: Terms) -> Sequence[Event]:
    """What follows from a command in this state; raises `Refused` where a clause forbids it."""
    match command:
        case AwaitBond():
            return _await(bond, terms)
        case LodgeBond():
            return _lodge(command, bond, terms)
        case NoteBondLate(due_on):
            return () if bond.lodged_on or bond.noted_late else (BondFellLate(due_on),)
        case DrawBond():
            return _draw(command, bond)
        case RestoreBond(amount_fen, breach_id):
            return (BondRestored(min(amount_fen, bond.drawn_fen), breach_id),) if bond.drawn_fen else ()
        case OweRefund(amount_fen):
            return (BondRefundOwed(amount_fen),) if bond.owed_fen is None else ()
        case RefundBond():
            return _refund(command, bond)
        case _:
            assert_never(command)


def _await(bond: Bond, terms: Terms) -> Sequence[Event]:
    due = terms.deadline(terms.bond.due_clock, terms.term.signed)
    return () if bond.due_on == due.on else (BondAwaited(due.on, due.provisional, end_of(due.on, terms)),)


def _lodge(command: LodgeBond, bond: Bond, terms: Terms) -> Sequence[Event]:
    if bond.lodged_on:
        raise Refused("bond_already_lodged", clause=CLAUSE_LODGE)
    if command.amount_fen != terms.bond.amount_fen:
        raise Refused("bond_amount_differs", clause=CLAUSE_LODGE)
    if command.lodged_on > command.today:
        raise Refused("date_in_the_future")
    if command.lodged_on < min(terms.term.signed, terms.term.starts):
        raise Refused("date_before_the_term", clause=CLAUSE_LODGE)
    due = terms.deadline(terms.bond.due_clock, terms.term.signed)
    return (BondLodged(command.amount_fen, command.form, command.lodged_on, due.on, late=command.lodged_on > due.on),)


def _draw(command: DrawBond, bond: Bond) -> Sequence[Event]:
    if command.amount_fen > bond.held_fen:
        raise Refused("bond_exhausted", clause=CLAUSE_REFUND)
    return (BondDrawn(command.amount_fen, command.settlement),) if command.amount_fen else ()


def _refund(command: RefundBond, bond: Bond) -> Sequence[Event]:
    if bond.owed_fen is None:
        raise Refused("bond_refund_not_due", clause=CLAUSE_REFUND)
    if command.refunded_on > command.today:
        raise Refused("date_in_the_future")
    if command.amount_fen != bond.owed_fen - bond.refunded_fen or command.amount_fen == 0:
        raise Refused("bond_refund_differs", clause=CLAUSE_REFUND)
    return (BondRefunded(command.amount_fen, command.refunded_on),)


def evolve(bond: Bond, event: Event) -> Bond:
    """The state after an event. Never refuses: it has happened."""
    match event:
        case BondLodged(amount_fen=amount, lodged_on=on):
            return replace(bond, lodged_on=on, held_fen=amount)
        case BondAwaited(due_on=due):
            return replace(bond, due_on=due)
        case BondFellLate():
            return replace(bond, noted_late=True)
        case BondDrawn(amount_fen=amount):
            return replace(bond, held_fen=bond.held_fen - amount, drawn_fen=bond.drawn_fen + amount)
        case BondRestored(amount_fen=amount):
            owed = None if bond.owed_fen is None else bond.owed_fen + amount
            return replace(bond, held_fen=bond.held_fen + amount, drawn_fen=bond.drawn_fen - amount, owed_fen=owed)
        case BondRefundOwed(amount_fen=amount):
            return replace(bond, owed_fen=amount)
        case BondRefunded(amount_fen=amount):
            return replace(bond, held_fen=bond.held_fen - amount, refunded_fen=bond.refunded_fen + amount)
        case _:
            assert_never(event)


BOND: Aggregate[Command, Bond, Event] = Aggregate("bond", Bond(), decide, evolve)
BOND_ID = "performance"
