"""What billing does when it hears something. Pure: published event -> commands."""

from collections.abc import Mapping, Sequence
from typing import Any

from billing.domain import annual, bond, breach, payment
from common.aggregate import Order
from common.ledger.facts import Delivered
from common.published import billing as own
from common.published import scoring
from common.published.base import Published
from common.service import Policy, Reaction

Orders = Sequence[Order[Any]]
MOST_PAYMENTS = 12
"""No contract pack has more payments than this; those it lacks, and those not applied for, change nothing."""


def _watch_bond(_told: Delivered[own.ContractActivated]) -> Orders:
    return (Order(bond.BOND, bond.BOND_ID, bond.AwaitBond()),)


def _rederive(_told: Delivered[own.CalendarPublished]) -> Orders:
    """A published year moves what was computed on its projection; the old dates stay in the history (AMB-01)."""
    payments = (Order(payment.PAYMENT, str(number), payment.RederiveDueDate(number)) for number in range(1, MOST_PAYMENTS + 1))
    return (Order(bond.BOND, bond.BOND_ID, bond.AwaitBond()), *payments)


def _hear_quarter(told: Delivered[scoring.QuarterClosed]) -> Orders:
    event = told.event
    heard = annual.HearQuarter(event.quarter, event.deducted, event.bonus, told.position)
    return (Order(annual.ANNUAL, annual.ANNUAL_ID, heard),)


def _hear_year(told: Delivered[scoring.YearAssessed]) -> Orders:
    event = told.event
    heard = annual.HearAnnualScore(event.score, event.assessed_on, told.position, event.explanation)
    return (Order(annual.ANNUAL, annual.ANNUAL_ID, heard),)


def _propose_breach(told: Delivered[scoring.ObligationMissed]) -> Orders:
    """Proposes the damages of "违反本合同约定的其他义务" (clause 9.1 paragraph 7), for a person to pursue or not."""
    event = told.event
    if event.party != "contractor":
        return ()
    proposal = breach.ProposeBreach(
        "BR-7", event.due_on, event.obligation, (told.position,), "policy:propose-breach", event.due_on
    )
    return (Order(breach.BREACH, f"missed-{told.number}", proposal),)


_OWN: Mapping[type[Published], Reaction | None] = {
    own.ContractActivated: None,
    own.ReadingSet: None,
    own.CalendarPublished: None,
    own.ReferenceRateSet: None,
    own.BondLodged: None,
    own.BondRefunded: None,
    own.PaymentFellDue: None,
    own.PaymentMade: None,
    own.BreachNotified: None,
    own.DamagesConfirmed: None,
    own.DamagesWaived: None,
    own.AcceptanceDecided: None,
    own.ContractSettled: None,
}

_SCORING: Mapping[type[Published], Reaction | None] = {
    scoring.DeductionProposed: None,
    scoring.DeductionRecorded: None,
    scoring.BonusRecorded: None,
    scoring.QuarterClosed: _hear_quarter,
    scoring.RectificationDue: None,
    scoring.YearAssessed: _hear_year,
    scoring.ObligationMissed: _propose_breach,
    scoring.RecordCountered: None,  # a quarter or a year that it changes is told anew
}

POLICIES: tuple[Policy, ...] = (
    Policy("watch-dates", {"billing": {**_OWN, own.ContractActivated: _watch_bond, own.CalendarPublished: _rederive}}),
    Policy("hear-scoring", {"scoring": _SCORING}),
)
