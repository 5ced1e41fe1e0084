"""Proposals as the customer's officer sees them."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from scoring.domain.proposal import (
    ProposalAccepted,
    ProposalDismissed,
    ProposalFactCorrected,
    ProposalRaised,
    ProposedRule,
)
from scoring.projections.keys import by_stream


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal. `rule` is the best fitting of `rules`; points are positive for slips, signed for annual findings."""

    id: str
    state: str
    kind: str
    rule: str
    rules: tuple[ProposedRule, ...]
    sign: int
    units: int
    event_at: datetime
    fact: str
    evidence: tuple[str, ...]
    subject: str | None
    quarter: int | None
    form2_due_on: date | None
    provisional: bool
    position: str
    raised_at: datetime
    corrected: bool = False
    corrections: tuple[str, ...] = ()
    became: str | None = None
    reason: str | None = None
    decided_by: str | None = None


PROPOSALS = View(
    "proposals", 1, ProposalRow, columns=("state", "kind", "rule", "fact", "quarter", "event_at", "raised_at", "corrected")
)


def _raised(row: ProposalRow | None, recorded: Recorded[ProposalRaised]) -> ProposalRow:
    event = recorded.event
    return ProposalRow(
        recorded.id,
        "open",
        event.kind,
        event.rules[0].code,
        event.rules,
        event.sign,
        event.units,
        event.event_at,
        event.fact,
        event.evidence,
        event.subject,
        event.quarter,
        event.form2_due_on,
        event.provisional,
        recorded.position,
        recorded.recorded_at,
    )


def _fact_corrected(row: ProposalRow | None, recorded: Recorded[ProposalFactCorrected]) -> ProposalRow | None:
    return row and replace(row, corrected=True, corrections=(*row.corrections, recorded.event.evidence))


def _accepted(row: ProposalRow | None, recorded: Recorded[ProposalAccepted]) -> ProposalRow | None:
    event = recorded.event
    return row and replace(row, state="accepted", became=event.became, decided_by=event.by)


def _dismissed(row: ProposalRow | None, recorded: Recorded[ProposalDismissed]) -> ProposalRow | None:
    return row and replace(row, state="dismissed", reason=recorded.event.reason, decided_by=recorded.event.by)


PROPOSAL_FOLDS: Projects = {
    ProposalRaised: (PROPOSALS.on(by_stream, _raised),),
    ProposalFactCorrected: (PROPOSALS.on(by_stream, _fact_corrected),),
    ProposalAccepted: (PROPOSALS.on(by_stream, _accepted),),
    ProposalDismissed: (PROPOSALS.on(by_stream, _dismissed),),
}
