"""Inspection, wired."""

from common.ledger.facts import event_types
from common.service import Service
from common.terms import ADOPT_TERMS, TERMS_EVENTS, TERMS_PROJECTS, TERMS_REFUSALS, TERMS_UNPUBLISHED
from common.web.app import create_app
from inspection.api import router
from inspection.domain import fault, photo, plan, programme
from inspection.domain import round as rounds
from inspection.domain.refusals import REFUSALS
from inspection.policies import POLICIES
from inspection.projections import PROJECTS
from inspection.publishing import PUBLISHES
from inspection.timing import FIRES, TIMERS

EVENTS = event_types(
    plan.PlanProposed,
    plan.PlanConfirmed,
    programme.ProgrammeBegun,
    programme.PlanAdopted,
    programme.RoundFellDue,
    programme.PlanGapOpened,
    programme.PlanGapClosed,
    programme.DayStarted,
    rounds.RoundOpened,
    rounds.CheckRecorded,
    rounds.CheckMissed,
    rounds.RoundMissed,
    rounds.RoundClosed,
    fault.FaultFound,
    fault.FaultReported,
    fault.FaultResolved,
    photo.PhotoKept,
)

SERVICE = Service(
    name="inspection",
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
