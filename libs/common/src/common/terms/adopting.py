"""The policy by which every service but billing takes the terms over: published by billing, recorded as own events."""

from collections.abc import Sequence

from common.aggregate import Order
from common.ledger.facts import Delivered
from common.published import billing as told
from common.service import Policy
from common.terms.commands import ActivateTerms, ChooseReading, PublishCalendarYear, SetReferenceRate, TermsCommand
from common.terms.deciding import STREAM_ID, TERMS

Orders = Sequence[Order[TermsCommand]]


def activate(delivered: Delivered[told.ContractActivated]) -> Orders:
    """Adopts the pack as it travelled."""
    event = delivered.event
    return _to_terms(ActivateTerms(delivered.contract, event.pack, event.sample, delivered.position))


def choose(delivered: Delivered[told.ReadingSet]) -> Orders:
    """Adopts a reading. Why it was chosen stays with billing."""
    event = delivered.event
    return _to_terms(ChooseReading(event.name, event.option, source=delivered.position))


def publish(delivered: Delivered[told.CalendarPublished]) -> Orders:
    """Adopts a calendar year."""
    event = delivered.event
    return _to_terms(
        PublishCalendarYear(event.year, event.source_document, event.days, event.names, event.example, source=delivered.position)
    )


def set_rate(delivered: Delivered[told.ReferenceRateSet]) -> Orders:
    """Adopts the loan prime rate."""
    event = delivered.event
    return _to_terms(
        SetReferenceRate(event.percent, event.published_on, event.source_document, event.example, delivered.position)
    )


def _to_terms(command: TermsCommand) -> Orders:
    return (Order(TERMS, STREAM_ID, command),)


ADOPT_TERMS = Policy(
    name="adopt-terms",
    reacts={
        "billing": {
            told.ContractActivated: activate,
            told.ReadingSet: choose,
            told.CalendarPublished: publish,
            told.ReferenceRateSet: set_rate,
            told.BondLodged: None,
            told.BondRefunded: None,
            told.PaymentFellDue: None,
            told.PaymentMade: None,
            told.BreachNotified: None,
            told.DamagesConfirmed: None,
            told.DamagesWaived: None,
            told.AcceptanceDecided: None,
            told.ContractSettled: None,
        }
    },
)
