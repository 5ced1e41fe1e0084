"""Annual findings."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from scoring.domain.annual_score import FindingTaken
from scoring.domain.finding import FindingConfirmed, FindingRecorded, FindingRejected
from scoring.projections.keys import by_stream


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding. `points` carries its sign; `fact` and `reason` are digests."""

    id: str
    state: str
    rule: str
    clause: str
    points: int
    occurred_on: date
    fact: str
    evidence: tuple[str, ...]
    subject: str | None
    proposal_id: str | None
    recorded_by: str
    recorded_at: datetime
    position: str
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None

    @property
    def as_taken(self) -> FindingTaken:
        """The finding as the annual score takes it."""
        return FindingTaken(self.id, self.rule, self.points, self.occurred_on, self.position, self.evidence, self.subject)


FINDINGS = View("findings", 1, FindingRow, columns=("state", "rule", "occurred_on", "recorded_at"))


def _finding_recorded(row: FindingRow | None, recorded: Recorded[FindingRecorded]) -> FindingRow:
    event = recorded.event
    return FindingRow(
        recorded.id,
        "recorded",
        event.rule,
        event.clause,
        event.points,
        event.occurred_on,
        event.fact,
        event.evidence,
        event.subject,
        event.proposal_id,
        event.by.subject,
        event.at,
        recorded.position,
    )


def _finding_confirmed(row: FindingRow | None, recorded: Recorded[FindingConfirmed]) -> FindingRow | None:
    event = recorded.event
    return row and replace(row, state="confirmed", decided_by=event.by.subject, decided_at=event.at)


def _finding_rejected(row: FindingRow | None, recorded: Recorded[FindingRejected]) -> FindingRow | None:
    event = recorded.event
    return row and replace(row, state="rejected", decided_by=event.by.subject, decided_at=event.at, reason=event.reason)


FINDING_FOLDS: Projects = {
    FindingRecorded: (FINDINGS.on(by_stream, _finding_recorded),),
    FindingConfirmed: (FINDINGS.on(by_stream, _finding_confirmed),),
    FindingRejected: (FINDINGS.on(by_stream, _finding_rejected),),
}
