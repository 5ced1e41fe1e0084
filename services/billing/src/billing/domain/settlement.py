"""The final settlement (结算): proposed by finance, confirmed by a leader, frozen with its explanation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from billing.domain.clauses.set_off import SetOff
from common.aggregate import Aggregate
from common.errors import Refused
from common.explanation import Explanation
from common.terms import Terms

CLAUSE = "§4.2¶4"


@dataclass(frozen=True, slots=True)
class SettlementProposed:
    """Finance laid these figures before the leader; they bind nobody yet."""

    figures: SetOff
    proposed_by: str


@dataclass(frozen=True, slots=True)
class SettlementConfirmed:
    """The figures stand. `explanation` is frozen with them: a later reading changes a copy, never this."""

    figures: SetOff
    explanation: Explanation
    confirmed_by: str


Event = SettlementProposed | SettlementConfirmed


@dataclass(frozen=True, slots=True)
class ProposeSettlement:
    figures: SetOff
    by: str


@dataclass(frozen=True, slots=True)
class ConfirmSettlement:
    """`figures` are computed anew under the ledger row; they must still be the proposed ones."""

    figures: SetOff
    explanation: Explanation
    by: str
    provisional_year: int | None


Command = ProposeSettlement | ConfirmSettlement


@dataclass(frozen=True, slots=True)
class Settlement:
    proposed: SetOff | None = None
    proposed_by: str | None = None
    confirmed: SetOff | None = None


def decide(command: Command, settlement: Settlement, _terms: Terms) -> Sequence[Event]:
    """What follows from a command in this state; raises `Refused` where a clause forbids it."""
    if settlement.confirmed:
        raise Refused("already_settled", clause=CLAUSE)
    match command:
        case ProposeSettlement(figures, by):
            return () if settlement.proposed == figures else (SettlementProposed(figures, by),)
        case ConfirmSettlement():
            return _confirm(command, settlement)
        case _:
            assert_never(command)


def _confirm(command: ConfirmSettlement, settlement: Settlement) -> Sequence[Event]:
    if settlement.proposed is None:
        raise Refused("settlement_not_proposed", clause=CLAUSE)
    if command.by == settlement.proposed_by:
        raise Refused("proposer_may_not_confirm", clause=CLAUSE)
    if command.figures != settlement.proposed:
        raise Refused("settlement_outdated", clause=CLAUSE)
    if command.provisional_year:
        raise Refused("calendar_provisional", year=command.provisional_year)
    return (SettlementConfirmed(command.figures, command.explanation, command.by),)


def evolve(settlement: Settlement, event: Event) -> Settlement:
    """The state after an event. Never refuses: it has happened."""
    match event:
        case SettlementProposed(figures, by):
            return replace(settlement, proposed=figures, proposed_by=by)
        case SettlementConfirmed(figures=figures):
            return replace(settlement, confirmed=figures)
        case _:
            assert_never(event)


SETTLEMENT: Aggregate[Command, Settlement, Event] = Aggregate("settlement", Settlement(), decide, evolve)
SETTLEMENT_ID = "final"
