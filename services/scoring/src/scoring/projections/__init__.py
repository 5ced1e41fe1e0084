"""What the events of scoring add up to: proposals, slips, quarters, annual findings, the year."""

from common.service import Projects
from scoring.projections.findings import FINDING_FOLDS, FINDINGS, FindingRow
from scoring.projections.proposals import PROPOSAL_FOLDS, PROPOSALS, ProposalRow
from scoring.projections.quarters import QUARTER_FOLDS, QUARTERS, QuarterRow
from scoring.projections.slips import SLIP_FOLDS, SLIPS, SignatureRow, SlipRow, StatementRow
from scoring.projections.years import YEAR_FOLDS, YEARS, YearRow

PROJECTS: Projects = {**PROPOSAL_FOLDS, **SLIP_FOLDS, **QUARTER_FOLDS, **FINDING_FOLDS, **YEAR_FOLDS}

__all__ = [
    "FINDINGS",
    "PROJECTS",
    "PROPOSALS",
    "QUARTERS",
    "SLIPS",
    "YEARS",
    "FindingRow",
    "ProposalRow",
    "QuarterRow",
    "SignatureRow",
    "SlipRow",
    "StatementRow",
    "YearRow",
]
