"""An annual finding as the API shows it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from common.web.answers import Answer, Labelled
from common.web.call import Call
from scoring.api.labels import FINDING_STATE
from scoring.projections import FindingRow


class FindingAnswer(Answer):
    """A fact under the annual table. `points` carries its sign; only confirmed findings count."""

    id: str
    state: Labelled
    rule: str
    rule_zh: str
    rule_en: str
    clause: str
    points: int
    occurred_on: date
    fact: str | None
    evidence: tuple[str, ...]
    subject: str | None
    proposal_id: str | None
    recorded_by: str
    recorded_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    position: str

    @classmethod
    def of(cls, row: FindingRow, call: Call, texts: Mapping[str, str | None]) -> "FindingAnswer":
        rule = call.terms.annual_rule(row.rule)
        return cls(
            id=row.id,
            state=Labelled.of(row.state, FINDING_STATE),
            rule=row.rule,
            rule_zh=rule.title_zh,
            rule_en=rule.title_en,
            clause=row.clause,
            points=row.points,
            occurred_on=row.occurred_on,
            fact=texts.get(row.fact),
            evidence=row.evidence,
            subject=row.subject,
            proposal_id=row.proposal_id,
            recorded_by=row.recorded_by,
            recorded_at=row.recorded_at,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            reason=texts.get(row.reason) if row.reason else None,
            position=row.position,
        )


async def finding_answers(rows: Sequence[FindingRow], call: Call) -> list[FindingAnswer]:
    """Findings with their texts, fetched together."""
    texts = await call.texts(digest for row in rows for digest in (row.fact, row.reason))
    return [FindingAnswer.of(row, call, texts) for row in rows]


async def finding_answer(row: FindingRow, call: Call) -> FindingAnswer:
    """One finding with its texts."""
    return (await finding_answers([row], call))[0]
