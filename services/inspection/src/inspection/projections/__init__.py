"""Which view each event of inspection changes, and how."""

from typing import Any

from common.ledger.facts import Recorded
from common.service import Projects
from inspection.domain import fault, photo, plan, programme
from inspection.domain import round as rounds_domain
from inspection.projections import checks, faults, photos, plans, rounds
from inspection.projections.checks import CHECKS, CheckRow
from inspection.projections.faults import FAULTS, FaultRow
from inspection.projections.photos import PHOTOS, PhotoRow
from inspection.projections.plans import PLAN_GAPS, PLANS, PlanGapRow, PlanRow
from inspection.projections.rounds import ROUNDS, RoundLine, RoundRow

__all__ = [
    "CHECKS",
    "FAULTS",
    "PHOTOS",
    "PLANS",
    "PLAN_GAPS",
    "PROJECTS",
    "ROUNDS",
    "CheckRow",
    "FaultRow",
    "PhotoRow",
    "PlanGapRow",
    "PlanRow",
    "RoundLine",
    "RoundRow",
]


def by_stream(fact: Recorded[Any]) -> str:
    """The row of the stream's own id."""
    return fact.id


PROJECTS: Projects = {
    plan.PlanProposed: (PLANS.on(by_stream, plans.proposed),),
    plan.PlanConfirmed: (PLANS.on(by_stream, plans.confirmed),),
    programme.ProgrammeBegun: None,
    programme.PlanAdopted: (PLANS.on(plans.by_plan, plans.adopted),),
    programme.RoundFellDue: (ROUNDS.on(rounds.by_round, rounds.fell_due),),
    programme.PlanGapOpened: (PLAN_GAPS.on(plans.gap_of, plans.gap_opened),),
    programme.PlanGapClosed: (PLAN_GAPS.on(plans.gap_of, plans.gap_closed),),
    programme.DayStarted: None,
    rounds_domain.RoundOpened: (ROUNDS.on(by_stream, rounds.opened),),
    rounds_domain.CheckRecorded: (ROUNDS.on(by_stream, rounds.recorded), CHECKS.on(checks.by_check, checks.recorded)),
    rounds_domain.CheckMissed: (ROUNDS.on(by_stream, rounds.missed), CHECKS.on(checks.by_check, checks.missed)),
    rounds_domain.RoundMissed: (ROUNDS.on(by_stream, rounds.not_done),),
    rounds_domain.RoundClosed: (ROUNDS.on(by_stream, rounds.closed),),
    fault.FaultFound: (FAULTS.on(by_stream, faults.found),),
    fault.FaultReported: (FAULTS.on(by_stream, faults.reported),),
    fault.FaultResolved: (FAULTS.on(by_stream, faults.resolved),),
    photo.PhotoKept: (PHOTOS.on(photos.by_photo, photos.kept),),
}
