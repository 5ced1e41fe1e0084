"""A breach (违约) and its liquidated damages (违约金): proposed, notified, cured or not, confirmed by a person (clause 9.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, assert_never

from billing.domain.moments import end_of
from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms

State = Literal["absent", "proposed", "notified", "cured", "uncured", "confirmed", "settled", "waived", "withdrawn"]


@dataclass(frozen=True, slots=True)
class BreachProposed:
    """Somebody, or a rule, holds a fact against a clause. Nothing is owed yet."""

    code: str
    clause: str
    amount_fen: int
    occurred_on: date
    fact: str
    evidence: tuple[str, ...]
    proposed_by: str


@dataclass(frozen=True, slots=True)
class BreachNotified:
    """The contractor received the notice over a listed channel (clause 1.1); the cure period runs."""

    code: str
    clause: str
    received_at: datetime
    channel: str
    cure_by: date | None
    provisional: bool
    cure_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class BreachCured:
    """Put right within the cure period. That avoids termination; the damages stay."""

    cured_on: date


@dataclass(frozen=True, slots=True)
class BreachUncured:
    """The cure period ended without a cure; a right to terminate may arise."""

    cure_by: date


@dataclass(frozen=True, slots=True)
class BreachDisputed:
    """The contractor objects. The service goes on (clause 11.2)."""

    reason: str


@dataclass(frozen=True, slots=True)
class DamagesConfirmed:
    """A leader of the customer confirmed the damages."""

    code: str
    clause: str
    amount_fen: int
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class DamagesWaived:
    """Given up, with a reason. `confirmed`: they were owed until now, so money moves back."""

    amount_fen: int
    reason: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class DamagesSettled:
    """Covered at settlement, from the bond, payment 3, or left as a claim."""

    settlement: str
    from_bond_fen: int
    from_payment_fen: int
    receivable_fen: int


Event = (
    BreachProposed
    | BreachNotified
    | BreachCured
    | BreachUncured
    | BreachDisputed
    | DamagesConfirmed
    | DamagesWaived
    | DamagesSettled
)


@dataclass(frozen=True, slots=True)
class ProposeBreach:
    code: str
    occurred_on: date
    fact: str
    evidence: tuple[str, ...]
    by: str
    today: date


@dataclass(frozen=True, slots=True)
class NotifyBreach:
    received_at: datetime
    channel: str
    now: datetime


@dataclass(frozen=True, slots=True)
class CureBreach:
    cured_on: date
    today: date


@dataclass(frozen=True, slots=True)
class EndCurePeriod:
    cure_by: date


@dataclass(frozen=True, slots=True)
class DisputeBreach:
    reason: str


@dataclass(frozen=True, slots=True)
class ConfirmDamages:
    by: str


@dataclass(frozen=True, slots=True)
class WaiveDamages:
    reason: str


@dataclass(frozen=True, slots=True)
class SettleDamages:
    settlement: str
    from_bond_fen: int
    from_payment_fen: int
    receivable_fen: int


Command = (
    ProposeBreach | NotifyBreach | CureBreach | EndCurePeriod | DisputeBreach | ConfirmDamages | WaiveDamages | SettleDamages
)


@dataclass(frozen=True, slots=True)
class Breach:
    state: State = "absent"
    code: str = ""
    clause: str = ""
    amount_fen: int = 0
    proposed_by: str = ""
    received_on: date | None = None
    cure_by: date | None = None
    disputed: bool = False
    confirmed: bool = False
    settled_from_bond_fen: int = 0


def decide(command: Command, breach: Breach, terms: Terms) -> Sequence[Event]:
    """What follows from a command in this state; raises `Refused` where a clause forbids it."""
    match command:
        case ProposeBreach():
            return _propose(command, breach, terms)
        case NotifyBreach():
            return _notify(command, breach, terms)
        case CureBreach():
            return _cure(command, breach)
        case EndCurePeriod(cure_by):
            return (BreachUncured(cure_by),) if breach.state == "notified" else ()
        case DisputeBreach(reason):
            return _dispute(reason, breach)
        case ConfirmDamages(by):
            return _confirm(by, breach)
        case WaiveDamages(reason):
            return _waive(reason, breach)
        case SettleDamages():
            return _settle(command, breach)
        case _:
            assert_never(command)


def _propose(command: ProposeBreach, breach: Breach, terms: Terms) -> Sequence[Event]:
    if breach.state != "absent":
        return ()
    rule = terms.breach(command.code)
    if rule.percent is None:
        raise Refused("breach_without_figure", clause=rule.clause)
    if command.occurred_on > command.today:
        raise Refused("date_in_the_future")
    if command.occurred_on < _earliest(terms):
        raise Refused("date_before_the_term", clause=rule.clause)
    amount = terms.amount(rule.percent)
    return (BreachProposed(rule.code, rule.clause, amount, command.occurred_on, command.fact, command.evidence, command.by),)


def _earliest(terms: Terms) -> date:
    """The contract was signed a day after the service began; what came before binds nobody (AMB-80)."""
    both = terms.reading("breach.earliest") == "max(service_start, effective_date)"
    return max(terms.term.starts, terms.term.signed) if both else terms.term.starts


def _notify(command: NotifyBreach, breach: Breach, terms: Terms) -> Sequence[Event]:
    if breach.state != "proposed":
        raise Refused("breach_not_open", clause=breach.clause or None)
    if command.received_at > command.now:
        raise Refused("date_in_the_future")
    cure_clock = terms.breach(breach.code).cure_clock
    deadline = terms.deadline(cure_clock, terms.local_date(command.received_at)) if cure_clock else None
    return (
        BreachNotified(
            breach.code,
            breach.clause,
            command.received_at,
            command.channel,
            deadline.on if deadline else None,
            deadline.provisional if deadline else False,
            end_of(deadline.on, terms) if deadline else None,
        ),
    )


def _cure(command: CureBreach, breach: Breach) -> Sequence[Event]:
    if breach.state != "notified":
        raise Refused("breach_not_notified", clause=breach.clause or None)
    if command.cured_on > command.today:
        raise Refused("date_in_the_future")
    if breach.cure_by and command.cured_on > breach.cure_by:
        raise Refused("cure_period_over", clause=breach.clause)
    return (BreachCured(command.cured_on),)


def _dispute(reason: str, breach: Breach) -> Sequence[Event]:
    if breach.state in {"absent", "waived", "settled"}:
        raise Refused("breach_not_open", clause=breach.clause or None)
    return () if breach.disputed else (BreachDisputed(reason),)


def _confirm(by: str, breach: Breach) -> Sequence[Event]:
    if breach.state not in {"notified", "cured", "uncured"}:
        raise Refused("breach_not_notified", clause=breach.clause or None)
    if by == breach.proposed_by:
        raise Refused("proposer_may_not_confirm", clause=breach.clause)
    return (DamagesConfirmed(breach.code, breach.clause, breach.amount_fen, by),)


def _waive(reason: str, breach: Breach) -> Sequence[Event]:
    if breach.state in {"absent", "waived"}:
        raise Refused("breach_not_open", clause=breach.clause or None)
    return (DamagesWaived(breach.amount_fen, reason, breach.confirmed),)


def _settle(command: SettleDamages, breach: Breach) -> Sequence[Event]:
    if breach.state != "confirmed":
        raise Refused("damages_not_confirmed", clause=breach.clause or None)
    return (DamagesSettled(command.settlement, command.from_bond_fen, command.from_payment_fen, command.receivable_fen),)


def evolve(breach: Breach, event: Event) -> Breach:
    """The state after an event. Never refuses: it has happened."""
    match event:
        case BreachProposed(code=code, clause=clause, amount_fen=amount, proposed_by=by):
            return replace(breach, state="proposed", code=code, clause=clause, amount_fen=amount, proposed_by=by)
        case BreachNotified(cure_by=cure_by, received_at=at):
            return replace(breach, state="notified", cure_by=cure_by, received_on=at.date())
        case BreachCured():
            return replace(breach, state="cured")
        case BreachUncured():
            return replace(breach, state="uncured")
        case BreachDisputed():
            return replace(breach, disputed=True)
        case DamagesConfirmed():
            return replace(breach, state="confirmed", confirmed=True)
        case DamagesWaived():
            return replace(breach, state="waived")
        case DamagesSettled(from_bond_fen=from_bond):
            return replace(breach, state="settled", settled_from_bond_fen=from_bond)
        case _:
            assert_never(event)


BREACH: Aggregate[Command, Breach, Event] = Aggregate("breach", Breach(), decide, evolve)
