"""What inspection tells of its own events; `None` says that an event stays here."""

from datetime import datetime, timedelta

from common.published import inspection as told
from common.service import Publishes
from inspection.domain import fault, photo, plan, programme
from inspection.domain import round as rounds
from inspection.domain.round import check_id


def _id(stream: str) -> str:
    return stream.partition("/")[2]


def _last_second(due_at: datetime) -> datetime:
    """24:00 is already the next day, maybe the next quarter: what is told lies on the day it is about."""
    return due_at - timedelta(seconds=1)


def plan_confirmed(stream: str, event: plan.PlanConfirmed) -> told.PlanConfirmed:
    """Its period and size."""
    return told.PlanConfirmed(plan_id=_id(stream), starts=event.starts, ends=event.ends, lines=len(event.lines))


def plan_missing(stream: str, event: programme.PlanGapOpened) -> told.PlanMissing:
    """One standing finding."""
    return told.PlanMissing(finding_id=f"plan-missing-{event.since.isoformat()}", since=event.since)


def check_completed(stream: str, event: rounds.CheckRecorded) -> told.CheckCompleted:
    """A result, without what was typed."""
    return told.CheckCompleted(
        check_id=check_id(event.round_id, event.line),
        round_id=event.round_id,
        line=event.line,
        item=event.item,
        day=event.day,
        result=event.result,
        completed_at=event.done_at,
        late=event.late,
        after_missed=event.after_missed,
    )


def check_missed(stream: str, event: rounds.CheckMissed) -> told.CheckMissed:
    """A8S-1 3.3.2, or a part of 3.3.1 where the whole round is missing."""
    return told.CheckMissed(
        check_id=check_id(event.round_id, event.line),
        round_id=event.round_id,
        line=event.line,
        item=event.item,
        day=event.day,
        due_at=_last_second(event.due_at),
        whole_round=event.whole_round,
    )


def round_missed(stream: str, event: rounds.RoundMissed) -> told.RoundMissed:
    """A8S-1 3.3.1."""
    return told.RoundMissed(round_id=_id(stream), day=event.day, due_at=_last_second(event.due_at), checks=event.checks)


def fault_found(stream: str, event: fault.FaultFound) -> told.FaultFound:
    """A fault, without its description."""
    return told.FaultFound(fault_id=_id(stream), item=event.item, check_id=event.check_id, found_at=event.found_at)


def fault_reported(stream: str, event: fault.FaultReported) -> told.FaultReported:
    """A8S-1 3.3.5."""
    return told.FaultReported(fault_id=_id(stream), found_at=event.found_at, reported_at=event.reported_at, late=event.late)


def fault_resolved(stream: str, event: fault.FaultResolved) -> told.FaultResolved:
    """Gone."""
    return told.FaultResolved(fault_id=_id(stream), resolved_at=event.resolved_at)


PUBLISHES: Publishes = {
    plan.PlanProposed: None,
    plan.PlanConfirmed: plan_confirmed,
    programme.ProgrammeBegun: None,
    programme.PlanAdopted: None,
    programme.RoundFellDue: None,
    programme.PlanGapOpened: plan_missing,
    programme.PlanGapClosed: None,
    programme.DayStarted: None,
    rounds.RoundOpened: None,
    rounds.CheckRecorded: check_completed,
    rounds.CheckMissed: check_missed,
    rounds.RoundMissed: round_missed,
    rounds.RoundClosed: None,
    fault.FaultFound: fault_found,
    fault.FaultReported: fault_reported,
    fault.FaultResolved: fault_resolved,
    photo.PhotoKept: None,
}
