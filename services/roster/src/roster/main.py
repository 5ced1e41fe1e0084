"""Roster, wired."""

from common.ledger.facts import event_types
from common.service import Gauge, Service
from common.terms import TERMS_EVENTS, TERMS_PROJECTS, TERMS_REFUSALS, TERMS_UNPUBLISHED
from common.web.app import create_app
from roster.api import router
from roster.domain.refusals import REFUSALS
from roster.policies import POLICIES
from roster.projections import FOLLOWS, GAPS, PROJECTS
from roster.publishing import PUBLISHES
from roster.timing import FIRES, TIMERS

SERVICE = Service(
    name="roster",
    events=event_types(*PUBLISHES) + TERMS_EVENTS,
    projects={**PROJECTS, **TERMS_PROJECTS},
    publishes={**PUBLISHES, **TERMS_UNPUBLISHED},
    policies=POLICIES,
    follows=FOLLOWS,
    timers=TIMERS,
    fires=FIRES,
    routers=(router,),
    refusals={**REFUSALS, **TERMS_REFUSALS},
    gauges=(Gauge("coverage_gaps_open", "Posts with fewer people than required, now.", GAPS, "state", "open"),),
)

app = create_app(SERVICE)
