"""Scoring, wired."""

from common.ledger.facts import event_types
from common.service import Service
from common.terms import ADOPT_TERMS, TERMS_EVENTS, TERMS_PROJECTS, TERMS_REFUSALS, TERMS_UNPUBLISHED
from common.web.app import create_app
from scoring.api import router
from scoring.domain import finding, proposal, quarter, slip, year
from scoring.domain.refusals import REFUSALS
from scoring.policies import POLICIES
from scoring.projections import PROJECTS
from scoring.publishing import PUBLISHES
from scoring.timing import FIRES, TIMERS

EVENTS = event_types(*proposal.EVENTS, *slip.EVENTS, *quarter.EVENTS, *finding.EVENTS, *year.EVENTS)

SERVICE = Service(
    name="scoring",
    events=EVENTS + TERMS_EVENTS,
    projects={**PROJECTS, **TERMS_PROJECTS},
    publishes={**PUBLISHES, **TERMS_UNPUBLISHED},
    policies=(ADOPT_TERMS, *POLICIES),
    timers=TIMERS,
    fires=FIRES,
    routers=(router,),
    refusals={**TERMS_REFUSALS, **REFUSALS},
)

app = create_app(SERVICE)
