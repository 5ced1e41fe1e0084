"""Billing, wired."""

from billing.api import router
from billing.domain import acceptance, annual, bond, breach, payment, settlement
from billing.domain.refusals import REFUSALS
from billing.policies import POLICIES
from billing.projections import PROJECTS
from billing.publishing import PUBLISHES
from billing.timing import FIRES, TIMERS
from common.ledger.facts import event_types
from common.service import Service
from common.terms import TERMS_EVENTS, TERMS_PROJECTS, TERMS_PUBLISHED, TERMS_REFUSALS
from common.web.app import create_app

EVENTS = event_types(
    bond.BondAwaited,
    bond.BondLodged,
    bond.BondFellLate,
    bond.BondDrawn,
    bond.BondRestored,
    bond.BondRefundOwed,
    bond.BondRefunded,
    payment.PaymentApplied,
    payment.DueDateRederived,
    payment.InvoiceReceived,
    payment.InvoiceAccepted,
    payment.InvoiceRejected,
    payment.FundsAppropriated,
    payment.AmountFixed,
    payment.PaymentFellDue,
    payment.PaymentMade,
    payment.InterestAssessed,
    breach.BreachProposed,
    breach.BreachNotified,
    breach.BreachCured,
    breach.BreachUncured,
    breach.BreachDisputed,
    breach.DamagesConfirmed,
    breach.DamagesWaived,
    breach.DamagesSettled,
    acceptance.AcceptanceApplied,
    acceptance.AcceptanceDecided,
    annual.AnnualScoreHeard,
    annual.QuarterHeard,
    settlement.SettlementProposed,
    settlement.SettlementConfirmed,
)

SERVICE = Service(
    name="billing",
    events=EVENTS + TERMS_EVENTS,
    projects={**PROJECTS, **TERMS_PROJECTS},
    publishes={**PUBLISHES, **TERMS_PUBLISHED},
    policies=POLICIES,
    timers=TIMERS,
    fires=FIRES,
    routers=(router,),
    refusals={**REFUSALS, **TERMS_REFUSALS},
)

app = create_app(SERVICE)
