"""What scoring tells others of its own events; `None` is said aloud."""

from common.published import scoring as told
from common.service import Publishes
from scoring.domain import finding, proposal, quarter, slip, year


def _id(stream: str) -> str:
    return stream.partition("/")[2]


def proposed(stream: str, event: proposal.ProposalRaised) -> told.DeductionProposed | None:
    """Deductions only: a proposed bonus or an annual finding stays inside until people decided."""
    if event.kind != "slip" or event.sign > 0:
        return None
    first = event.rules[0]
    return told.DeductionProposed(
        proposal_id=_id(stream),
        rule=first.code,
        points_min=first.points_min,
        points_max=first.points_max,
        event_at=event.event_at,
        evidence=event.evidence,
    )


def recorded(stream: str, event: slip.SlipTookEffect) -> told.DeductionRecorded | told.BonusRecorded | told.RecordCountered:
    """A slip that counts from now on."""
    content = event.content
    if content.counters is not None:
        return told.RecordCountered(
            slip_id=_id(stream),
            number=content.number,
            countered=content.counters,
            rule=content.rule,
            points=content.points,
            quarter=content.quarter,
        )
    kind = told.DeductionRecorded if content.sign < 0 else told.BonusRecorded
    return kind(
        slip_id=_id(stream),
        number=content.number,
        rule=content.rule,
        points=content.points,
        quarter=content.quarter,
        event_at=content.event_at,
    )


def rectification_due(stream: str, event: quarter.NoticeIssued) -> told.RectificationDue:
    """Form 4 starts the ten working days of the rectification report."""
    return told.RectificationDue(quarter=event.quarter, due_on=event.rectification_due_on, provisional=event.provisional)


def closed(stream: str, event: quarter.QuarterClosed) -> told.QuarterClosed:
    """The result of Form 4, once the quarter is over."""
    return told.QuarterClosed(
        quarter=event.quarter,
        starts=event.starts,
        ends=event.ends,
        deducted=event.deducted,
        bonus=event.bonus,
        notice_hash=event.notice_hash,
    )


def assessment_missed(stream: str, event: quarter.AssessmentFellOverdue) -> told.ObligationMissed | None:
    """OBL-A-16. Not told while the date rests on an unpublished calendar."""
    if event.provisional:
        return None
    return told.ObligationMissed(obligation="OBL-A-16", party="customer", due_on=event.due_on, clause="A8S Art.7")


def rectification_missed(stream: str, event: quarter.RectificationFellOverdue) -> told.ObligationMissed | None:
    """The contractor's report of A8S Art.7(4). Not told while the date rests on an unpublished calendar."""
    if event.provisional:
        return None
    return told.ObligationMissed(
        obligation="rectification-report", party="contractor", due_on=event.due_on, clause="A8S Art.7(4)"
    )


def assessed(stream: str, event: year.YearFinalised) -> told.YearAssessed:
    """The final annual score with everything it rests on."""
    return told.YearAssessed(score=event.score, assessed_on=event.assessed_on, explanation=event.explanation)


PUBLISHES: Publishes = {
    proposal.ProposalRaised: proposed,
    proposal.ProposalFactCorrected: None,
    proposal.ProposalAccepted: None,
    proposal.ProposalDismissed: None,
    slip.SlipRecorded: None,
    slip.SlipCommented: None,
    slip.SlipConcurred: None,
    slip.SlipDissented: None,
    slip.SlipDecided: None,
    slip.SlipSigned: None,
    slip.SlipUpheld: None,
    slip.SlipTookEffect: recorded,
    slip.SlipWithdrawn: None,
    quarter.QuarterOpened: None,
    quarter.QuarterApplied: None,
    quarter.QuarterAssessed: None,
    quarter.QuarterObjected: None,
    quarter.QuarterAgreed: None,
    quarter.QuarterEscalated: None,
    quarter.DeadlockResolved: None,
    quarter.NoticeIssued: rectification_due,
    quarter.RectificationReported: None,
    quarter.QuarterClosed: closed,
    quarter.AssessmentFellOverdue: assessment_missed,
    quarter.AssessmentDueMoved: None,
    quarter.RectificationFellOverdue: rectification_missed,
    quarter.RectificationDueMoved: None,
    finding.FindingRecorded: None,
    finding.FindingConfirmed: None,
    finding.FindingRejected: None,
    year.YearApplied: None,
    year.YearFinalised: assessed,
}
