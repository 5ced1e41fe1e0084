"""Billing's views, all folds of its own ledger, and the table that says which event changes which."""

from dataclasses import dataclass, field, replace
from typing import Any

from billing.domain import acceptance, annual, bond, breach, payment, settlement
from billing.domain.acceptance import Acceptance
from billing.domain.accounts import postings
from billing.domain.annual import Annual, QuarterHeard
from billing.domain.bond import Bond
from billing.domain.breach import Breach, State
from billing.domain.clauses.set_off import SetOff
from billing.domain.payment import Payment
from common.explanation import Explanation
from common.ledger.facts import Recorded
from common.projection import View
from common.service import Folds


@dataclass(frozen=True)
class BondRow:
    """The bond as it stands, with the ledger positions that made it so."""

    bond: Bond = field(default_factory=Bond)
    form: str = ""
    positions: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaymentRow:
    """One payment as its events left it, and the invoice that came last: its number, the digest of why it was rejected."""

    number: int
    payment: Payment = field(default_factory=Payment)
    invoice_number: str | None = None
    rejection: str | None = None
    positions: tuple[str, ...] = ()


@dataclass(frozen=True)
class BreachRow:
    """One breach. `order` is the ledger number of its confirmation: damages are covered in that order."""

    id: str
    state: State
    code: str
    breach: Breach
    fact: str
    evidence: tuple[str, ...]
    positions: tuple[str, ...]
    order: int = 0
    notified: bool = False


@dataclass(frozen=True)
class AcceptanceRow:
    """The acceptance as its events left it; `opinion` is the digest of the customer's text."""

    acceptance: Acceptance = field(default_factory=Acceptance)
    opinion: str | None = None
    positions: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnnualRow:
    """What scoring told of the year."""

    annual: Annual = field(default_factory=Annual)
    quarters: tuple[QuarterHeard, ...] = ()
    position: str | None = None


@dataclass(frozen=True)
class SettlementRow:
    """The settlement: proposed, or confirmed and frozen with its explanation."""

    state: str
    figures: SetOff
    proposed_by: str
    confirmed_by: str | None = None
    explanation: Explanation | None = None
    position: str = ""


@dataclass(frozen=True)
class AccountsRow:
    """Every account's balance in fen, received less given; over all of them the sum is zero."""

    balances: dict[str, int] = field(default_factory=dict)


BONDS = View("bonds", 1, BondRow)
PAYMENTS = View("payments", 2, PaymentRow, columns=("number",))
BREACHES = View("breaches", 1, BreachRow, columns=("state", "code"))
ACCEPTANCES = View("acceptances", 1, AcceptanceRow)
ANNUALS = View("annuals", 1, AnnualRow)
SETTLEMENTS = View("settlements", 1, SettlementRow)
ACCOUNTS = View("accounts", 1, AccountsRow)
ALL_ACCOUNTS = "all"


def _id(record: Recorded[Any]) -> str:
    return record.id


def _bond(row: BondRow | None, record: Recorded[bond.Event]) -> BondRow:
    before = row or BondRow()
    form = record.event.form if isinstance(record.event, bond.BondLodged) else before.form
    return BondRow(bond.evolve(before.bond, record.event), form, (*before.positions, record.position))


def _payment(row: PaymentRow | None, record: Recorded[payment.Event]) -> PaymentRow:
    before = _invoiced(row or PaymentRow(record.event.payment), record.event)
    return replace(before, payment=payment.evolve(before.payment, record.event), positions=(*before.positions, record.position))


def _invoiced(row: PaymentRow, event: payment.Event) -> PaymentRow:
    if isinstance(event, payment.InvoiceReceived):
        return replace(row, invoice_number=event.number, rejection=None)
    return replace(row, rejection=event.reason) if isinstance(event, payment.InvoiceRejected) else row


def _breach(row: BreachRow | None, record: Recorded[breach.Event]) -> BreachRow:
    now = breach.evolve(row.breach if row else breach.Breach(), record.event)
    if row is None:
        event = record.event
        fact, evidence = (event.fact, event.evidence) if isinstance(event, breach.BreachProposed) else ("", ())
        return BreachRow(record.id, now.state, now.code, now, fact, evidence, (record.position,))
    order = record.seq if isinstance(record.event, breach.DamagesConfirmed) else row.order
    notified = row.notified or isinstance(record.event, breach.BreachNotified)
    return replace(row, state=now.state, breach=now, positions=(*row.positions, record.position), order=order, notified=notified)


def _acceptance(row: AcceptanceRow | None, record: Recorded[acceptance.Event]) -> AcceptanceRow:
    before = row or AcceptanceRow()
    opinion = record.event.opinion if isinstance(record.event, acceptance.AcceptanceDecided) else before.opinion
    return AcceptanceRow(acceptance.evolve(before.acceptance, record.event), opinion, (*before.positions, record.position))


def _annual(row: AnnualRow | None, record: Recorded[annual.Event]) -> AnnualRow:
    before = row or AnnualRow()
    if isinstance(record.event, annual.QuarterHeard):
        others = tuple(quarter for quarter in before.quarters if quarter.quarter != record.event.quarter)
        return replace(before, quarters=(*others, record.event))
    return replace(before, annual=annual.evolve(before.annual, record.event), position=record.position)


def _proposed(row: SettlementRow | None, record: Recorded[settlement.SettlementProposed]) -> SettlementRow:
    return SettlementRow("proposed", record.event.figures, record.event.proposed_by, position=record.position)


def _confirmed(row: SettlementRow | None, record: Recorded[settlement.SettlementConfirmed]) -> SettlementRow:
    event = record.event
    proposed_by = row.proposed_by if row else event.confirmed_by
    return SettlementRow("confirmed", event.figures, proposed_by, event.confirmed_by, event.explanation, record.position)


def _all_accounts(_record: Recorded[Any]) -> str:
    return ALL_ACCOUNTS


def _posted(row: AccountsRow | None, record: Recorded[Any]) -> AccountsRow:
    balances = dict(row.balances) if row else {}
    for posting in postings(record.event):
        balances[posting.source] = balances.get(posting.source, 0) - posting.amount_fen
        balances[posting.target] = balances.get(posting.target, 0) + posting.amount_fen
    return AccountsRow(balances)


_IN_BOND = BONDS.on(_id, _bond)
_IN_PAYMENT = PAYMENTS.on(_id, _payment)
_IN_BREACH = BREACHES.on(_id, _breach)
_IN_ACCEPTANCE = ACCEPTANCES.on(_id, _acceptance)
_IN_ANNUAL = ANNUALS.on(_id, _annual)
_IN_ACCOUNTS = ACCOUNTS.on(_all_accounts, _posted)

PROJECTS: dict[type, Folds] = {
    bond.BondAwaited: (_IN_BOND,),
    bond.BondLodged: (_IN_BOND, _IN_ACCOUNTS),
    bond.BondFellLate: (_IN_BOND,),
    bond.BondDrawn: (_IN_BOND,),
    bond.BondRestored: (_IN_BOND, _IN_ACCOUNTS),
    bond.BondRefundOwed: (_IN_BOND,),
    bond.BondRefunded: (_IN_BOND, _IN_ACCOUNTS),
    payment.PaymentApplied: (_IN_PAYMENT,),
    payment.DueDateRederived: (_IN_PAYMENT,),
    payment.InvoiceReceived: (_IN_PAYMENT,),
    payment.InvoiceAccepted: (_IN_PAYMENT,),
    payment.InvoiceRejected: (_IN_PAYMENT,),
    payment.FundsAppropriated: (_IN_PAYMENT,),
    payment.AmountFixed: (_IN_PAYMENT,),
    payment.PaymentFellDue: (_IN_PAYMENT,),
    payment.PaymentMade: (_IN_PAYMENT, _IN_ACCOUNTS),
    payment.InterestAssessed: (_IN_PAYMENT,),
    breach.BreachProposed: (_IN_BREACH,),
    breach.BreachNotified: (_IN_BREACH,),
    breach.BreachCured: (_IN_BREACH,),
    breach.BreachUncured: (_IN_BREACH,),
    breach.BreachDisputed: (_IN_BREACH,),
    breach.DamagesConfirmed: (_IN_BREACH, _IN_ACCOUNTS),
    breach.DamagesWaived: (_IN_BREACH, _IN_ACCOUNTS),
    breach.DamagesSettled: (_IN_BREACH, _IN_ACCOUNTS),
    acceptance.AcceptanceApplied: (_IN_ACCEPTANCE,),
    acceptance.AcceptanceDecided: (_IN_ACCEPTANCE,),
    annual.AnnualScoreHeard: (_IN_ANNUAL,),
    annual.QuarterHeard: (_IN_ANNUAL,),
    settlement.SettlementProposed: (SETTLEMENTS.on(_id, _proposed),),
    settlement.SettlementConfirmed: (SETTLEMENTS.on(_id, _confirmed), _IN_ACCOUNTS),
}
